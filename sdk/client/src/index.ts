/** The package's entry: all that is public, name by name. */
export { AbortedError } from './aborted-error.ts';
export type { BackOffSettings } from './back-off.ts';
export { BrandgateClient } from './brandgate-client.ts';
export { BrandgateError, type FieldError } from './brandgate-error.ts';
export { ClientError } from './client-error.ts';
export type { ClientEvents, DeviceStatus, SignedOutReason } from './client-events.ts';
export type { ClientOptions } from './client-options.ts';
export type { DeviceDetails, DeviceOptions } from './device-identity.ts';
export type { ErrorCode } from './error-code.ts';
export type { ErrorData, EvictableDevice } from './error-data.ts';
export type { FetchAnswer, FetchInit, FetchLike } from './fetch-like.ts';
export type {
  ChangePasswordInput,
  PageOptions,
  PhoneSignInInput,
  RegisterInput,
  SignInInput,
  SignOutOptions,
} from './inputs.ts';
export { InvalidOptionError } from './invalid-option-error.ts';
export type { KeyStorage } from './key-storage.ts';
export { MemoryStorage } from './memory-storage.ts';
export { NetworkError } from './network-error.ts';
export type { HandledPush, PushRegistration } from './push-channel.ts';
export type { AuthKeyOptions, CallLimits, HttpMethod, Query, RequestOptions } from './request-options.ts';
export type { AbortSignalLike, Signal } from './signal.ts';
export { StorageError } from './storage-error.ts';
export { TimeoutError } from './timeout-error.ts';
export { UnreadableAnswerError } from './unreadable-answer-error.ts';
export { UserChangedError } from './user-changed-error.ts';
export type { Page, Role, Session, SignedInUser, User, UserDevice } from './views.ts';
