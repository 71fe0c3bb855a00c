import { Injectable } from '@nestjs/common';
import { In, Not } from 'typeorm';
import { type BrandId, isUuid } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { DeviceEntity } from '../devices/device.entity';
import { UserEntity } from '../users/user.entity';
import type { Audience } from './audience';

/** Keeps of an audience's ids those that name something of the brand: what is kept of a push names nobody else. */
@Injectable()
export class AudienceNamesRepository {
  async known(store: Store, brandId: BrandId, { userIds, deviceIds, ...rest }: Audience): Promise<Audience> {
    // What is no id names nothing (JFW-FMT-01).
    const named = (uids: readonly string[]) => ({ brandId, uid: In(uids.filter(isUuid)) });
    const shape = { select: { uid: true }, order: { id: 'ASC' } } as const;
    const users = userIds && { ...named(userIds), status: Not('Deleted' as const) };
    const devices = deviceIds && named(deviceIds);
    return {
      ...rest,
      ...(users ? { userIds: uidsOf(await store.find(UserEntity, { where: users, ...shape })) } : {}),
      ...(devices ? { deviceIds: uidsOf(await store.find(DeviceEntity, { where: devices, ...shape })) } : {}),
    };
  }
}

function uidsOf(rows: readonly { readonly uid: string }[]): string[] {
  return rows.map(({ uid }) => uid);
}
