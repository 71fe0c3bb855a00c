import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { BrandId, LinkId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { UserDeviceEntity } from './user-device.entity';

/** Push tokens that Google knows no more. */
@Injectable()
export class TokenDeathRepository {
  /**
   * A late error for an old token never touches a newer one: the digest of what was sent must still be there
   * (JFW-PSH-04).
   * @returns false when the link holds another token by now, or this one was found dead before
   */
  async invalidate(store: Store, brandId: BrandId, id: LinkId, sent: Buffer): Promise<boolean> {
    const holder = { brandId, id, pushTokenHash: sent, tokenStatus: In(['active', 'stale']) };
    const { affected } = await store.update(UserDeviceEntity, holder, { tokenStatus: 'invalid' });
    return affected === 1;
  }
}
