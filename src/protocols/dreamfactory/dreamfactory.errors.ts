import { CATALOGUE, type ErrorCode } from '../../kernel/errors/catalogue';
import { TEXTS } from './dreamfactory.texts';

interface Form {
  readonly status: number;
  readonly text: string;
}

const form = (status: number, text: string): Form => ({ status, text });

/** As the catalogue has it: what this dialect's endpoints do not come to, or clients read by its status. */
const asIs = (code: ErrorCode): Form => form(CATALOGUE[code].status, CATALOGUE[code].message);

const INACTIVE = form(403, 'User is not active.');
const CREDENTIALS = form(401, 'Invalid credentials supplied.');
const SIGNATURE = form(401, 'Invalid token: Token Signature could not be verified.');

/** Status and text of each error in this dialect; `{id}` is the request's id (DF-ERR-01, -04, -05). */
export const DREAMFACTORY_FORMS = {
  'request.invalid': form(400, TEXTS.invalidRequest),
  'request.header-conflict': form(400, TEXTS.invalidRequest),
  'request.credential-conflict': form(400, TEXTS.invalidRequest),
  'request.timeout': form(408, 'Request timeout.'),
  'request.too-large': form(413, 'Request entity too large.'),
  'request.media-type': form(400, TEXTS.payload),
  'request.headers-too-large': form(431, 'Request header fields too large.'),
  'route.not-found': asIs('route.not-found'),
  'route.method': asIs('route.method'),
  'rate.exceeded': form(429, TEXTS.limits),
  'brand.url-required': form(400, TEXTS.noKey),
  'brand.url-invalid': form(400, TEXTS.noKey),
  'brand.conflict': form(400, TEXTS.twoBrands),
  'brand.not-found': form(400, TEXTS.noKey),
  'brand.inactive': form(403, 'Brand is not active.'),
  'brand.cross': asIs('brand.cross'),
  'brand.domain-taken': asIs('brand.domain-taken'),
  'brand.domain-required': asIs('brand.domain-required'),
  'brand.is-system': asIs('brand.is-system'),
  'brand.root-domain': asIs('brand.root-domain'),
  'domain.not-found': asIs('domain.not-found'),
  'domain.not-verified': asIs('domain.not-verified'),
  'role.not-found': asIs('role.not-found'),
  'role.exists': asIs('role.exists'),
  'role.built-in': asIs('role.built-in'),
  'role.in-use': asIs('role.in-use'),
  'app.not-found': asIs('app.not-found'),
  'app.inactive': form(403, 'App is not active.'),
  'app.version-unsupported': asIs('app.version-unsupported'),
  'app.exists': asIs('app.exists'),
  'app.built-in': asIs('app.built-in'),
  'service.not-found': asIs('service.not-found'),
  'service.exists': asIs('service.exists'),
  'service.built-in': asIs('service.built-in'),
  'refusal.not-found': asIs('refusal.not-found'),
  'mail.template-not-found': asIs('mail.template-not-found'),
  'mail.channel-failed': asIs('mail.channel-failed'),
  'channel.not-configured': asIs('channel.not-configured'),
  'device.code-required': asIs('device.code-required'),
  'device.code-invalid': asIs('device.code-invalid'),
  'device.code-mismatch': asIs('device.code-mismatch'),
  'device.token-invalid': asIs('device.token-invalid'),
  'device.not-found': asIs('device.not-found'),
  'device.exists': asIs('device.exists'),
  'device.link-exists': asIs('device.link-exists'),
  'device.limit-reached': asIs('device.limit-reached'),
  'device.limit-confirmation': asIs('device.limit-confirmation'),
  'device.rejected': asIs('device.rejected'),
  'push.payload-invalid': asIs('push.payload-invalid'),
  'push.not-found': asIs('push.not-found'),
  'push.not-registered': asIs('push.not-registered'),
  'push.not-configured': asIs('push.not-configured'),
  'push.credential-refused': asIs('push.credential-refused'),
  'push.unavailable': asIs('push.unavailable'),
  'credentials.incorrect': CREDENTIALS,
  'otp.required': CREDENTIALS,
  'otp.invalid': CREDENTIALS,
  'token.invalid': form(404, 'The supplied email and/or confirmation code were not found in the system.'),
  'auth-key.required': form(401, TEXTS.notAuthenticated),
  'auth-key.invalid': SIGNATURE,
  'auth-key.expired': form(
    401,
    'Token has expired: Session expired. Please refresh your token (if still within refresh window) or re-login.',
  ),
  'auth-key.not-found': asIs('auth-key.not-found'),
  'refresh-key.invalid': SIGNATURE,
  'refresh-key.reused': SIGNATURE,
  'access.denied': asIs('access.denied'),
  'user.locked': INACTIVE,
  'user.suspended': INACTIVE,
  'user.inactive': INACTIVE,
  'user.not-found': asIs('user.not-found'),
  'user.type-invalid': asIs('user.type-invalid'),
  'user.status-conflict': asIs('user.status-conflict'),
  'user.last-super-admin': asIs('user.last-super-admin'),
  'user.username-taken': form(400, TEXTS.validation),
  'user.email-taken': form(400, TEXTS.validation),
  'user.phone-taken': form(400, TEXTS.validation),
  'user.email-verified': asIs('user.email-verified'),
  'link.not-allowed': asIs('link.not-allowed'),
  'invitation.disabled': asIs('invitation.disabled'),
  'registration.disabled': form(403, 'Open Registration is not enabled.'),
  'password.format': form(400, TEXTS.validation),
  'password.expired': CREDENTIALS,
  'server.internal': form(500, 'Internal server error. Reference {id}'),
  'server.unavailable': form(503, TEXTS.unavailable),
} as const satisfies Record<ErrorCode, Form>;
