// The bare library: `sendEach` with 500 messages after the other, as the gateway sets it up, and nothing beside it.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { initializeApp } from 'firebase-admin/app';
import { getMessaging } from 'firebase-admin/messaging';

const BATCH = 500;
const [built, accountFile, host, authorityFile] = process.argv.slice(2);
const load = createRequire(join(resolve(built), 'package.json'));
const { GoogleAgent } = load('./src/outbound/firebase/google-agent.js');
const { messageOf } = load('./src/outbound/firebase/push-message.js');
const { ServiceAccountCredential } = load('./src/outbound/firebase/service-account-credential.js');

const json = JSON.parse(readFileSync(accountFile, 'utf8'));
const account = {
  ...{ projectId: json.project_id, clientEmail: json.client_email },
  ...{ privateKeyId: json.private_key_id, privateKey: json.private_key },
};
const { hostname, port } = new URL(`https://${host}`);
const agent = new GoogleAgent({ host: hostname, port: Number(port), authority: readFileSync(authorityFile, 'utf8') });
const credential = new ServiceAccountCredential(account, agent);
const messaging = getMessaging(initializeApp({ credential, projectId: account.projectId, httpAgent: agent }));
messaging.enableLegacyHttpTransport();

process.on('message', (asked) => {
  if (asked !== 'usage') void send(asked).then((count) => process.send(count));
});

/** @returns how many Google took */
async function send({ content, tokens }) {
  let count = 0;
  for (let start = 0; start < tokens.length; start += BATCH) {
    const messages = tokens
      .slice(start, start + BATCH)
      .map((token) => messageOf(content, { token, kind: 'fcm_token', data: { brandgateDelivery: randomUUID() } }));
    const { successCount } = await messaging.sendEach(messages);
    count += successCount;
  }
  return count;
}
