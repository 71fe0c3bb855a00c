import { Injectable } from '@nestjs/common';
import type { BrandId, UserId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import type { AppSnapshot } from '../apps/app-directory';
import { ServiceRepository } from '../services/service.repository';
import { type AccessVerdict, isUnboundAdmin, judgeAccess, roleInForce, type Verb } from './access-evaluator';
import type { UserType } from './permission';
import { RoleRepository } from './role.repository';
import type { RoleEntity } from './role.entity';
import { RoleServiceRepository } from './role-service.repository';
import { UserAppRoleRepository } from './user-app-role.repository';

/** Who asks for a service, and through which app. */
export interface ServiceCaller {
  readonly brandId: BrandId;
  readonly app: AppSnapshot | null;
  readonly user: { readonly id: UserId; readonly type: UserType } | null;
}

export interface AskedService {
  readonly name: string;
  readonly component: string;
  readonly verb: Verb;
}

/** Whether somebody may reach a service, by the one role that counts for them in an app (DF-ACC-01, -02, -05). */
@Injectable()
export class RoleInForce {
  constructor(
    private readonly database: Database,
    private readonly roles: RoleRepository,
    private readonly access: RoleServiceRepository,
    private readonly ofUsers: UserAppRoleRepository,
    private readonly services: ServiceRepository,
  ) {}

  /** Administrators whom no role in an app binds need neither key nor role (DF-ACC-02). */
  async isUnbound({ brandId, user }: ServiceCaller): Promise<boolean> {
    if (user === null || !isUnboundAdmin(user.type, false)) return false;
    return !(await this.ofUsers.isBound(this.database.store, brandId, user.id));
  }

  async judge(caller: ServiceCaller, { name, component, verb }: AskedService): Promise<AccessVerdict> {
    const { store } = this.database;
    const role = await this.find(caller);
    if (role === null) return judgeAccess(null, { service: null, component, verb });
    const access = await this.access.listOfRole(store, role);
    const found = await this.services.findByName(store, caller.brandId, name);
    const service = found === null ? null : { id: found.id, honoursFilters: isHonouring(found) };
    return judgeAccess({ isActive: role.isActive, access }, { service, component, verb });
  }

  private async find({ brandId, app, user }: ServiceCaller): Promise<RoleEntity | null> {
    if (app === null) return null;
    const { store } = this.database;
    const own =
      user === null ? null : await this.ofUsers.findRoleId(store, { brandId, userId: user.id, appId: app.id });
    const id = roleInForce({ defaultRole: app.defaultRoleId }, own);
    const [role = null] = id === null ? [] : await this.roles.listByIds(store, brandId, [id]);
    return role;
  }
}

/** The gateway's own services have no upstream that could filter. */
function isHonouring({ config }: { readonly config: object }): boolean {
  return 'honoursFilters' in config && config.honoursFilters === true;
}
