// Takes what a gateway would send to Google, and prints it: for trying pushes out without a Firebase project.
//
//   node scripts/google-stand-in.mjs <folder> [port]
//
// The folder gets what the gateway is told: service-account.json and authority.pem.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { serviceAccount, startGoogle } from '../bench/push-kill/google.mjs';

const DEFAULT_PORT = 8443;
const [given, port = DEFAULT_PORT] = process.argv.slice(2);
if (given === undefined) {
  process.stderr.write('usage: node scripts/google-stand-in.mjs <folder> [port]\n');
  process.exit(2);
}
const folder = resolve(given);
mkdirSync(folder, { recursive: true });
const account = serviceAccount();
const google = await startGoogle(folder, account, Number(port));
const { pushHost, pushAuthorityFile } = google.settings();
const [accountFile, authority] = [join(folder, 'service-account.json'), join(folder, 'authority.pem')];
writeFileSync(accountFile, `${JSON.stringify(account, null, 2)}\n`, { mode: 0o600 });
copyFileSync(pushAuthorityFile, authority);
google.onMessage = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
process.stdout.write(`Stands in for Google at ${pushHost}. Tell the gateway:
  npx brandgate config set pushHost ${pushHost}
  npx brandgate config set pushAuthorityFile ${authority}
  npx brandgate push-channel set --brand <brand> ${accountFile}
Messages follow, one a line.
`);
