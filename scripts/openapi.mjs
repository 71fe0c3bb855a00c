import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import gatewayConfig from '../dist/src/config/gateway-config.js';
import gatewayModule from '../dist/src/gateway.js';
import openapi from '../dist/src/protocols/wire/openapi.js';

/*
 * Writes openapi.json: what a gateway of these sources serves under that name. It is started on an empty database in
 * memory and does not listen.
 */
const config = gatewayConfig.loadGatewayConfig({
  DATABASE_URL: 'sqlite::memory:',
  BRANDGATE_MASTER_KEY: randomBytes(32).toString('base64'),
  BRANDGATE_ADMIN_PASSWORD: randomBytes(16).toString('base64url'),
});
const gateway = await gatewayModule.Gateway.create(config);
const text = `${JSON.stringify(openapi.describeApi(gateway.app, gatewayModule.DIALECTS), null, 2)}\n`;
await gateway.close();
writeFileSync(new URL('../openapi.json', import.meta.url), text);
process.stdout.write(`openapi.json: ${text.length} bytes\n`);
