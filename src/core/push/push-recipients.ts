import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { BrandId } from '../../kernel/ids';
import type { PushTarget } from '../../ports/push-transport.port';
import { Database } from '../../storage/database';
import { DeviceRepository } from '../devices/device.repository';
import type { LinkName } from '../devices/link-names.repository';
import { UserRepository } from '../users/user.repository';
import type { SentLink } from './push-consequences';
import { type Reach, ReachRepository } from './reach.repository';

/** One device of one user that a message can go to. */
export interface PushRecipient {
  readonly link: SentLink;
  readonly target: PushTarget;
}

/** Whom a single message reaches (JFW-PSH-06). */
@Injectable()
export class PushRecipients {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly devices: DeviceRepository,
    private readonly reach: ReachRepository,
  ) {}

  /**
   * By the token that the link holds, active or stale.
   * @throws BrandgateError user.not-found, device.not-found, push.not-registered
   */
  async get(brandId: BrandId, { userUid, deviceUid }: LinkName, now: number): Promise<PushRecipient> {
    const { store } = this.database;
    const user = await this.users.findByUid(store, brandId, userUid);
    if (!user) throw new BrandgateError('user.not-found');
    const device = await this.devices.findByUid(store, brandId, deviceUid);
    const link = device && (await this.devices.findLink(store, { brandId, userId: user.id, deviceId: device.id }));
    if (!link || link.deletedAt !== null) throw new BrandgateError('device.not-found');
    const [reach] = await this.reach.find(store, brandId, [link.id], now);
    const recipient = reach && recipientOf(reach, {}, { withStale: true });
    if (!recipient) throw new BrandgateError('push.not-registered');
    return recipient;
  }
}

/** Null where something stands between. @param data what tells this delivery from others */
export function recipientOf(
  reach: Reach,
  data: PushTarget['data'],
  { withStale }: { readonly withStale: boolean },
): PushRecipient | null {
  const { id, brandId, deviceId, obstacle, pushToken: token, pushTokenHash, tokenKind: kind } = reach;
  const isReached = obstacle === null || (withStale && obstacle === 'token-stale');
  if (!isReached || token === null || pushTokenHash === null) return null;
  return { link: { id, brandId, deviceId, pushTokenHash }, target: { token, kind, data } };
}
