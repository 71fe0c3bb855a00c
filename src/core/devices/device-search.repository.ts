import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import { type ListPage, type ListRequest, narrowToKeywords, narrowToText, readPage } from '../../storage/list-page';
import { UserEntity } from '../users/user.entity';
import { DeviceEntity } from './device.entity';
import { UserDeviceEntity } from './user-device.entity';

/** What a list of devices is narrowed to; absent members narrow nothing (jfw.md, EP-37). */
export interface DeviceFilter {
  /** Public id of a user with a living link. */
  readonly userUid?: string | undefined;
  readonly code?: string | undefined;
  readonly type?: string | undefined;
  readonly name?: string | undefined;
  readonly status?: string | undefined;
  readonly countryCode?: string | undefined;
  readonly isMobileApp?: boolean | undefined;
  readonly testMode?: boolean | undefined;
  /** A part of the code or the name. */
  readonly keywords?: string | undefined;
}

/** Columns that a list can be sorted by, by the names the outside knows them under. */
export const DEVICE_SORTS = {
  id: 'id',
  code: 'code',
  type: 'type',
  name: 'name',
  osDevice: 'osDevice',
  appVersionNumber: 'appVersionNumber',
  status: 'status',
  createdDate: 'createdAt',
  modifiedDate: 'modifiedAt',
} as const satisfies Record<string, keyof DeviceEntity>;

type Devices = SelectQueryBuilder<DeviceEntity>;

/** Lists of a brand's devices, read page by page. */
@Injectable()
export class DeviceSearchRepository {
  constructor(private readonly database: Database) {}

  async find(
    brandId: BrandId,
    { filter, page, sort }: ListRequest<DeviceFilter, keyof typeof DEVICE_SORTS>,
  ): Promise<ListPage<DeviceEntity>> {
    const query = this.database.store.createQueryBuilder(DeviceEntity, 'd').where('d.brandId = :brandId', { brandId });
    narrowToUser(query, filter.userUid);
    narrow(query, filter);
    return readPage(query, DEVICE_SORTS[sort.field], { page, sort });
  }
}

function narrow(query: Devices, filter: DeviceFilter): void {
  // Codes keep their case, every other text is compared without it (JFW-FMT-11).
  if (filter.code !== undefined) query.andWhere('d.code = :code', { code: filter.code });
  for (const member of ['type', 'name', 'status', 'countryCode'] as const) {
    narrowToText(query, member, filter[member]);
  }
  for (const member of ['isMobileApp', 'testMode'] as const) {
    const flag = filter[member];
    if (flag !== undefined) query.andWhere(`d.${member} = :${member}`, { [member]: flag });
  }
  narrowToKeywords(query, ['code', 'name'], filter.keywords);
}

function narrowToUser(query: Devices, userUid: string | undefined): void {
  if (userUid === undefined) return;
  const link = 'l.brandId = d.brandId AND l.deviceId = d.id AND l.deletedAt IS NULL';
  query
    .innerJoin(UserDeviceEntity, 'l', link)
    .innerJoin(UserEntity, 'u', 'u.brandId = l.brandId AND u.id = l.userId AND u.uid = :userUid', { userUid });
}
