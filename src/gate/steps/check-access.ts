import { Injectable } from '@nestjs/common';
import { AuditBuffer } from '../../core/audit/audit-buffer';
import type { SessionSnapshot } from '../../core/auth-keys/session-snapshot';
import { BrandDirectory } from '../../core/brands/brand-directory';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import type { Permission } from '../../core/roles/permission';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import { parseBrandUrl } from '../../kernel/hosts/brand-url';
import type { Step } from '../gate';
import type { Passage } from '../passage';

/** Whom the request acts on, and whether the caller may (§6 of the native contract): headers name the caller, the body the target. */
@Injectable()
export class CheckAccess implements Step {
  readonly name = 'check-access';

  constructor(
    private readonly directory: BrandDirectory,
    private readonly audit: AuditBuffer,
  ) {}

  run(passage: Passage): void | Promise<void> {
    const named = passage.arrival.brand.body;
    if (named !== undefined) return this.checkTarget(passage, named);
    checkPermission(passage);
  }

  private async checkTarget(passage: Passage, named: string): Promise<void> {
    const target = await this.find(named);
    const own = passage.brandOrThrow;
    if (target.id !== own.id) {
      await this.requireCrossing(passage, target);
      passage.target = target;
    }
    checkPermission(passage);
  }

  private async find(named: string): Promise<BrandSnapshot> {
    const parsed = parseBrandUrl(named);
    if (parsed.kind !== 'host') throw new BrandgateError('brand.url-invalid');
    const brand = await this.directory.findByDomain(parsed.keys);
    if (!brand) throw new BrandgateError('brand.not-found');
    return brand;
  }

  private async requireCrossing(passage: Passage, target: BrandSnapshot): Promise<void> {
    const { requirement, session } = passage;
    // Without a caller nobody can have the right to cross; ignoring the name would act in another brand (JFW-CAL-07).
    if (session === null) throw new BrandgateError('brand.cross');
    const permission = requirement.permission ?? requirement.selfOr;
    if (requirement.level === 'user' && permission === undefined && requirement.mayCross !== true) {
      throw invalidField('brandUrl', 'brandUrl must name your own brand here.');
    }
    const isSuperAdmin = session.type === 'SuperAdmin';
    if (!isSuperAdmin && !(await this.mayCross(session, target, permission))) throw new BrandgateError('brand.cross');
    if (target.status !== 'Active' && !isSuperAdmin) throw new BrandgateError('brand.inactive');
    const crossing = { event: 'brand.crossed' as const, target: { type: 'brand', id: target.uid } };
    this.audit.add(passage.auditOrigin, crossing);
    this.audit.add({ ...passage.auditOrigin, brandId: target.id, actorUserId: null }, crossing);
  }

  /** Into brands below the own one, with the permission that the endpoint asks for (JFW-CAL-04). */
  private mayCross(session: SessionSnapshot, target: BrandSnapshot, permission: Permission | undefined) {
    const isPermitted = permission === undefined || session.permissions.has(permission);
    return isPermitted && this.directory.isAncestor(session.brandId, target);
  }
}

function checkPermission({ requirement, session }: Passage): void {
  if (requirement.level !== 'user' || session === null) return;
  const { permission } = requirement;
  if (session.scope !== 'full') throw new BrandgateError('access.denied');
  if (permission !== undefined && !session.permissions.has(permission)) throw new BrandgateError('access.denied');
}
