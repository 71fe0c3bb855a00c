import type { HeldRole } from '../../../core/roles/role.repository';
import { userTypeOf } from '../../../core/roles/role.repository';
import type { SnapshotUser } from '../../../core/auth-keys/session-snapshot';
import { instant, instantOrNull } from './instant';

/** JFW's Role (jfw.md §23). */
export function roleView(role: HeldRole) {
  return {
    id: role.uid,
    guid: role.uid,
    parentBrandId: null,
    code: role.code,
    name: role.name,
    description: role.description,
    tags: null,
    type: role.kind,
    isActive: role.isActive,
    permissions: role.permissions,
    createdDate: instant(role.createdAt),
    modifiedDate: instant(role.modifiedAt),
  };
}

/** Members JFW has for features that do not exist here, with the constant its typed clients can parse. */
const OUT_OF_SCOPE = {
  tags: null,
  themeStyle: null,
  riskMark: null,
  parentUser: null,
  package: null,
  packageId: null,
  expiryDate: null,
  referralCode: null,
  isUserIntegration: false,
  isUserVerified: false,
  isSystem: false,
  testMode: false,
  isTotpEnabled: false,
  enableSignInDetection: null,
} as const;

/** JFW's User (jfw.md §23). @param brandUid public id of the user's brand */
export function userView(user: SnapshotUser, roles: readonly HeldRole[], brandUid: string, now: number) {
  const isLocked = user.lockedUntil !== null && user.lockedUntil > now && user.status === 'Active';
  return {
    id: user.uid,
    brandId: brandUid,
    code: user.code,
    username: user.username,
    emailAddress: user.emailAddress,
    phoneNumber: user.phoneNumber,
    firstName: user.firstName,
    lastName: user.lastName,
    nickName: user.nickName,
    avatar: user.avatar,
    website: user.website,
    bio: user.bio,
    type: userTypeOf(roles),
    status: isLocked ? ('Locked' as const) : user.status,
    lockedUntil: isLocked ? instantOrNull(user.lockedUntil) : null,
    lastLoginAt: instantOrNull(user.lastLoginAt),
    isEmailAddressVerified: user.isEmailVerified,
    ...OUT_OF_SCOPE,
    roles: roles.map(roleView),
    languageCode: user.languageCode,
    timeZoneId: user.timeZoneId,
    createdDate: instant(user.createdAt),
    modifiedDate: instant(user.modifiedAt),
  };
}
