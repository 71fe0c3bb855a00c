import { Injectable } from '@nestjs/common';
import { type AppDraft, AppRegistration, type IssuedApp } from '../../core/apps/app-registration';
import type { AppEntity } from '../../core/apps/app.entity';
import { AppRepository } from '../../core/apps/app.repository';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import type { Caller } from '../../core/roles/caller';
import { RoleAuthority } from '../../core/roles/role-authority';
import { RoleRepository } from '../../core/roles/role.repository';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { RoleId } from '../../kernel/ids';
import type { Store } from '../../storage/database';

/** What the owner of a brand says of an app; the default role by its public id. */
export type AppAttributes = Omit<AppDraft, 'defaultRoleId'> & { readonly defaultRoleUid: string | null };

/** Makes and changes the apps of a brand. */
@Injectable()
export class SaveAppFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly registration: AppRegistration,
    private readonly apps: AppRepository,
    private readonly roles: RoleRepository,
    private readonly authority: RoleAuthority,
    private readonly audit: AuditTrail,
  ) {}

  /** The key is shown this once (DF-KEY-01). @throws BrandgateError access.denied, app.exists, role.not-found, request.invalid */
  async create(actor: Actor, caller: Caller, attributes: AppAttributes, now: number): Promise<IssuedApp> {
    const { brandId } = caller;
    const { defaultRoleUid, ...rest } = attributes;
    return this.transaction.run(async (store) => {
      const defaultRoleId = defaultRoleUid === null ? null : await this.grantable(store, caller, defaultRoleUid);
      const given = { isSystem: false, createdBy: caller.self?.id ?? null, at: now };
      const issued = await this.registration.create(store, brandId, { ...rest, defaultRoleId }, given);
      const { uid, name } = issued.app;
      const details = { name, defaultRole: defaultRoleUid };
      const event = { event: 'app.created' as const, target: { type: 'app', id: uid }, details };
      await this.audit.record(store, originIn(brandId, actor), event);
      return issued;
    });
  }

  /** @throws BrandgateError access.denied, app.not-found, app.exists, app.built-in, role.not-found, request.invalid */
  async update(
    actor: Actor,
    caller: Caller,
    uid: string,
    { defaultRoleUid, ...attributes }: Partial<AppAttributes>,
    now: number,
  ): Promise<AppEntity> {
    const { brandId } = caller;
    return this.transaction.run(async (store, revoke) => {
      const app = await this.apps.lock(store, brandId, uid);
      const isRenamed = attributes.name !== undefined && attributes.name !== app.name;
      if (app.isSystem && isRenamed) throw new BrandgateError('app.built-in');
      const role = defaultRoleUid === undefined ? {} : await this.newDefault(store, caller, app, defaultRoleUid);
      await revoke('app', brandId, app.id);
      const changes = { ...attributes, ...role, modifiedBy: caller.self?.id ?? null, modifiedAt: now };
      await this.apps.update(store, app, changes);
      const details = { ...attributes, ...(defaultRoleUid === undefined ? {} : { defaultRole: defaultRoleUid }) };
      const event = { event: 'app.updated' as const, target: { type: 'app', id: uid }, details };
      await this.audit.record(store, originIn(brandId, actor), event);
      return { ...app, ...changes };
    });
  }

  private async newDefault(store: Store, caller: Caller, app: AppEntity, roleUid: string | null) {
    if (roleUid === null) return { defaultRoleId: null };
    const role = await this.roles.findByUid(store, caller.brandId, roleUid);
    // Saying again what is so already changes nobody's rights.
    if (role && role.id === app.defaultRoleId) return {};
    return { defaultRoleId: await this.grantable(store, caller, roleUid) };
  }

  /** Whoever has no role of their own in the app gets this one: nobody gives what they lack (JFW-ADM-05). */
  private async grantable(store: Store, caller: Caller, roleUid: string): Promise<RoleId> {
    await this.authority.requireOverServices(store, caller);
    const role = await this.roles.lockOne(store, caller.brandId, roleUid);
    this.authority.requireGrantable(caller, role, 'defaultRoleId');
    return role.id;
  }
}
