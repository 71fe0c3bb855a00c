import { PASSWORD } from '../belongings';
import { type Cases, id } from '../route-case';

const CONFIRM = { deviceQuota: 1, deviceQuotaMode: 'confirm' } as const;

/** Signing in and out, and the keys (jfw.md §22.1). */
export const AUTHENTICATION_CASES: Cases = {
  'POST /api/v1/users/auth': [
    { as: 'by name', body: { username: id('username'), password: PASSWORD } },
    { as: 'by address', body: { emailAddress: id('emailAddress'), password: PASSWORD } },
    {
      as: 'making room',
      settings: CONFIRM,
      headers: { 'X-Device-Code': 'another-phone' },
      body: { username: id('username'), password: PASSWORD, evictDeviceIds: [id('deviceId')] },
    },
  ],
  'POST /api/v1/users/auth/phone-number': { body: { phoneNumber: id('phoneNumber'), password: PASSWORD } },
  'POST /api/v1/users/auth/refresh-auth-key': { body: { refreshAuthKey: id('refreshKey') } },
  'POST /api/v1/users/auth/logout': {},
  'POST /api/v1/users/check-auth-key-available': {
    body: { authKey: id('authKey') },
    tells: { "another user's": 'whoever holds a key may ask whether it is good (JFW-SES-08)' },
  },
  'POST /api/v1/auth-keys/introspect': { body: { authKey: id('authKey') }, by: ['user', 'admin'] },
  'GET /api/v1/users/me/auth-keys': {},
  'DELETE /api/v1/users/me/auth-keys/:id': { path: { id: id('sessionId') } },
  'DELETE /api/v1/users/me/auth-keys': {},
};
