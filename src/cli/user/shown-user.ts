import { userTypeOf } from '../../core/roles/role.repository';
import type { UserWithRoles } from '../../core/users/user-lookup';
import { instantText } from '../shell/instant-text';

const orNull = (instant: number | null): string | null => (instant === null ? null : instantText(instant));

/** A user as the command line shows them; an automatic lock that lasts counts as Locked. */
export function shownUser({ user, roles }: UserWithRoles, now: number) {
  const isLocked = user.status === 'Active' && user.lockedUntil !== null && user.lockedUntil > now;
  const { username, emailAddress, phoneNumber, firstName, lastName, isEmailVerified } = user;
  return {
    id: user.uid,
    number: user.number,
    ...{ username, emailAddress, phoneNumber, firstName, lastName },
    type: userTypeOf(roles),
    roles: roles.filter(({ kind }) => kind !== 'BuiltIn').map(({ code }) => code),
    status: isLocked ? 'Locked' : user.status,
    lockedUntil: isLocked ? orNull(user.lockedUntil) : null,
    isEmailVerified,
    hasPassword: user.passwordHash !== null,
    lastLoginAt: orNull(user.lastLoginAt),
    createdAt: instantText(user.createdAt),
  };
}
