import { USER_TYPES } from '../../../core/roles/permission';
import { arrayOf, FLAG, ID, INSTANT, NULL, objectSchema, oneOf, orNull, TEXT } from '../../wire/schema';
import type { userBaseView } from '../views/user-base.view';
import type { roleView, userView } from '../views/user.view';

export const RoleSchema = objectSchema<ReturnType<typeof roleView>>('Role', {
  id: ID,
  guid: { ...ID, description: 'Equal to `id`.' },
  parentBrandId: NULL,
  code: TEXT,
  name: TEXT,
  description: orNull(TEXT),
  tags: orNull(TEXT),
  type: oneOf(['BuiltIn', 'Custom']),
  permissions: arrayOf(TEXT),
  createdDate: INSTANT,
});

export const UserSchema = objectSchema<ReturnType<typeof userView>>('User', {
  id: ID,
  brandId: ID,
  code: TEXT,
  username: orNull(TEXT),
  emailAddress: orNull(TEXT),
  phoneNumber: orNull(TEXT),
  firstName: orNull(TEXT),
  lastName: orNull(TEXT),
  nickName: orNull(TEXT),
  avatar: orNull(TEXT),
  website: orNull(TEXT),
  bio: orNull(TEXT),
  type: oneOf(USER_TYPES),
  status: oneOf(['Inactive', 'Active', 'Deleted', 'Suspended', 'Locked']),
  lockedUntil: { ...orNull(INSTANT), description: 'End of the automatic lock.' },
  lastLoginAt: orNull(INSTANT),
  isEmailAddressVerified: FLAG,
  tags: orNull(TEXT),
  themeStyle: orNull(TEXT),
  riskMark: NULL,
  parentUser: NULL,
  package: NULL,
  packageId: NULL,
  expiryDate: NULL,
  referralCode: NULL,
  isUserIntegration: { type: 'boolean', const: false },
  isUserVerified: FLAG,
  isSystem: FLAG,
  testMode: FLAG,
  isTotpEnabled: FLAG,
  enableSignInDetection: orNull(FLAG),
  roles: arrayOf(RoleSchema),
  languageCode: TEXT,
  timeZoneId: orNull(TEXT),
  createdDate: INSTANT,
  modifiedDate: INSTANT,
});

export const UserBaseSchema = objectSchema<ReturnType<typeof userBaseView>>('UserBase', {
  id: ID,
  code: TEXT,
  avatar: orNull(TEXT),
  packageId: NULL,
  packageCode: NULL,
  emailAddress: orNull(TEXT),
  phoneNumber: orNull(TEXT),
  nickName: orNull(TEXT),
  roles: { ...arrayOf(TEXT), description: 'Role codes.' },
});
