import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { type ServiceAccess, trimSlashes } from '../../core/roles/access-evaluator';
import type { Caller } from '../../core/roles/caller';
import { RoleAuthority } from '../../core/roles/role-authority';
import { RoleRepository } from '../../core/roles/role.repository';
import { RoleServiceRepository } from '../../core/roles/role-service.repository';
import { ServiceRepository } from '../../core/services/service.repository';
import { invalidField } from '../../kernel/errors/brandgate-error';

/** What a role may do with services, by their public ids; null stands for all of them. */
export type AccessDraft = Omit<ServiceAccess, 'serviceId'> & { readonly serviceUid: string | null };

/** A path of a service, a path with all below it, or everything; never a list of ids, which counts for nothing. */
const COMPONENT = /^(?:\*|[^*()\p{Cc}]*|[^*()\p{Cc}]+\/\*)$/u;

/** Says what a custom role may do with services (DF-ACC-05); the list takes the place of the one before. */
@Injectable()
export class GrantAccessFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly roles: RoleRepository,
    private readonly access: RoleServiceRepository,
    private readonly services: ServiceRepository,
    private readonly authority: RoleAuthority,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError request.invalid, access.denied, role.not-found, role.built-in, service.not-found */
  async run(actor: Actor, caller: Caller, roleUid: string, drafts: readonly AccessDraft[], now: number): Promise<void> {
    const { brandId } = caller;
    await this.transaction.run(async (store, revoke) => {
      await this.authority.requireOverServices(store, caller);
      const cleaned = drafts.map(clean);
      const role = await this.roles.lockOne(store, brandId, roleUid);
      await this.authority.requireOverRole(store, caller, role);
      const uids = drafts.flatMap(({ serviceUid }) => serviceUid ?? []);
      const ids = await this.services.idsOf(store, brandId, uids);
      await revoke('brand', brandId, brandId);
      const wanted = cleaned.map(({ serviceUid, ...rest }) => {
        return { ...rest, serviceId: serviceUid === null ? null : (ids.get(serviceUid) ?? null) };
      });
      await this.access.replace(store, role, wanted, now);
      const event = { event: 'role.updated' as const, target: { type: 'role', id: roleUid } };
      await this.audit.record(store, originIn(brandId, actor), { ...event, details: { services: cleaned } });
    });
  }
}

/** A row that could never count is a mistake, and is told as one. @throws BrandgateError request.invalid */
function clean(draft: AccessDraft): AccessDraft {
  const component = trimSlashes(draft.component.trim());
  if (!COMPONENT.test(component)) {
    throw invalidField('services', 'A component is a path, a path followed by /*, or *.');
  }
  if (draft.serviceUid === null && component !== '*') {
    throw invalidField('services', 'What counts for all services has the component *.');
  }
  return { ...draft, component };
}
