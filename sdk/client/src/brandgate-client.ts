import { AnswerNotices } from './answer-notices.ts';
import { Authentication } from './authentication.ts';
import { BackOff } from './back-off.ts';
import type { ClientEvents, DeviceStatus } from './client-events.ts';
import type { ClientOptions } from './client-options.ts';
import { DeviceIdentity, type DeviceDetails } from './device-identity.ts';
import { GatewayAddress } from './gateway-address.ts';
import type {
  ChangePasswordInput,
  PageOptions,
  PhoneSignInInput,
  RegisterInput,
  SignInInput,
  SignOutOptions,
} from './inputs.ts';
import { InvalidOptionError } from './invalid-option-error.ts';
import { KeyKeeper } from './key-keeper.ts';
import { KeyedCalls } from './keyed-calls.ts';
import { MemoryStorage } from './memory-storage.ts';
import { Platform } from './platform.ts';
import { type HandledPush, PushChannel, type PushRegistration } from './push-channel.ts';
import { Refresher } from './refresher.ts';
import type { AuthKeyOptions, CallLimits, HttpMethod, RequestOptions } from './request-options.ts';
import { Transport } from './transport.ts';
import { TypedEmitter } from './typed-emitter.ts';
import type { Page, Session, SignedInUser, User, UserDevice } from './views.ts';

const TIMEOUT_MS = 10_000;
const REFRESH_AHEAD_MS = 60_000;
const REFRESH_RETRY = { tries: 4, firstDelayMs: 500, longestDelayMs: 5_000 };

/**
 * Speaks the native dialect of a Brandgate gateway for one user at a time: signs in and out, keeps the keys good, tells
 * the gateway which device it runs on. Whatever goes wrong is a `ClientError`.
 */
export class BrandgateClient {
  private readonly events = new TypedEmitter<ClientEvents>();
  private readonly device: DeviceIdentity | null;
  private readonly notices: AnswerNotices;
  private readonly keeper: KeyKeeper;
  private readonly transport: Transport;
  private readonly calls: KeyedCalls;
  private readonly authentication: Authentication;
  private readonly push: PushChannel;

  /** @throws InvalidOptionError */
  constructor(options: ClientOptions) {
    const { gatewayUrl, brand = null, timeoutMs = TIMEOUT_MS, refreshAheadMs = REFRESH_AHEAD_MS } = options;
    const platform = new Platform(options);
    this.device = options.device ? new DeviceIdentity(options.device) : null;
    this.notices = new AnswerNotices(this.events);
    this.keeper = new KeyKeeper(options.storage ?? new MemoryStorage(), this.events);
    const address = new GatewayAddress(gatewayUrl, brand, timeoutMs);
    this.transport = new Transport(platform, address, this.device, this.notices);
    const backOff = new BackOff({ ...REFRESH_RETRY, ...options.refreshRetry }, () => platform.random());
    const refresher = new Refresher(this.transport, this.keeper, platform, backOff, refreshAheadMs);
    this.calls = new KeyedCalls(this.transport, this.keeper, refresher);
    this.authentication = new Authentication(this.transport, this.calls, this.keeper, platform);
    this.push = new PushChannel(this.transport, this.calls, this.keeper, platform, backOff);
  }

  /** @returns ends the subscription */
  on<Name extends keyof ClientEvents>(name: Name, listener: (event: ClientEvents[Name]) => void): () => void {
    return this.events.on(name, listener);
  }

  /** By user name or e-mail address. Takes the place of whoever is signed in. */
  signIn(input: SignInInput, limits: CallLimits = {}): Promise<SignedInUser> {
    return this.authentication.signIn('users/auth', input, limits);
  }

  signInByPhoneNumber(input: PhoneSignInInput, limits: CallLimits = {}): Promise<SignedInUser> {
    return this.authentication.signIn('users/auth/phone-number', input, limits);
  }

  /** Ends the session at the gateway and wipes the keys. When the gateway cannot be reached, they stay. */
  signOut(options: SignOutOptions = {}): Promise<void> {
    return this.authentication.signOut(options);
  }

  /** Wipes the keys without a word to the gateway, where the session lives on until it runs out. */
  forgetKeys(): Promise<void> {
    return this.keeper.forget();
  }

  /** Whether keys are held, here or in the storage. */
  async isSignedIn(): Promise<boolean> {
    return (await this.keeper.load()) !== null;
  }

  /** An Auth Key that is good now, for calls to services of one's own; null when nobody is signed in. */
  async authKey(options: AuthKeyOptions = {}): Promise<string | null> {
    return (await this.calls.freshPair(options))?.authKey ?? null;
  }

  /**
   * Any call of the native dialect. @param path below `/api/v1/`, its parts percent-encoded: `users/me`
   * @returns `data` of the answer, taken at its word to be of the type asked for
   */
  async request<Data>(method: HttpMethod, path: string, options: RequestOptions = {}): Promise<Data> {
    const call = { ...options, method, path };
    const answer = options.isAnonymous ? this.transport.send(call, null) : this.calls.send(call);
    return (await answer).data as Data;
  }

  /** The account signed in. */
  me(limits: CallLimits = {}): Promise<User> {
    return this.request('GET', 'users/me', limits);
  }

  /** Creates an account and signs nobody in. */
  register(body: RegisterInput, limits: CallLimits = {}): Promise<User> {
    return this.request('POST', 'users/register', { ...limits, body, isAnonymous: true });
  }

  /** Ends all other sessions of the user. */
  async changePassword({ oldPassword, newPassword }: ChangePasswordInput, limits: CallLimits = {}): Promise<void> {
    const body = { oldPassword, newPassword, confirmPassword: newPassword };
    await this.request('PUT', 'users/change-password', { ...limits, body });
  }

  /** The user's living sessions, newest first. */
  listSessions({ pageNumber, pageSize, ...limits }: PageOptions = {}): Promise<Page<Session>> {
    return this.request('GET', 'users/me/auth-keys', { ...limits, query: { pageNumber, pageSize } });
  }

  async endSession(id: string, limits: CallLimits = {}): Promise<void> {
    await this.request('DELETE', `users/me/auth-keys/${encodeURIComponent(id)}`, limits);
  }

  async endOtherSessions(limits: CallLimits = {}): Promise<void> {
    await this.request('DELETE', 'users/me/auth-keys', { ...limits, query: { exceptCurrent: true } });
  }

  /** The user's devices, this one among them. */
  listDevices(limits: CallLimits = {}): Promise<readonly UserDevice[]> {
    return this.request('GET', 'users/me/devices', limits);
  }

  /** Goes with every call from now on. A token taken back is not erased at the gateway; `signOut` does that. */
  setPushToken(token: string | null): void {
    this.requireDevice().setPushToken(token);
  }

  /**
   * Sets the token and, when somebody is signed in, tells the gateway at once. Nothing is lost when that fails: the token
   * goes with every call from now on.
   */
  async registerPushToken(token: string, limits: CallLimits = {}): Promise<PushRegistration> {
    this.setPushToken(token);
    return this.push.register(token, limits);
  }

  /**
   * Takes the `data` of a push message that the app received, whoever sent it: confirms to the gateway that it came, and
   * for a farewell asks whether the session has ended. If it has, the keys are wiped and `signedOut` is told.
   * @throws ClientError a farewell was received, but the gateway could not be asked or did not answer that: the keys stay
   */
  handlePush(data: unknown, limits: CallLimits = {}): Promise<HandledPush> {
    return this.push.handle(data, limits);
  }

  /** Goes with every call from now on. */
  setDeviceDetails(details: DeviceDetails): void {
    this.requireDevice().setDetails(details);
  }

  /** What the gateway said last of the device headers. */
  get deviceStatus(): DeviceStatus | null {
    return this.notices.deviceStatus;
  }

  private requireDevice(): DeviceIdentity {
    if (this.device === null) throw new InvalidOptionError('device', 'needed at construction');
    return this.device;
  }
}
