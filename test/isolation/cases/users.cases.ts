import { ChallengeEntity } from '../../../src/core/challenges/challenge.entity';
import { type Belongings, PASSWORD } from '../belongings';
import { type Cases, fresh, id, type RouteCase } from '../route-case';

const NEW_PASSWORD = 'copper meadow lantern';

/** Accounts, by their owners (jfw.md §22.2). */
export const OWN_USER_CASES: Cases = {
  'POST /api/v1/users/register': {
    body: { username: fresh('username'), emailAddress: fresh('emailAddress'), password: PASSWORD },
    ok: 201,
    varies: ['id', 'code'],
  },
  'GET /api/v1/users/me': {},
  'PUT /api/v1/users/change-password': {
    body: { oldPassword: PASSWORD, newPassword: NEW_PASSWORD, confirmPassword: NEW_PASSWORD },
  },
  'PUT /api/v1/users/me/security-question': { body: { question: 'Who?', answer: 'Me', password: PASSWORD } },
  'DELETE /api/v1/users/me/security-question': { body: { password: PASSWORD } },
};

/** Forgotten passwords and addresses to confirm (jfw.md §11). */
export const RECOVERY_CASES: Cases = {
  'POST /api/v1/users/forgot-password': {
    settings: { resetPasswordUrl: 'https://app.example/reset' },
    body: { emailAddress: id('emailAddress') },
    leaves: mailsTo,
  },
  'POST /api/v1/users/reset-password': {
    body: { emailAddress: id('emailAddress'), token: id('resetToken'), newPassword: NEW_PASSWORD },
    // Wrong tokens were tried by then.
    arrange: ({ gateway, brand, user }) =>
      gateway.store.update(ChallengeEntity, { brandId: brand.id, userId: user.id }, { attempts: 0 }),
  },
  'POST /api/v1/users/:id/email-address/verify/send': { path: { id: id('userId') }, leaves: mailsTo },
  'PUT /api/v1/users/email-address/active': { body: { token: id('verificationToken') } },
};

async function mailsTo({ gateway, user }: Belongings): Promise<number> {
  await gateway.deliver();
  return gateway.mail.to(user.emailAddress ?? '').length;
}

/** People who are asked in (jfw.md §28). */
export const INVITATION_CASES: Cases = {
  'POST /api/v1/users/invite': {
    body: { emailAddress: fresh('emailAddress'), username: fresh('username'), roleIds: [id('spareRoleId')] },
    ok: 201,
    varies: ['id', 'code'],
  },
  'POST /api/v1/users/:id/invite': {
    path: { id: id('userId') },
    arrange: (own) => own.set({ status: 'Inactive', passwordHash: null, passwordChangedAt: null, lastLoginAt: null }),
  },
  'POST /api/v1/users/accept-invitation': { body: { token: id('invitationToken'), password: NEW_PASSWORD } },
};

/** Accounts, by who administers them (jfw.md §22.2). */
export const USER_CASES: Cases = {
  'GET /api/v1/users': [
    { as: 'by ids', query: { 'ids[0]': id('userId') } },
    { as: 'by role', query: { roleId: id('roleId') } },
    { as: 'by code', query: { code: id('userCode') } },
    { as: 'by name', query: { username: id('username') } },
    { as: 'by address', query: { emailAddress: id('emailAddress') } },
    { as: 'by number', query: { phoneNumber: id('phoneNumber') } },
    { as: 'by a part of the name', query: { keywords: id('username') } },
  ],
  'GET /api/v1/users/by-list-id': { query: { 'ids[0]': id('userId') } },
  'GET /api/v1/users/by-username/:username': { path: { username: id('username') } },
  'GET /api/v1/users/:id': { path: { id: id('userId') } },
  'PUT /api/v1/users/:id': {
    path: { id: id('userId') },
    body: { username: fresh('username'), emailAddress: fresh('emailAddress') },
  },
  'DELETE /api/v1/users/:id': { path: { id: id('userId') } },
  'PUT /api/v1/users/:id/change-password': {
    path: { id: id('userId') },
    body: { newPassword: NEW_PASSWORD, confirmPassword: NEW_PASSWORD },
  },
  'PUT /api/v1/users/:id/type/:type': { path: { id: id('userId'), type: 'Partner' } },
};

const inState = (status: 'Inactive' | 'Locked' | 'Suspended'): RouteCase => ({
  path: { id: id('userId') },
  arrange: (own) => own.set({ status }),
});

/** States of accounts (jfw.md §22.2). */
export const USER_STATE_CASES: Cases = {
  'POST /api/v1/users/:id/activate': inState('Inactive'),
  'POST /api/v1/users/:id/deactivate': { path: { id: id('userId') } },
  'POST /api/v1/users/:id/lock': { path: { id: id('userId') } },
  'POST /api/v1/users/:id/unlock': inState('Locked'),
  'POST /api/v1/users/:id/suspend': { path: { id: id('userId') } },
  'POST /api/v1/users/:id/unsuspend': inState('Suspended'),
};

/** Sessions of users, by who administers them (jfw.md §10). */
export const USER_SESSION_CASES: Cases = {
  'GET /api/v1/users/:id/auth-keys': { path: { id: id('userId') } },
  'DELETE /api/v1/users/:id/auth-keys/:authKeyId': { path: { id: id('userId'), authKeyId: id('sessionId') } },
  'DELETE /api/v1/users/:id/auth-keys': [
    { as: 'all', path: { id: id('userId') } },
    { as: 'of a key', path: { id: id('userId') }, body: { authKey: id('authKey') } },
  ],
};
