import { DELIVERY_STATES } from '../../../core/pushes/push-delivery.entity';
import { FAREWELL_STATES } from '../../../core/farewells/farewell.entity';
import { closedObject, ID, INSTANT, objectSchema, oneOf, orNull, TEXT, WHOLE_NUMBER } from '../../wire/schema';
import type { countedPushView, deliveryView, farewellView, pushView } from '../views/push.view';

const COUNT = { ...WHOLE_NUMBER, minimum: 0 };

export const PushSentSchema = objectSchema<{ messageId: string }>('PushSent', {
  messageId: { ...TEXT, description: "Google's name of the message: it took it, which is not yet its arrival." },
});

export const PushReachSchema = objectSchema<{ devices: number }>('PushReach', {
  devices: { ...COUNT, description: 'Devices that a message would reach now.' },
});

const PUSH = {
  id: ID,
  state: {
    ...oneOf(['spreading', 'sending', 'done', 'cancelled', 'expired']),
    description: '`spreading` while whom it goes to is written down; then `recipients` still grows.',
  },
  idempotencyKey: orNull(TEXT),
  audience: { type: 'object', additionalProperties: true, description: 'As it was asked for.' },
  recipients: COUNT,
  createdDate: INSTANT,
  expiresDate: { ...INSTANT, description: 'After this nothing of it is sent any more.' },
  finishedDate: orNull(INSTANT),
} as const;

export const PushSchema = objectSchema<ReturnType<typeof pushView>>('Push', PUSH);

export const CountedPushSchema = objectSchema<ReturnType<typeof countedPushView>>('CountedPush', {
  ...PUSH,
  deliveries: closedObject(Object.fromEntries(DELIVERY_STATES.map((state) => [state, COUNT]))),
});

export const PushDeliverySchema = objectSchema<ReturnType<typeof deliveryView>>('PushDelivery', {
  id: ID,
  userId: orNull(ID),
  deviceId: orNull(ID),
  state: {
    ...oneOf(DELIVERY_STATES),
    description:
      '`accepted`: Google took it. `confirmed`: the app said that it came. `failed`: Google does not take the message, ' +
      'or not in ten tries. `unreached`: there was no device to send it to, or not in time.',
  },
  reason: { ...orNull(TEXT), description: "Why, or why not yet; a code of Google's or of the gateway's." },
  attempts: COUNT,
  messageId: { ...orNull(TEXT), description: "Google's name of the message." },
  createdDate: INSTANT,
  acceptedDate: orNull(INSTANT),
  confirmedDate: orNull(INSTANT),
});

export const FarewellSchema = objectSchema<ReturnType<typeof farewellView>>('Farewell', {
  id: ID,
  deviceId: ID,
  deviceName: TEXT,
  cause: oneOf(['device-removed', 'session-ended', 'signed-out-everywhere', 'user-removed']),
  state: {
    ...oneOf(FAREWELL_STATES),
    description:
      '`delivered`: Google took it. `confirmed`: the app said that it came. `unreached`: neither, and nothing is tried any more.',
  },
  reason: orNull(TEXT),
  createdDate: INSTANT,
  deliveredDate: orNull(INSTANT),
  confirmedDate: orNull(INSTANT),
  expiresDate: { ...INSTANT, description: 'Google lets go of it by then.' },
});
