import type { LinkName } from '../../../core/devices/link-names.repository';
import type { Audience } from '../../../core/pushes/audience';
import type { DeliveryState, PushDeliveryEntity } from '../../../core/pushes/push-delivery.entity';
import type { PushEntity } from '../../../core/pushes/push.entity';
import type { ListedFarewell } from '../../../flows/list-farewells/list-farewells.flow';
import { instant, instantOrNull } from './instant';

/** A push as a list shows it. */
export function pushView({ uid, state, idempotencyKey, audience, recipients, ...times }: PushEntity) {
  return {
    ...{ id: uid, state, idempotencyKey, audience: audienceView(audience), recipients },
    createdDate: instant(times.createdAt),
    expiresDate: instant(times.expiresAt),
    finishedDate: instantOrNull(times.finishedAt),
  };
}

/** With what became of its deliveries so far. */
export function countedPushView(push: PushEntity, deliveries: Readonly<Record<DeliveryState, number>>) {
  return { ...pushView(push), deliveries };
}

/** @param name null when the link is gone */
export function deliveryView(delivery: PushDeliveryEntity, name: LinkName | null) {
  const { uid, state, reason, attempts, messageId, createdAt, acceptedAt, confirmedAt } = delivery;
  return {
    ...{ id: uid, userId: name?.userUid ?? null, deviceId: name?.deviceUid ?? null },
    ...{ state, reason, attempts, messageId },
    createdDate: instant(createdAt),
    acceptedDate: instantOrNull(acceptedAt),
    confirmedDate: instantOrNull(confirmedAt),
  };
}

export function farewellView({ farewell, device }: ListedFarewell) {
  const { uid, cause, state, reason, createdAt, deliveredAt, confirmedAt, expiresAt } = farewell;
  return {
    ...{ id: uid, deviceId: device.uid, deviceName: device.name, cause, state, reason },
    createdDate: instant(createdAt),
    deliveredDate: instantOrNull(deliveredAt),
    confirmedDate: instantOrNull(confirmedAt),
    expiresDate: instant(expiresAt),
  };
}

function audienceView({ seenFrom, seenTo, ...rest }: Audience) {
  return {
    ...rest,
    ...(seenFrom === undefined ? {} : { seenFrom: instant(seenFrom) }),
    ...(seenTo === undefined ? {} : { seenTo: instant(seenTo) }),
  };
}
