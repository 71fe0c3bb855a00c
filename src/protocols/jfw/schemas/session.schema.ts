import { arrayOf, closedObject, FLAG, ID, INSTANT, NamedSchema, objectSchema, orNull, TEXT } from '../../wire/schema';
import type { sessionView } from '../views/session.view';

/** One living session; never a key (JFW-SES-03). */
export const AuthKeySchema = objectSchema<ReturnType<typeof sessionView>>('AuthKey', {
  id: ID,
  createdDate: INSTANT,
  lastUsedAt: orNull(INSTANT),
  expiresIn: INSTANT,
  device: orNull(closedObject({ id: ID, code: TEXT, name: TEXT, osDevice: orNull(TEXT) })),
  ip: orNull(TEXT),
  userAgent: orNull(TEXT),
  isCurrent: FLAG,
});

const INACTIVE = closedObject({ active: { type: 'boolean', const: false } });
const ACTIVE = closedObject({
  active: { type: 'boolean', const: true },
  userId: ID,
  username: orNull(TEXT),
  brandId: ID,
  brandUrl: { ...orNull(TEXT), description: 'The primary domain.' },
  deviceCode: orNull(TEXT),
  permissions: arrayOf(TEXT),
  roles: { ...arrayOf(TEXT), description: 'Role codes.' },
  issuedAt: INSTANT,
  expiresIn: INSTANT,
  authKeyId: ID,
});

/** `{active: false}` alone, or everything about the key (JFW-SES-06). */
export const IntrospectionSchema = new NamedSchema('Introspection', { oneOf: [INACTIVE, ACTIVE] });
