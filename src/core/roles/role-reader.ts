import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { BrandId, UserId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import { ServiceRepository } from '../services/service.repository';
import type { RoleEntity } from './role.entity';
import type { UserType } from './permission';
import { RoleRepository, userTypeOf } from './role.repository';
import type { RoleServiceEntity } from './role-service.entity';
import { RoleServiceRepository } from './role-service.repository';

/** What a role may do with a service, which has a public id unless all are meant. */
export interface ShownAccess {
  readonly access: RoleServiceEntity;
  readonly serviceUid: string | null;
}

/** Reads single roles. */
@Injectable()
export class RoleReader {
  constructor(
    private readonly database: Database,
    private readonly roles: RoleRepository,
    private readonly access: RoleServiceRepository,
    private readonly services: ServiceRepository,
  ) {}

  /** @throws BrandgateError role.not-found */
  async get(brandId: BrandId, uid: string): Promise<RoleEntity> {
    const role = await this.roles.findByUid(this.database.store, brandId, uid);
    if (!role) throw new BrandgateError('role.not-found');
    return role;
  }

  /** What somebody is in their brand. */
  async typeOf(brandId: BrandId, userId: UserId): Promise<UserType> {
    return userTypeOf(await this.roles.listOfUser(this.database.store, brandId, userId));
  }

  /** @throws BrandgateError role.not-found */
  async accessOf(brandId: BrandId, uid: string): Promise<ShownAccess[]> {
    const { store } = this.database;
    const rows = await this.access.listOfRole(store, await this.get(brandId, uid));
    const ids = rows.flatMap(({ serviceId }) => serviceId ?? []);
    const services = new Map((await this.services.listByIds(store, brandId, ids)).map((s) => [s.id, s.uid]));
    return rows.map((access) => {
      return { access, serviceUid: access.serviceId === null ? null : (services.get(access.serviceId) ?? null) };
    });
  }
}
