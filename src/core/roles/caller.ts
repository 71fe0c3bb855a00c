import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { BrandId, UserId } from '../../kernel/ids';
import type { Permission } from './permission';

/** A signed-in caller as the brand sees them that the request acts on (JFW-CAL-03). */
export interface Caller {
  /** The brand acted on; the caller's own unless they cross. */
  readonly brandId: BrandId;
  /** Null for a caller from another brand, who is nobody's "self" here. */
  readonly self: { readonly id: UserId; readonly uid: string } | null;
  readonly permissions: ReadonlySet<Permission>;
}

export function isSelf({ self }: Caller, userUid: string): boolean {
  return self?.uid === userUid;
}

/**
 * Own matters need no permission, those of others do; judged before anything is looked up (JFW-ADM-06, -08).
 * @throws BrandgateError access.denied
 */
export function requireSelfOr(caller: Caller, userUid: string, permission: Permission): void {
  if (!isSelf(caller, userUid) && !caller.permissions.has(permission)) throw new BrandgateError('access.denied');
}
