import { Injectable } from '@nestjs/common';
import { IsNull, type SelectQueryBuilder } from 'typeorm';
import type { BrandId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { DeviceEntity } from './device.entity';
import { NO_TOKEN } from './push-token';
import { UserDeviceEntity } from './user-device.entity';

/** What silence does to a push token: first it is left out of broadcasts, in the end an Android one is dropped. */
export type Ageing = 'stale' | 'dropped';

/** Links whose push token was not heard of for long (JFW-TOK-12). */
@Injectable()
export class SilentTokenRepository {
  /** Links without contact since `before` (epoch ms) that the ageing has still to reach, oldest first. */
  list(store: Store, brandId: BrandId, ageing: Ageing, before: number, limit: number): Promise<UserDeviceEntity[]> {
    const silent = store
      .createQueryBuilder(UserDeviceEntity, 'l')
      .where('l.brandId = :brandId AND l.pushTokenHash IS NOT NULL', { brandId })
      .andWhere('l.tokenUpdatedAt <= :before', { before })
      .andWhere('(l.lastAccessAt IS NULL OR l.lastAccessAt <= :before)', { before })
      .orderBy('l.id')
      .take(limit);
    return ofKind(silent, ageing).getMany();
  }

  /** A contact meanwhile wins: what was seen must still be so. */
  async age(store: Store, link: UserDeviceEntity, ageing: Ageing): Promise<void> {
    const { brandId, id, tokenUpdatedAt, lastAccessAt } = link;
    const seen = { tokenUpdatedAt: tokenUpdatedAt ?? IsNull(), lastAccessAt: lastAccessAt ?? IsNull() };
    const changes = ageing === 'stale' ? ({ tokenStatus: 'stale' } as const) : NO_TOKEN;
    await store.update(UserDeviceEntity, { brandId, id, ...seen }, changes);
  }
}

/** No other system than Android lets a token die of age alone. */
function ofKind(links: SelectQueryBuilder<UserDeviceEntity>, ageing: Ageing): SelectQueryBuilder<UserDeviceEntity> {
  if (ageing === 'stale') return links.andWhere('l.tokenStatus = :status', { status: 'active' });
  const android = "d.brandId = l.brandId AND d.id = l.deviceId AND d.osDevice = 'Android'";
  return links.innerJoin(DeviceEntity, 'd', android);
}
