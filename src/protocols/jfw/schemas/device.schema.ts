import { DEVICE_STATUSES, DEVICE_TYPES } from '../../../core/devices/device.entity';
import { PUSH_TOKEN_KINDS } from '../../../core/devices/push-token';
import { FLAG, ID, INSTANT, objectSchema, oneOf, orNull, TEXT, WHOLE_NUMBER } from '../../wire/schema';
import type { deviceView, userDeviceView } from '../views/device.view';

const IDENTITY = { ...orNull(TEXT), description: 'Null without DEVICE.READ.' };

const DEVICE = {
  id: ID,
  brandId: ID,
  code: TEXT,
  type: oneOf(DEVICE_TYPES),
  name: TEXT,
  osDevice: orNull(TEXT),
  appVersionNumber: orNull(TEXT),
  appVersionFlag: orNull(oneOf(['Unparseable'])),
  avatarURL: orNull(TEXT),
  tags: orNull(TEXT),
  countryCode: orNull(TEXT),
  isMobileApp: FLAG,
  isDefault: FLAG,
  testMode: FLAG,
  status: oneOf(DEVICE_STATUSES),
  phoneNumber: IDENTITY,
  iccid: IDENTITY,
  imsi: IDENTITY,
  imei: IDENTITY,
  simCardInfo: IDENTITY,
  createdDate: INSTANT,
  modifiedDate: INSTANT,
};

export const DeviceSchema = objectSchema<ReturnType<typeof deviceView>>('Device', DEVICE);

export const UserDeviceSchema = objectSchema<ReturnType<typeof userDeviceView>>('UserDevice', {
  ...DEVICE,
  userId: ID,
  deviceId: { ...ID, description: 'Equal to `id`.' },
  token: { ...orNull(TEXT), description: '`...` and its last 8 characters; whole with DEVICE_TOKEN.READ.' },
  tokenKind: orNull(oneOf(PUSH_TOKEN_KINDS)),
  tokenStatus: orNull(oneOf(['active', 'stale', 'invalid'])),
  tokenUpdatedAt: orNull(INSTANT),
  session: orNull(TEXT),
  tags: { ...orNull(TEXT), description: 'Of the link.' },
  userDeviceStatus: oneOf(['Offline', 'Online', 'Deleted']),
  loggedInAt: INSTANT,
  loggedOutAt: orNull(INSTANT),
  lastAccessAt: orNull(INSTANT),
});

export const DeviceCountSchema = objectSchema<{ date: string; quantity: number }>('DeviceCount', {
  date: { type: 'string', pattern: '^\\d{4}-\\d{2}(-\\d{2})?$' },
  quantity: WHOLE_NUMBER,
});
