import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { type Caller, requireMayGrant, requireReach } from './caller';
import { SEEDED_PERMISSIONS, USER_TYPES, type UserType } from './permission';

/** The type of this name, which keeps its case. @throws BrandgateError user.type-invalid */
export function userTypeOfName(name: string): UserType {
  const type = USER_TYPES.find((known) => known === name);
  if (type === undefined) throw new BrandgateError('user.type-invalid');
  return type;
}

/**
 * Whether the caller may make somebody this type: none above their own, none that may what they may not (JFW-ADM-04, -05),
 * and a SuperAdmin in the platform brand alone (JFW-ADM-03).
 * @throws BrandgateError access.denied, user.type-invalid
 */
export function requireMayGiveType(caller: Caller, type: UserType, isPlatform: boolean): void {
  requireReach(caller, type);
  requireMayGrant(caller, SEEDED_PERMISSIONS[type]);
  if (type === 'SuperAdmin' && !isPlatform) throw new BrandgateError('user.type-invalid');
}
