import { Injectable } from '@nestjs/common';
import { AuditBuffer } from '../../core/audit/audit-buffer';
import type { SessionSnapshot } from '../../core/auth-keys/session-snapshot';
import { BrandDirectory } from '../../core/brands/brand-directory';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { GatewaySettings } from '../../core/gateway-settings/gateway-settings';
import type { Permission } from '../../core/roles/permission';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import type { Reason } from '../../kernel/errors/reasons';
import { parseBrandUrl } from '../../kernel/hosts/brand-url';
import type { Step } from '../gate';
import type { Passage } from '../passage';

/**
 * Whom the request acts on, and whether the caller may (§6 of the native contract): headers name the caller, the body
 * or the path the target.
 */
@Injectable()
export class CheckAccess implements Step {
  readonly name = 'check-access';

  constructor(
    private readonly directory: BrandDirectory,
    private readonly settings: GatewaySettings,
    private readonly audit: AuditBuffer,
  ) {}

  run(passage: Passage): void | Promise<void> {
    const { brandInPath, arrival } = passage;
    if (brandInPath !== null) return this.checkPath(passage, brandInPath);
    if (arrival.brand.body !== undefined) return this.checkBody(passage, arrival.brand.body);
    checkPermission(passage);
    passage.showsMore = holdsMore(passage);
  }

  private async checkBody(passage: Passage, named: string): Promise<void> {
    const target = await this.findByUrl(named);
    if (target.id !== passage.brandOrThrow.id) {
      await this.requireCrossing(passage, target);
      passage.target = target;
    }
    checkPermission(passage);
    passage.showsMore = holdsMore(passage);
  }

  /** An id in the path names the target as `brandUrl` does, and the two may not differ (JFW-CAL-09). */
  private async checkPath(passage: Passage, uid: string): Promise<void> {
    // What the caller lacks does not depend on the target, so it is told before the target is looked up (JFW-ADM-06).
    checkPermission(passage);
    const target = await this.directory.findByUid(uid);
    if (!target) throw new BrandgateError('brand.not-found', { reason: 'brand-id-unknown' });
    const { body: named } = passage.arrival.brand;
    if (named !== undefined && (await this.findByUrl(named)).id !== target.id) {
      throw invalidField('brandUrl', 'brandUrl must name the brand of the path.');
    }
    passage.target = target;
    if (target.id === passage.brandOrThrow.id) passage.showsMore = holdsMore(passage);
    else if (passage.requirement.level === 'user') await this.requireCrossing(passage, target);
    else passage.showsMore = await this.mayLookInto(passage, target);
  }

  private async findByUrl(named: string): Promise<BrandSnapshot> {
    const facts = { source: 'brandUrl of body or query' };
    const parsed = parseBrandUrl(named, { allowIpLiterals: this.settings.current.allowIpLiteralBrands });
    if (parsed.kind !== 'host') throw new BrandgateError('brand.url-invalid', { reason: 'brand-text-invalid', facts });
    const brand = await this.directory.findByDomain(parsed.keys);
    if (!brand) throw new BrandgateError('brand.not-found', { reason: 'brand-unknown', facts });
    return brand;
  }

  private async requireCrossing(passage: Passage, target: BrandSnapshot): Promise<void> {
    const { requirement, session } = passage;
    // Without a caller nobody can have the right to cross; ignoring the name would act in another brand (JFW-CAL-07).
    if (session === null) throw new BrandgateError('brand.cross', { reason: 'cross-unsigned' });
    const permission = requirement.permission ?? requirement.selfOr;
    if (requirement.level === 'user' && permission === undefined && requirement.mayCross !== true) {
      throw invalidField('brandUrl', 'brandUrl must name your own brand here.');
    }
    if (!(await this.mayCross(session, target, permission))) {
      throw new BrandgateError('brand.cross', crossingReason(session, permission));
    }
    requireOpen(target, session);
    this.noteCrossing(passage, target);
  }

  /** Anybody may look at another brand from outside; whoever may see more of it crosses (JFW-ADM-09). */
  private async mayLookInto(passage: Passage, target: BrandSnapshot): Promise<boolean> {
    const { session, requirement } = passage;
    requireOpen(target, session);
    const isCrossing =
      session !== null && holdsMore(passage) && (await this.mayCross(session, target, requirement.moreWith));
    if (isCrossing) this.noteCrossing(passage, target);
    return isCrossing;
  }

  /** A SuperAdmin anywhere, others into brands below the own one, with the permission that is asked for (JFW-CAL-04). */
  private async mayCross(session: SessionSnapshot, target: BrandSnapshot, permission: Permission | undefined) {
    if (session.type === 'SuperAdmin') return true;
    const isPermitted = permission === undefined || session.permissions.has(permission);
    return isPermitted && this.directory.isAncestor(session.brandId, target);
  }

  /** Each crossing stands in the trails of both brands; in the target's the caller is nobody (JFW-CAL-04). */
  private noteCrossing({ auditOrigin }: Passage, target: BrandSnapshot): void {
    const crossing = { event: 'brand.crossed' as const, target: { type: 'brand', id: target.uid } };
    this.audit.add(auditOrigin, crossing);
    this.audit.add({ ...auditOrigin, brandId: target.id, actorUserId: null }, crossing);
  }
}

/** JFW-CAL-05. */
function requireOpen(target: BrandSnapshot, session: SessionSnapshot | null): void {
  if (target.status === 'Active' || session?.type === 'SuperAdmin') return;
  throw new BrandgateError('brand.inactive', { reason: 'target-inactive' });
}

function checkPermission({ requirement, session }: Passage): void {
  if (requirement.level !== 'user' || session === null) return;
  const { permission } = requirement;
  const { scope, permissions } = session;
  if (scope !== 'full') throw new BrandgateError('access.denied', { reason: 'session-scope', facts: { scope } });
  if (permission === undefined || permissions.has(permission)) return;
  throw new BrandgateError('access.denied', { reason: 'permission-missing', facts: { permission } });
}

/** Which of the two is missing, for the operator. */
function crossingReason({ permissions }: SessionSnapshot, permission: Permission | undefined): Reason {
  const isPermitted = permission === undefined || permissions.has(permission);
  return isPermitted ? { reason: 'cross-not-below' } : { reason: 'permission-missing', facts: { permission } };
}

function holdsMore({ requirement, session }: Passage): boolean {
  const { moreWith } = requirement;
  return moreWith !== undefined && session?.scope === 'full' && session.permissions.has(moreWith);
}
