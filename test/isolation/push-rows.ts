import { UserDeviceEntity } from '../../src/core/devices/user-device.entity';
import { FarewellEntity } from '../../src/core/farewells/farewell.entity';
import { PushChannelRepository } from '../../src/core/push/push-channel.repository';
import { PushChannels } from '../../src/core/push/push-channels';
import { PushDeliveryEntity } from '../../src/core/pushes/push-delivery.entity';
import { PushEntity } from '../../src/core/pushes/push.entity';
import { type LinkId, type PushId, uuidv7 } from '../../src/kernel/ids';
import { serviceAccount } from '../support/service-account';
import type { Belongings } from './belongings';

/** A service account for somebody's brand, as if Google had accepted it. */
export async function makePushChannel(own: Belongings): Promise<void> {
  const { app } = own.gateway.gateway;
  const by = { modifiedBy: null, testedAt: own.now };
  const { channel } = app.get(PushChannels).sealed(own.brand.id, serviceAccount(own.mark), by);
  await own.write((store) => app.get(PushChannelRepository).replace(store, channel));
}

/** A push of the brand's to somebody's device, still under way, and a farewell to it. */
export async function makePush(own: Belongings) {
  await own.keys();
  const { mark, now, gateway } = own;
  const { store } = gateway;
  const brandId = own.brand.id;
  const { id: linkId } = await store.findOneByOrFail(UserDeviceEntity, { brandId, userId: own.user.id });
  const [pushId, deliveryId] = [uuidv7(now), uuidv7(now)];
  const { identifiers } = await store.insert(PushEntity, {
    ...{ uid: pushId, brandId, idempotencyKey: `push-${mark}`, requestHash: Buffer.alloc(32), audience: { tag: mark } },
    ...{ state: 'sending', lastLinkId: 0 as LinkId, recipients: 1, createdBy: own.user.id, createdAt: now },
    ...{ expiresAt: now + YEAR_MS, finishedAt: null },
  });
  const delivery = { reason: `reason-${mark}`, attempts: 1, lease: null, messageId: `message-${mark}` };
  await store.insert(PushDeliveryEntity, {
    ...{ uid: deliveryId, brandId, pushId: Number(identifiers[0]?.['id']) as PushId, linkId, state: 'accepted' },
    ...{ ...delivery, nextAttemptAt: now, createdAt: now, acceptedAt: now, confirmedAt: null },
  });
  await store.insert(FarewellEntity, {
    ...{ uid: uuidv7(now), brandId, linkId, cause: 'device-removed', state: 'delivered', reason: `farewell-${mark}` },
    ...{ createdAt: now, deliveredAt: now, confirmedAt: null, expiresAt: now + YEAR_MS },
  });
  return { pushId, deliveryId };
}

const YEAR_MS = 365 * 86_400_000;

/** How many pushes the brand has. */
export function pushesOf({ gateway, brand }: Belongings): Promise<number> {
  return gateway.store.countBy(PushEntity, { brandId: brand.id });
}
