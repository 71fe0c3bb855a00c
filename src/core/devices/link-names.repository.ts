import { Injectable } from '@nestjs/common';
import type { BrandId, LinkId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { UserEntity } from '../users/user.entity';
import { DeviceEntity } from './device.entity';
import { UserDeviceEntity } from './user-device.entity';

/** Whose link with which device; both by their public ids, since a link has none of its own. */
export interface LinkName {
  readonly userUid: string;
  readonly deviceUid: string;
}

/** What the outside knows links by. */
@Injectable()
export class LinkNamesRepository {
  async of(store: Store, brandId: BrandId, ids: readonly LinkId[]): Promise<ReadonlyMap<number, LinkName>> {
    if (ids.length === 0) return new Map();
    const rows = await store
      .createQueryBuilder(UserDeviceEntity, 'l')
      .innerJoin(UserEntity, 'u', 'u.brandId = l.brandId AND u.id = l.userId')
      .innerJoin(DeviceEntity, 'd', 'd.brandId = l.brandId AND d.id = l.deviceId')
      .where('l.brandId = :brandId AND l.id IN (:...ids)', { brandId, ids: [...ids] })
      .select(['l.id AS id', 'u.uid AS userUid', 'd.uid AS deviceUid'])
      .getRawMany<LinkName & { id: number | string }>();
    return new Map(rows.map(({ id, userUid, deviceUid }) => [Number(id), { userUid, deviceUid }]));
  }
}
