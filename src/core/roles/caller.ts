import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { BrandId, UserId } from '../../kernel/ids';
import { type Permission, PERMISSIONS, USER_TYPES, type UserType } from './permission';

/** Who asks, as the brand sees them that the request acts on (JFW-CAL-03). */
export interface Caller {
  /** The brand acted on; the caller's own unless they cross. */
  readonly brandId: BrandId;
  /** Null for a caller from another brand, who is nobody's "self" here, and for the command line. */
  readonly self: { readonly id: UserId; readonly uid: string } | null;
  readonly type: UserType;
  readonly permissions: ReadonlySet<Permission>;
}

/** The command line and the gateway itself: whoever may start it may do anything, in any brand. */
export function installationCaller(brandId: BrandId): Caller {
  return { brandId, self: null, type: 'SuperAdmin', permissions: new Set(PERMISSIONS) };
}

export function isSelf({ self }: Caller, userUid: string): boolean {
  return self?.uid === userUid;
}

/**
 * Own matters need no permission, those of others do; judged before anything is looked up (JFW-ADM-06, -08).
 * @throws BrandgateError access.denied
 */
export function requireSelfOr(caller: Caller, userUid: string, permission: Permission): void {
  if (isSelf(caller, userUid) || caller.permissions.has(permission)) return;
  throw new BrandgateError('access.denied', { reason: 'permission-missing', facts: { permission } });
}

/** Nobody acts on a user of a higher tier (JFW-ADM-05). @throws BrandgateError access.denied */
export function requireReach(caller: Caller, target: UserType): void {
  if (USER_TYPES.indexOf(target) <= USER_TYPES.indexOf(caller.type)) return;
  throw new BrandgateError('access.denied', { reason: 'target-tier', facts: { type: target } });
}

/** Nobody changes their own type, roles or status (JFW-ADM-05). @throws BrandgateError access.denied */
export function requireOther(caller: Caller, userUid: string): void {
  if (isSelf(caller, userUid)) throw new BrandgateError('access.denied', { reason: 'target-self' });
}

/** Nobody grants what they lack (JFW-ADM-05). @throws BrandgateError access.denied */
export function requireMayGrant(caller: Caller, permissions: Iterable<Permission>): void {
  for (const permission of permissions) {
    if (caller.permissions.has(permission)) continue;
    throw new BrandgateError('access.denied', { reason: 'grant-beyond-own', facts: { permission } });
  }
}
