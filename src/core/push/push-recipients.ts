import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { BrandId } from '../../kernel/ids';
import type { PushTarget } from '../../ports/push-transport.port';
import { Database } from '../../storage/database';
import { DeviceRepository } from '../devices/device.repository';
import type { LinkName } from '../devices/link-names.repository';
import { pushTokenKind } from '../devices/push-token';
import { UserRepository } from '../users/user.repository';
import type { SentLink } from './push-consequences';

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
  ) {}

  /**
   * By the token that the link holds, active or stale; a sign-out that keeps the token keeps the messages, too.
   * @throws BrandgateError user.not-found, device.not-found, push.not-registered
   */
  async get(brandId: BrandId, { userUid, deviceUid }: LinkName): Promise<PushRecipient> {
    const { store } = this.database;
    const user = await this.users.findByUid(store, brandId, userUid);
    if (!user) throw new BrandgateError('user.not-found');
    const device = await this.devices.findByUid(store, brandId, deviceUid);
    const link = device && (await this.devices.findLink(store, { brandId, userId: user.id, deviceId: device.id }));
    if (!link || link.deletedAt !== null) throw new BrandgateError('device.not-found');
    const { id, deviceId, pushToken: token, pushTokenHash, tokenKind, tokenStatus } = link;
    const isReachable = user.status === 'Active' && (tokenStatus === 'active' || tokenStatus === 'stale');
    if (!isReachable || token === null || pushTokenHash === null) throw new BrandgateError('push.not-registered');
    const target = { token, kind: tokenKind ?? pushTokenKind(token), data: {} };
    return { link: { id, brandId, deviceId, pushTokenHash }, target };
  }
}
