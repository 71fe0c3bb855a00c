import type { Requirement } from '../../gate/requirement';
import { CATALOGUE, type ErrorCode } from '../../kernel/errors/catalogue';

/** What a path outside the dialects can be refused with. */
export const OF_PAGES: readonly ErrorCode[] = [
  'request.invalid',
  'request.header-conflict',
  'request.timeout',
  'request.headers-too-large',
  'server.internal',
];

/** What any route can be refused with (jfw.md §22). */
const ALWAYS: readonly ErrorCode[] = [
  'request.invalid',
  'request.header-conflict',
  'request.timeout',
  'request.too-large',
  'request.media-type',
  'request.headers-too-large',
  'rate.exceeded',
  'brand.url-required',
  'brand.url-invalid',
  'brand.conflict',
  'brand.not-found',
  'brand.inactive',
  'brand.cross',
  'server.internal',
  'server.unavailable',
];

/** Where a caller is demanded. */
const OF_CALLERS: readonly ErrorCode[] = [
  'auth-key.required',
  'auth-key.invalid',
  'auth-key.expired',
  'access.denied',
  'user.locked',
  'user.suspended',
  'user.inactive',
];

/** Where device headers of a caller register (JFW-HDR-03, -08 to -10). */
const OF_DEVICE_HEADERS: readonly ErrorCode[] = [
  'device.code-required',
  'device.code-invalid',
  'device.code-mismatch',
  'device.token-invalid',
];

/** What any sign-in with a password can be refused with (JFW-EP-01). */
export const SIGN_IN_REFUSALS: readonly ErrorCode[] = [
  'credentials.incorrect',
  'otp.required',
  'otp.invalid',
  'user.locked',
  'user.suspended',
  'user.inactive',
  'password.expired',
  'device.limit-reached',
  'device.limit-confirmation',
];

export const REFRESH_REFUSALS: readonly ErrorCode[] = [
  'refresh-key.invalid',
  'refresh-key.reused',
  'user.locked',
  'user.suspended',
  'user.inactive',
  'device.rejected',
  'access.denied',
];

/** Names are unique in their brand (JFW-USR-03). */
export const NAMES_TAKEN: readonly ErrorCode[] = ['user.username-taken', 'user.email-taken', 'user.phone-taken'];

/** Of the changes of an account's status (JFW-USR-05). */
export const STATUS_REFUSALS: readonly ErrorCode[] = [
  'user.not-found',
  'user.status-conflict',
  'user.last-super-admin',
];

/** The refusals that follow from what a route demands, before its handler has a say. */
export function refusalsOf(requirement: Requirement): readonly ErrorCode[] {
  const { level, registersDevice, device, ignoresAppVersion } = requirement;
  const readsKey = level === 'user' || level === 'optional';
  const readsDevice = readsKey && registersDevice !== false;
  return [
    ...ALWAYS,
    ...(ignoresAppVersion ? [] : (['app.version-unsupported'] as const)),
    ...(readsKey ? (['request.credential-conflict'] as const) : []),
    ...(level === 'user' ? OF_CALLERS : []),
    ...(readsDevice ? OF_DEVICE_HEADERS : []),
    ...(readsDevice && level === 'user' ? (['device.rejected'] as const) : []),
    ...(device === 'required' ? (['device.not-found'] as const) : []),
  ];
}

/** By status, each in the order of the catalogue. */
export function byStatus(codes: readonly ErrorCode[]): ReadonlyMap<number, readonly ErrorCode[]> {
  const grouped = new Map<number, ErrorCode[]>();
  for (const code of Object.keys(CATALOGUE) as ErrorCode[]) {
    if (!codes.includes(code)) continue;
    const { status } = CATALOGUE[code];
    grouped.set(status, [...(grouped.get(status) ?? []), code]);
  }
  return grouped;
}
