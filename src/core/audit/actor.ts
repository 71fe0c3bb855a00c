import type { BrandId, UserId } from '../../kernel/ids';
import type { AuditOrigin } from './audit-trail';

/** Who has a flow do something: a signed-in user, somebody unknown, or the installation itself. */
export interface Actor {
  readonly brandId: BrandId;
  readonly userId: UserId | null;
  /** Empty when no request stands behind it. */
  readonly address: string;
  readonly userAgent: string | null;
  readonly correlationId: string | null;
}

/** The command line, a worker, the start: nobody stands behind it. @param via what the trail shows in a browser's place */
export function installationActor(brandId: BrandId, via: string): Actor {
  return { brandId, userId: null, address: '', userAgent: via, correlationId: null };
}

/** In the trail of the brand acted on, where a caller from another brand is nobody. */
export function originIn(brandId: BrandId, actor: Actor): AuditOrigin {
  const isOwn = actor.brandId === brandId;
  return originOf({ ...actor, brandId, userId: isOwn ? actor.userId : null });
}

export function originOf(actor: Actor): AuditOrigin {
  const { userId, address, ...rest } = actor;
  return { ...rest, actorUserId: userId, address: address === '' ? null : address };
}
