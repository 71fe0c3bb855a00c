import { randomBytes } from 'node:crypto';
import { uuidv7 } from '../../src/kernel/ids';
import { newKey } from '../../src/kernel/secrets/key-text';
import { newApiKey } from '../../src/core/apps/api-key';

/** What a text in a request can name. Each kind is made by `Belongings`. */
export type IdKind = keyof typeof ID_KINDS;

/** Kinds that are a user's own; the others are everybody's in a brand. */
export const PERSONAL: ReadonlySet<string> = new Set([
  ...['userId', 'username', 'emailAddress', 'phoneNumber', 'userCode', 'deviceId', 'deviceCode', 'looseDeviceId'],
  ...['pushToken', 'sessionId', 'authKey', 'refreshKey'],
  ...['resetToken', 'verificationToken', 'invitationToken', 'confirmationCode'],
]);

interface KindOfId {
  /** A text of the right shape that never named anything. */
  missing(): string;
  /** A text that cannot name anything, or null where the shape is free. */
  readonly malformed: string | null;
}

const uuid: KindOfId = { missing: () => uuidv7(Date.now()), malformed: 'no-such-thing' };
const text = (start: string, end = ''): KindOfId => ({
  missing: () => `${start}${randomBytes(6).toString('hex')}${end}`,
  malformed: null,
});

/** Kinds of ids, and of names that serve as ids. */
export const ID_KINDS = {
  userId: uuid,
  username: text('nobody.'),
  emailAddress: text('nobody.', '@nowhere.example'),
  phoneNumber: { missing: () => `+3712${String(randomBytes(4).readUInt32BE()).padStart(10, '0')}`, malformed: null },
  userCode: text('CODE'),
  deviceId: uuid,
  deviceCode: { ...text('no-code-'), malformed: 'a, b' },
  /** A device that the user made and is not linked with. */
  looseDeviceId: uuid,
  pushToken: text('no-token-'),
  sessionId: uuid,
  authKey: { missing: () => newKey('auth'), malformed: 'bgk_no-key' },
  refreshKey: { missing: () => newKey('refresh'), malformed: 'bgr_no-key' },
  resetToken: text('no-token-'),
  verificationToken: text('no-token-'),
  invitationToken: text('no-token-'),
  confirmationCode: { missing: () => randomBytes(16).toString('hex').toUpperCase(), malformed: 'no code' },
  roleId: uuid,
  roleCode: text('no-role-'),
  /** A role of the brand that the user does not hold. */
  spareRoleId: uuid,
  appId: uuid,
  appName: text('no-app-'),
  apiKey: { missing: newApiKey, malformed: 'no-key' },
  serviceId: uuid,
  serviceName: text('no-service-'),
  brandId: uuid,
  brandCode: text('no-brand-'),
  domainId: uuid,
  domain: text('no-domain-', '.example'),
  auditEventId: uuid,
  correlationId: text('no-request-'),
  pushId: uuid,
  deliveryId: uuid,
} as const satisfies Record<string, KindOfId>;
