import { makePushChannel, pushesOf } from '../push-rows';
import { type Cases, fresh, id } from '../route-case';

const DEVICE = { type: 'Mobile', name: 'Phone', osDevice: 'iOS', appVersionNumber: '1.2.3' };

/** Devices and their users (jfw.md §22.3). */
export const DEVICE_CASES: Cases = {
  'POST /api/v1/devices': { body: { ...DEVICE, code: fresh('deviceCode') }, ok: 201, varies: ['id'] },
  'GET /api/v1/devices': [
    { as: 'of a user', query: { userId: id('userId') }, arrange: (own) => own.keys() },
    { as: 'by code', query: { code: id('deviceCode') } },
    { as: 'by a part of the code', query: { keywords: id('deviceCode') } },
  ],
  'GET /api/v1/devices/current': { headers: { 'Device-Code': id('deviceCode') } },
  'PUT /api/v1/devices/current': { headers: { 'Device-Code': id('deviceCode') }, body: { name: 'Renamed' } },
  'DELETE /api/v1/devices/current': { headers: { 'Device-Code': id('deviceCode') } },
  'POST /api/v1/devices/current/push-test': {
    headers: { 'Device-Code': id('deviceCode') },
    body: { title: 'Hello' },
    arrange: makePushChannel,
  },
  'GET /api/v1/devices/:id': { path: { id: id('deviceId') } },
  'PUT /api/v1/devices/:id': { path: { id: id('deviceId') }, body: { name: 'Renamed' } },
  'PATCH /api/v1/devices/:id': { path: { id: id('deviceId') }, body: { name: 'Renamed' } },
  'DELETE /api/v1/devices/:id': { path: { id: id('deviceId') } },
  'GET /api/v1/devices/by-list-code': { query: { 'codes[0]': id('deviceCode') } },
  'GET /api/v1/devices/check-user-access': { query: { userId: id('userId'), deviceCode: id('deviceCode') } },
  'GET /api/v1/devices/statistics': {},
  'GET /api/v1/devices/by-code/:code': { path: { code: id('deviceCode') } },
  'GET /api/v1/devices/by-code/:code/users': { path: { code: id('deviceCode') } },
  'GET /api/v1/devices/:id/users': {
    path: { id: id('deviceId') },
    tells: { "another user's": 'who is signed in on a device of the brand is shown, masked (JFW-DEV-15)' },
  },
};

/** Links of users and devices (jfw.md §22.3). */
export const USER_DEVICE_CASES: Cases = {
  'GET /api/v1/users/me/devices': {},
  'PUT /api/v1/users/me/devices': [
    { as: 'a device', body: { code: fresh('deviceCode'), name: 'Tablet' }, varies: ['id', 'deviceId'] },
    { as: 'a token', body: { code: 'reported', token: fresh('pushToken') }, varies: ['token'] },
  ],
  'POST /api/v1/devices/refresh-token': [
    { as: 'by the old token', body: { oldToken: id('pushToken'), newToken: 'another-token' } },
    { as: 'by the code', headers: { 'Device-Code': id('deviceCode') }, body: { newToken: fresh('pushToken') } },
  ],
  'GET /api/v1/users/:userId/devices': { path: { userId: id('userId') } },
  'POST /api/v1/users/:userId/devices/:deviceId': {
    path: { userId: id('userId'), deviceId: id('looseDeviceId') },
    body: { tags: 'linked' },
    ok: 201,
  },
  'PUT /api/v1/users/:userId/devices/:deviceId': {
    path: { userId: id('userId'), deviceId: id('deviceId') },
    body: { tags: 'changed' },
  },
  'POST /api/v1/users/:userId/devices/:deviceId/push-test': {
    path: { userId: id('userId'), deviceId: id('deviceId') },
    body: { data: { kind: 'hello' } },
    arrange: makePushChannel,
  },
  'DELETE /api/v1/users/:userId/devices/:deviceId': { path: { userId: id('userId'), deviceId: id('deviceId') } },
};

const MESSAGE = { title: 'Hello', audience: { everybody: true } };

/** Messages to many devices, and what became of them (jfw.md §28). */
export const PUSH_CASES: Cases = {
  'POST /api/v1/pushes': [
    { as: 'to everybody', body: MESSAGE, ok: 201, varies: ['id'], arrange: makePushChannel },
    {
      as: 'to a user',
      body: { ...MESSAGE, audience: { userIds: [id('userId')] } },
      ok: 201,
      varies: ['id'],
      arrange: makePushChannel,
      leaves: pushesOf,
    },
  ],
  'POST /api/v1/pushes/preview': { body: { audience: { deviceIds: [id('deviceId')] } } },
  'GET /api/v1/pushes': {},
  'GET /api/v1/pushes/:id': { path: { id: id('pushId') } },
  'GET /api/v1/pushes/:id/deliveries': { path: { id: id('pushId') } },
  'DELETE /api/v1/pushes/:id': { path: { id: id('pushId') } },
  'POST /api/v1/push-receipts': {
    body: { deliveryId: id('deliveryId') },
    tells: { "another user's": 'whoever got the message says that it came, signed in or not' },
  },
  'GET /api/v1/users/:userId/farewells': { path: { userId: id('userId') } },
};
