// The gateway itself: GET /api/v1/users/me with all headers, warm.
import { createRequire } from 'node:module';
import { announce } from '../../shared/announce.mjs';

const require = createRequire(import.meta.url);
const { Gateway } = require('../../../dist/src/gateway.js');
const { loadGatewayConfig } = require('../../../dist/src/config/gateway-config.js');
const { BrandEntity } = require('../../../dist/src/core/brands/brand.entity.js');
const { RevokingTransaction } = require('../../../dist/src/core/revocations/revoking-transaction.js');

const password = 'quiet-harbour-lantern';
const gateway = await Gateway.create(
  loadGatewayConfig({
    DATABASE_URL: process.env.BENCH_DATABASE_URL ?? 'sqlite::memory:',
    BRANDGATE_MASTER_KEY: process.env.BENCH_MASTER_KEY,
    BRANDGATE_ADMIN_PASSWORD: password,
  }),
);
// The limiter counts and answers as always; only its limit is out of the loader's reach.
await gateway.app.get(RevokingTransaction).run(async (store, revoke) => {
  const brand = await store.findOneByOrFail(BrandEntity, { isSystem: true });
  await store.update(
    BrandEntity,
    { id: brand.id },
    { settings: { rateLimits: { general: { limit: 1e9, seconds: 60 } } } },
  );
  await revoke('brand', brand.id, brand.id);
});
const port = await gateway.listen(0, '127.0.0.1');
const device = {
  'Brand-URL': 'localhost',
  'X-Device-Code': '0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c',
  'X-Device-Token': 'dGhpcyBpcyBub3QgYSByZWFsIHB1c2ggdG9rZW4',
  'X-Device-Name': 'Phone of the bench',
  'X-App-Version-Number': '2.4.1',
  'X-Os-Device': 'Android',
};
const answer = await fetch(`http://127.0.0.1:${port}/api/v1/users/auth`, {
  method: 'POST',
  headers: { ...device, 'Content-Type': 'application/json' },
  body: JSON.stringify({ username: 'admin', password }),
});
const { data } = await answer.json();
announce({ port, path: '/api/v1/users/me', headers: { ...device, 'Auth-Key': data.authKey } });
