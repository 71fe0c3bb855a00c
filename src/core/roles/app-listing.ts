import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import type { ListRequest } from '../../storage/list-page';
import type { AppEntity } from '../apps/app.entity';
import { AppRepository } from '../apps/app.repository';
import { type APP_SORTS, type AppFilter, AppSearchRepository } from '../apps/app-search.repository';
import { RoleRepository } from './role.repository';

/** An app with the public id of its default role. */
export interface ShownApp {
  readonly app: AppEntity;
  readonly defaultRoleUid: string | null;
}

/** Reads apps with what they give to whoever comes with their key alone. */
@Injectable()
export class AppListing {
  constructor(
    private readonly database: Database,
    private readonly apps: AppRepository,
    private readonly search: AppSearchRepository,
    private readonly roles: RoleRepository,
  ) {}

  /** @throws BrandgateError app.not-found */
  async get(brandId: BrandId, uid: string): Promise<ShownApp> {
    return this.withRole(await this.apps.getByUid(this.database.store, brandId, uid));
  }

  async find(
    brandId: BrandId,
    request: ListRequest<AppFilter, keyof typeof APP_SORTS>,
  ): Promise<{ items: ShownApp[]; total: number }> {
    const { items, total } = await this.search.find(brandId, request);
    return { items: await this.withRoles(brandId, items), total };
  }

  async withRole(app: AppEntity): Promise<ShownApp> {
    const [shown] = await this.withRoles(app.brandId, [app]);
    return shown ?? { app, defaultRoleUid: null };
  }

  private async withRoles(brandId: BrandId, apps: readonly AppEntity[]): Promise<ShownApp[]> {
    const ids = [...new Set(apps.flatMap(({ defaultRoleId }) => defaultRoleId ?? []))];
    const uids = new Map((await this.roles.listByIds(this.database.store, brandId, ids)).map((r) => [r.id, r.uid]));
    return apps.map((app) => {
      return { app, defaultRoleUid: app.defaultRoleId === null ? null : (uids.get(app.defaultRoleId) ?? null) };
    });
  }
}
