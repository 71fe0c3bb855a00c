import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import type { BrandId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { NO_TOKEN } from './push-token';
import { UserDeviceEntity } from './user-device.entity';

/** Signs devices out by the brand, where nobody is left signed in. */
@Injectable()
export class DepartureRepository {
  /** Takes their push tokens away too: those belong to whoever signs in on them next (§14 of the contract). */
  async leaveAll(store: Store, brandId: BrandId, now: number): Promise<void> {
    await store
      .createQueryBuilder()
      .update(UserDeviceEntity)
      .set({ ...NO_TOKEN, loggedOutAt: () => 'COALESCE(logged_out_at, :now)' })
      .where({ brandId, deletedAt: IsNull() })
      .setParameter('now', now)
      .execute();
  }
}
