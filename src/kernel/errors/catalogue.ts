/** How loudly an error is logged. `debug` is for what clients cause all day long. */
export type ErrorLevel = 'debug' | 'info' | 'warn' | 'error';

export interface ErrorEntry {
  readonly status: number;
  readonly level: ErrorLevel;
  /** Public text; the native dialect sends it as it stands (JFW-ERR-01). */
  readonly message: string;
}

const entry = (status: number, message: string, level: ErrorLevel = 'info'): ErrorEntry => ({ status, level, message });

/**
 * Every error the gateway can answer with, by `area.what`. Each dialect maps every code to its own form; a new code
 * does not compile until all of them say how it sounds.
 */
export const CATALOGUE = {
  'request.invalid': entry(400, 'The request was invalid.', 'debug'),
  'request.header-conflict': entry(400, 'The request headers contradict each other.', 'debug'),
  'request.credential-conflict': entry(400, 'The request carries different credentials.'),
  'request.timeout': entry(408, 'The request was not received in time.', 'debug'),
  'request.too-large': entry(413, 'The request body is too large.', 'debug'),
  'request.media-type': entry(415, 'The media type of the request is not supported.', 'debug'),
  'request.headers-too-large': entry(431, 'The request headers are too large.', 'debug'),
  'route.not-found': entry(404, 'The requested resource was not found.', 'debug'),
  'route.method': entry(405, 'The method is not allowed for this resource.', 'debug'),
  'rate.exceeded': entry(429, 'API call exceeded rate limit due to too many requests.'),
  'brand.url-required': entry(400, 'The Brand-URL is required.', 'debug'),
  'brand.url-invalid': entry(400, 'The Brand-URL was invalid.', 'debug'),
  'brand.conflict': entry(400, 'The Brand-URL does not belong to the requested host.'),
  'brand.not-found': entry(404, 'The Brand was not found in the system.', 'debug'),
  'brand.inactive': entry(403, 'The Brand is inactive.'),
  'brand.cross': entry(403, 'Crossing brands is not allowed.'),
  'brand.domain-taken': entry(409, 'The domain already exists.'),
  'brand.domain-required': entry(409, 'The brand needs at least one domain.'),
  'brand.is-system': entry(409, 'The system brand cannot be changed in this way.'),
  'brand.root-domain': entry(409, 'The root domain is not configured.', 'debug'),
  'domain.not-found': entry(404, 'The domain was not found in the system.', 'debug'),
  'domain.not-verified': entry(409, 'The domain does not show the verification record yet.'),
  'role.not-found': entry(404, 'The role was not found in the system.', 'debug'),
  'role.exists': entry(409, 'The role already exists.', 'debug'),
  'role.built-in': entry(409, 'The built-in role cannot be changed in this way.'),
  'role.in-use': entry(409, 'The role is in use.', 'debug'),
  'app.not-found': entry(404, 'The app was not found in the system.', 'debug'),
  'app.inactive': entry(403, 'The app is not active.'),
  'app.exists': entry(409, 'The app already exists.', 'debug'),
  'app.built-in': entry(409, 'The built-in app cannot be changed in this way.'),
  'service.not-found': entry(404, 'The service was not found in the system.', 'debug'),
  'service.exists': entry(409, 'The service already exists.', 'debug'),
  'service.built-in': entry(409, 'The built-in service cannot be changed in this way.'),
  'refusal.not-found': entry(404, 'No refusal is known by this correlation id.', 'debug'),
  'mail.template-not-found': entry(404, 'The mail template was not found in the system.', 'debug'),
  'mail.channel-failed': entry(409, 'The mail server did not take the connection or the credentials.'),
  'channel.not-configured': entry(409, 'The message channel is not configured for this brand.'),
  'app.version-unsupported': entry(426, 'This version of the app is no longer supported.', 'debug'),
  'device.code-required': entry(400, 'The device code is required.', 'debug'),
  'device.code-invalid': entry(400, 'The device code is invalid.', 'debug'),
  'device.code-mismatch': entry(400, 'The device codes of the request do not match.', 'debug'),
  'device.token-invalid': entry(400, 'The device token is invalid.', 'debug'),
  'device.not-found': entry(404, 'The device was not found in the system.', 'debug'),
  'device.exists': entry(409, 'The device already exists.', 'debug'),
  'device.link-exists': entry(409, 'The device has already been added for this user.', 'debug'),
  'device.limit-reached': entry(409, 'The device limit of the user was reached.'),
  'device.limit-confirmation': entry(
    409,
    'The device limit of the user was reached. Choose the devices to sign out.',
    'debug',
  ),
  'device.rejected': entry(405, 'The device was rejected.'),
  'push.not-found': entry(404, 'The push message was not found in the system.', 'debug'),
  'push.payload-invalid': entry(400, 'The push message was invalid.', 'debug'),
  'push.not-registered': entry(409, 'The device is not registered for push notifications.', 'debug'),
  'push.not-configured': entry(409, 'Push notifications are not configured for this brand.'),
  'push.credential-refused': entry(409, 'Google did not accept the service account.'),
  'push.unavailable': entry(503, 'The push service is unavailable.', 'warn'),
  'credentials.incorrect': entry(401, 'The username or password incorrect.'),
  'otp.required': entry(401, 'A one-time password is required.', 'debug'),
  'otp.invalid': entry(401, 'The one-time password was invalid or has expired.'),
  'token.invalid': entry(400, 'Your token was invalid.'),
  'auth-key.required': entry(
    401,
    'The user is not authorized to access the requested resource. The request is missing the required Auth-Key header.',
    'debug',
  ),
  'auth-key.invalid': entry(401, 'The Auth-Key was invalid.'),
  'auth-key.expired': entry(401, 'The Auth-Key has expired.', 'debug'),
  'auth-key.not-found': entry(404, 'The Auth Key was not found in the system.', 'debug'),
  'refresh-key.invalid': entry(401, 'The refresh auth key was invalid or has expired.'),
  'refresh-key.reused': entry(401, 'The refresh auth key has already been used.', 'warn'),
  'access.denied': entry(403, "The user's access was denied."),
  'user.locked': entry(403, 'The user is locked.'),
  'user.suspended': entry(403, 'The user is suspended.'),
  'user.inactive': entry(403, 'The user is inactive.'),
  'user.not-found': entry(404, 'The user was not found in the system.', 'debug'),
  'user.type-invalid': entry(400, 'The user type was invalid.', 'debug'),
  'user.status-conflict': entry(409, 'The status of the user does not allow this operation.', 'debug'),
  'user.last-super-admin': entry(409, 'The last super administrator cannot be removed.'),
  'user.username-taken': entry(409, 'The username already exists.'),
  'user.email-taken': entry(409, 'The email address already exists.'),
  'user.phone-taken': entry(409, 'The phone number already exists.'),
  'user.email-verified': entry(400, 'The email address has already been verified.', 'debug'),
  'link.not-allowed': entry(400, 'The link is not allowed for this brand.'),
  'invitation.disabled': entry(403, 'Invitations are disabled for this brand.'),
  'registration.disabled': entry(403, 'Registration is disabled for this brand.'),
  'password.format': entry(400, 'The password does not meet the password policy.', 'debug'),
  'password.expired': entry(403, 'The password has expired.'),
  'server.internal': entry(500, 'An unexpected error occurred.', 'error'),
  'server.unavailable': entry(503, 'The service is unavailable.', 'warn'),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof CATALOGUE;
