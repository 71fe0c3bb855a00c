// The gateway, with a session that is warm and others that have no device yet: users and sessions are written directly.
import { createRequire } from 'node:module';
import { announce } from '../shared/announce.mjs';

const require = createRequire(import.meta.url);
const { Gateway } = require('../../dist/src/gateway.js');
const { loadGatewayConfig } = require('../../dist/src/config/gateway-config.js');
const { SessionIssuer } = require('../../dist/src/core/auth-keys/session-issuer.js');
const { BrandDirectory } = require('../../dist/src/core/brands/brand-directory.js');
const { BrandEntity } = require('../../dist/src/core/brands/brand.entity.js');
const { RevokingTransaction } = require('../../dist/src/core/revocations/revoking-transaction.js');
const { namesOf } = require('../../dist/src/core/users/account-names.js');
const { UserRegistration } = require('../../dist/src/core/users/user-registration.js');

const SESSIONS = Number(process.env.BENCH_SESSIONS);
const BATCH = 500;
const password = 'quiet-harbour-lantern';
const gateway = await Gateway.create(
  loadGatewayConfig({
    DATABASE_URL: process.env.BENCH_DATABASE_URL,
    BRANDGATE_MASTER_KEY: process.env.BENCH_MASTER_KEY,
    BRANDGATE_ADMIN_PASSWORD: password,
  }),
);
const transaction = gateway.app.get(RevokingTransaction);
const brandId = await raiseLimits();
const keys = await openSessions();
const port = await gateway.listen(0, '127.0.0.1');
const device = {
  'X-Device-Code': '0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c',
  'X-Device-Token': 'dGhpcyBpcyBub3QgYSByZWFsIHB1c2ggdG9rZW4',
  'X-Device-Name': 'Phone of the bench',
  'X-App-Version-Number': '2.4.1',
  'X-Os-Device': 'Android',
};
const answer = await fetch(`http://127.0.0.1:${port}/api/v1/users/auth`, {
  method: 'POST',
  headers: { 'Brand-URL': 'localhost', ...device, 'Content-Type': 'application/json' },
  body: JSON.stringify({ username: 'admin', password }),
});
const { data } = await answer.json();
const headers = { 'Brand-URL': 'localhost', 'Auth-Key': data.authKey };
announce({ port, path: '/api/v1/users/me', headers, device, keys });

/** The limiter counts and answers as always; only its limit is out of the loader's reach. */
async function raiseLimits() {
  const settings = { rateLimits: { general: { limit: 1e9, seconds: 60 } } };
  return transaction.run(async (store, revoke) => {
    const { id } = await store.findOneByOrFail(BrandEntity, { isSystem: true });
    await store.update(BrandEntity, { id }, { settings });
    await revoke('brand', id, id);
    return id;
  });
}

/** A user each, so that neither the additions of a session nor the devices of a user reach their limit. */
async function openSessions() {
  const { settings } = await gateway.app.get(BrandDirectory).findById(brandId);
  const opened = [];
  while (opened.length < SESSIONS) {
    await transaction.run(async (store) => {
      const end = Math.min(opened.length + BATCH, SESSIONS);
      while (opened.length < end) opened.push(await openSession(store, `person${opened.length}`, settings));
    });
  }
  return opened;
}

async function openSession(store, username, settings) {
  const now = Date.now();
  const account = { draft: { username }, names: namesOf({ username }), passwordHash: null, type: 'EndUser' };
  const { id } = await gateway.app.get(UserRegistration).create(store, brandId, account, now);
  const whose = { brandId, userId: id, credentialVersion: 0, deviceId: null, appId: null };
  const how = { dialect: 'jfw', factors: ['pwd'], address: '127.0.0.1', userAgent: null };
  const { pair } = await gateway.app.get(SessionIssuer).issue(store, { ...whose, ...how }, settings, now);
  return pair.authKey;
}
