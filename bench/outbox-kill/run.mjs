// Kills a gateway with SIGKILL, again and again, while it takes changes that mails tell of and while it sends these mails
// to a real mail server: no acknowledged change may be without its mail, and a mail may come twice only when the kill fell
// between the server's 250 and the row's end. What it came to is written to bench/results/outbox-kill.txt.
//
//   node bench/outbox-kill/run.mjs [rounds] [seed] [--engine sqlite|mariadb] [--database <url>] [--built <folder>]
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startMailServer } from './mail-server.mjs';
import { startMariadb } from './mariadb.mjs';
import { mulberry32 } from './seeded.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { engine: { type: 'string' }, database: { type: 'string' }, built: { type: 'string' } },
});
const ROUNDS = Number(positionals[0] ?? 100);
const SEED = Number(positionals[1] ?? 1);
const ENGINE = values.engine ?? (values.database?.startsWith('mariadb') ? 'mariadb' : 'sqlite');
const BUILT = values.built ?? 'dist';
/** Changes of a round, and how many are under way at once. */
const CHANGES = 10;
const LANES = 3;
/** A 250 so long before a kill, or so shortly after it, may have come too late for the row. */
const BEFORE_MS = 1_500;
const AFTER_MS = 500;
const PASSWORD = 'quiet-harbour-lantern';
const COST_4_HASH = '$2b$04$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy';

const random = mulberry32(SEED);
const began = Date.now();
const folder = mkdtempSync(join(tmpdir(), 'bg-kill-'));
const server = values.database === undefined && ENGINE === 'mariadb' ? await startMariadb() : null;
const mails = await startMailServer();
const env = {
  PATH: process.env.PATH,
  PORT: '0',
  BRANDGATE_HOST: '127.0.0.1',
  BRANDGATE_PUBLIC_URL: 'http://localhost',
  BRANDGATE_MASTER_KEY: randomBytes(32).toString('base64'),
  BRANDGATE_ADMIN_PASSWORD: PASSWORD,
  BRANDGATE_PASSWORD_COST: '10',
  DATABASE_URL: values.database ?? server?.url ?? `sqlite:${join(folder, 'db.sqlite')}`,
  SMTP_URL: `smtp://127.0.0.1:${mails.port}`,
};
/** Address to what was promised to it: `asked`, then `acknowledged`. */
const changes = new Map();
const kills = [];
let gateway = null;

try {
  gateway = await start();
  const { headers, users } = await prepare();
  for (let round = 0; round < ROUNDS; round += 1) await roundOf(round, headers, users.splice(0, CHANGES));
  await quiet();
  const text = report();
  process.stdout.write(text);
  if (values.database === undefined) {
    mkdirSync('bench/results', { recursive: true });
    writeFileSync(`bench/results/outbox-kill${ENGINE === 'sqlite' ? '' : `-${ENGINE}`}.txt`, text);
  }
} finally {
  gateway?.child.kill('SIGKILL');
  await mails.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function roundOf(round, headers, users) {
  const lanes = Array.from({ length: LANES }, () => lane(headers, users));
  // Every third kill follows a 250 at once; the others fall anywhere.
  const isAtAcceptance = round % 3 === 0;
  const moment = isAtAcceptance ? mails.nextAcceptance(1 + Math.floor(random() * 4), 4_000) : sleep(random() * 2_500);
  await moment;
  kills.push(Date.now());
  await kill();
  await Promise.all(lanes);
  gateway = await start();
  if ((round + 1) % 10 === 0) process.stderr.write(`round ${round + 1} of ${ROUNDS}\n`);
}

/** An administrator gives one user after the other a new password; each is told so by mail. */
async function lane(headers, users) {
  for (let user = users.pop(); user !== undefined; user = users.pop()) {
    const newPassword = `${PASSWORD}-${Math.floor(random() * 1e6)}`;
    changes.set(user.address, 'asked');
    try {
      const body = { newPassword, confirmPassword: newPassword };
      const { status } = await ask('PUT', `users/${user.id}/change-password`, body, headers);
      if (status === 200) changes.set(user.address, 'acknowledged');
      else throw new Error(`a change was answered with ${status}`);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      // Nobody answered: it may have happened, or not.
      return;
    }
  }
}

async function prepare() {
  const lots = '{"general":{"limit":1000000,"seconds":60}}';
  await command(['brand', 'set', 'platform', 'rateLimits', lots]);
  const names = Array.from({ length: ROUNDS * CHANGES }, (_, i) => `person${i}`);
  const lines = names.map((name) => {
    return JSON.stringify({ username: name, emailAddress: `${name}@example.com`, passwordHash: COST_4_HASH });
  });
  const file = join(folder, 'users.ndjson');
  writeFileSync(file, `${lines.join('\n')}\n`);
  await command(['user', 'import', '--brand', 'platform', file, '--quiet']);
  await sleep(1_000);
  const own = { 'Brand-URL': 'localhost' };
  const { body } = await ask('POST', 'users/auth', { username: 'admin', password: PASSWORD }, own);
  const headers = { ...own, 'Auth-Key': body.data.authKey };
  const users = [];
  for (let page = 0; users.length < names.length; page += 1) {
    const { body: list } = await ask('GET', `users?pageNumber=${page}&pageSize=100`, undefined, headers);
    const found = list.data.items ?? list.data.list ?? list.data;
    if (found.length === 0) break;
    for (const { id, emailAddress } of found) if (emailAddress) users.push({ id, address: emailAddress });
  }
  const own10 = users.filter(({ address }) => address.startsWith('person'));
  if (own10.length < names.length) throw new Error(`${own10.length} of ${names.length} users are there`);
  return { headers, users: own10 };
}

async function ask(method, path, body, headers) {
  const response = await fetch(`http://127.0.0.1:${gateway.port}/api/v1/${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

function start() {
  const child = spawn(process.execPath, [join(BUILT, 'src', 'main.js')], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk) => {
      output = (output + chunk).slice(-20_000);
      const port = /listens on 127\.0\.0\.1:(\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve({ child, port: Number(port) });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(`the gateway did not start: ${output}`)));
  });
}

async function kill() {
  const { child } = gateway;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

function command(args) {
  const child = spawn(process.execPath, [join(BUILT, 'src', 'cli', 'main.js'), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`brandgate ${args[0]} ${args[1]} ended with ${code}: ${stderr || stdout}`));
    });
  });
}

/** Until nothing waits any more: what a dead gateway held is free after 20 s at most. */
async function quiet() {
  for (let look = 0; look < 60; look += 1) {
    await sleep(1_000);
    const { rows } = JSON.parse(await command(['outbox', 'list', '--state', 'queued', '--limit', '1', '--json']));
    if (rows.length === 0) return;
  }
}

function report() {
  const acknowledged = [...changes].filter(([, state]) => state === 'acknowledged').map(([address]) => address);
  const lost = acknowledged.filter((address) => !mails.byRecipient.has(address));
  const repeated = [...mails.byMessageId].filter(([, times]) => times.length > 1);
  const unexplained = repeated.filter(([, times]) => !times.slice(0, -1).every(isNearKill));
  const unasked = [...mails.byRecipient.keys()].filter((address) => !changes.has(address));
  const twoIds = [...mails.byRecipient].filter(([, ids]) => ids.size > 1);
  const isGood = lost.length + unexplained.length + unasked.length + twoIds.length === 0 && acknowledged.length > 0;
  process.exitCode = isGood ? 0 : 1;
  return [
    'Gateways killed with SIGKILL while they take changes and send the mails that tell of them',
    `command: node bench/outbox-kill/run.mjs ${ROUNDS} ${SEED}${ENGINE === 'sqlite' ? '' : ` --engine ${ENGINE}`}`,
    `machine: ${cpus().length} × ${cpus()[0].model}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}, ${((Date.now() - began) / 60_000).toFixed(0)} min`,
    '',
    `engine                                        ${ENGINE}`,
    `kills                                         ${kills.length}, a third of them right after a 250`,
    `changes asked for / acknowledged              ${changes.size} / ${acknowledged.length}`,
    `mails that arrived (by Message-ID)            ${mails.byMessageId.size}`,
    `acknowledged changes without their mail       ${lost.length}`,
    `changes with two different mails              ${twoIds.length}`,
    `mails that came more than once                ${repeated.length}, each with its own Message-ID again`,
    `of these, not explained by a kill             ${unexplained.length}`,
    `mails that nobody asked for                   ${unasked.length}`,
    '',
    isGood
      ? 'Nothing lost.'
      : `NOT GOOD: ${JSON.stringify({ lost, unexplained, unasked, twoIds: twoIds.map(([a]) => a) })}`,
    '',
  ].join('\n');
}

function isNearKill(at) {
  return kills.some((kill) => at >= kill - BEFORE_MS && at <= kill + AFTER_MS);
}
