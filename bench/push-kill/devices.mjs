import { hash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/** Rows of a statement. */
const CHUNK = 500;
const FIRST = 1_000_000;
const DAY_MS = 86_400_000;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The gateway's database by way of its own entities, for who prepares rows and looks at them from outside. */
export async function openDatabase({ built, env }) {
  const load = createRequire(join(resolve(built), 'package.json'));
  const { gatewayDataSource } = load('./ormconfig.js');
  const { loadGatewayConfig } = load('./src/config/gateway-config.js');
  return (await gatewayDataSource(loadGatewayConfig(env))).initialize();
}

/**
 * People of the platform brand, each with one phone. `kindOf(i)`: `signed-out` has no session, `blocked` is a phone that
 * is locked; whoever is neither is reached.
 * @returns the tokens, in this order
 */
export async function addDevices(database, count, kindOf = () => 'reached') {
  const [{ id: brandId }] = await database.query('SELECT id FROM brands WHERE is_system = ?', [1]);
  const tokens = Array.from(
    { length: count },
    (_, i) => `token-${String(i).padStart(7, '0')}:APA91b${'x'.repeat(120)}`,
  );
  const now = Date.now();
  for (let start = 0; start < count; start += CHUNK) {
    const numbers = Array.from({ length: Math.min(CHUNK, count - start) }, (_, k) => start + k);
    await database.manager.transaction(async (store) => {
      await add(
        store,
        'UserEntity',
        numbers.map((i) => userOf(i, Number(brandId), now)),
      );
      await add(
        store,
        'DeviceEntity',
        numbers.map((i) => deviceOf(i, Number(brandId), now, kindOf(i))),
      );
      const linkOf = (i) => ({ ...linkBase(i, Number(brandId), now), ...tokenOf(tokens[i], now) });
      await add(store, 'UserDeviceEntity', numbers.map(linkOf));
      const signedIn = numbers.filter((i) => kindOf(i) !== 'signed-out');
      await add(
        store,
        'SessionEntity',
        signedIn.map((i) => sessionOf(i, Number(brandId), now)),
      );
    });
  }
  return tokens;
}

function add(store, name, rows) {
  if (rows.length === 0) return;
  const { target } = store.connection.getMetadata(name);
  return store.createQueryBuilder().insert().into(target).values(rows).updateEntity(false).execute();
}

function userOf(i, brandId, now) {
  return {
    ...{ id: FIRST + i, uid: uidOf('1', i), brandId, number: FIRST + i, code: codeOf(i), username: `person${i}` },
    ...{ languageCode: 'en', status: 'Active', credentialVersion: 1, epoch: 0, failedSignIns: 0 },
    ...{ isEmailVerified: false, createdAt: now, modifiedAt: now },
  };
}

function deviceOf(i, brandId, now, kind) {
  const status = kind === 'blocked' ? 'Locked' : 'Active';
  return {
    ...{ id: FIRST + i, uid: uidOf('2', i), brandId, code: `phone-${i}`, type: 'Mobile', name: 'Phone', status },
    ...{ osDevice: 'Android', appVersionNumber: '2.1.0', isMobileApp: true, isDefault: false, testMode: false },
    ...{ createdBy: FIRST + i, epoch: 0, createdAt: now, modifiedAt: now },
  };
}

function linkBase(i, brandId, now) {
  const ids = { id: FIRST + i, brandId, userId: FIRST + i, deviceId: FIRST + i };
  return { ...ids, loggedInAt: now, signedInAt: now, lastAccessAt: now, createdAt: now };
}

function tokenOf(pushToken, now) {
  const pushTokenHash = hash('sha256', pushToken, 'buffer');
  return {
    pushToken,
    pushTokenHash,
    tokenKind: 'fcm_token',
    tokenStatus: 'active',
    tokenUpdatedAt: now,
    tokenMoves: 0,
  };
}

function sessionOf(i, brandId, now) {
  const [expiresAt, absoluteExpiresAt] = [now + 30 * DAY_MS, now + 90 * DAY_MS];
  return {
    ...{ id: FIRST + i, uid: uidOf('3', i), brandId, userId: FIRST + i, deviceId: FIRST + i, dialect: 'jfw' },
    ...{ scope: 'full', aal: 1, factors: 'pwd', authAt: now, createdAt: now, expiresAt, absoluteExpiresAt },
    ...{ epoch: 0, address: '127.0.0.1' },
  };
}

function uidOf(table, i) {
  return `01900000-000${table}-7000-8000-${i.toString(16).padStart(12, '0')}`;
}

function codeOf(i) {
  const digits = Array.from({ length: 4 }, (_, place) => BASE32[Math.floor(i / 32 ** place) % 32]);
  return `PEOPLE${digits.join('')}`;
}
