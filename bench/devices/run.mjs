// What the device headers cost: a guarded request with all five of them, unchanged, against the same request without;
// and how many devices a second are registered, and change. Rounds take turns (docs/performance.md, "Method").
// A few µs are looked for on machines whose speed changes within a second, so the rounds of the first part are many and
// short.
import { randomUUID } from 'node:crypto';
import { closeSync, fdatasyncSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMariadbThere, startMariadb } from '../outbox-kill/mariadb.mjs';
import { start, usage } from '../shared/child.mjs';
import { inTurn, machine, median, medianWithBounds, spread } from '../shared/figures.mjs';
import { requestOf, sendAll, withConnections } from './connections.mjs';

/** Rounds, the requests of one, and the connections they come over. */
const WARM = { rounds: 300, requests: 1_500, connections: 64 };
const WRITES = { rounds: 6, requests: 1_000, connections: 16 };
/** Sessions whose device is there already and changes. */
const CHANGING = 500;

const folder = mkdtempSync(join(tmpdir(), 'bg-dev-'));
const began = Date.now();
const [before] = loadavg();
const disk = millisecondsOfDisk();
const server = isMariadbThere() ? await startMariadb() : null;
if (server === null) say('NO MARIADB ON THIS MACHINE: SQLite alone is measured');
const gateways = [];
const rows = [];
try {
  say('preparing users and sessions');
  await Promise.all([
    prepare('sqlite', `sqlite:${join(folder, 'db.sqlite')}`),
    ...(server === null ? [] : [prepare('mariadb', server.url)]),
  ]);
  await measureWarm(gateways.find(({ engine }) => engine === 'sqlite'));
  await measureWrites();
  report();
} finally {
  for (const { child } of gateways) if (child.connected) child.disconnect();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function prepare(engine, url) {
  const sessions = CHANGING + WRITES.rounds * WRITES.requests;
  const { child, target } = await start(new URL('./gateway.mjs', import.meta.url), {
    BENCH_DATABASE_URL: url,
    BENCH_SESSIONS: `${sessions}`,
  });
  const changing = target.keys.splice(0, CHANGING).map((key) => ({ key, device: newDevice() }));
  const gateway = { engine, child, target, changing };
  gateways.push(gateway);
  const requests = changing.map(({ key, device }) => about(gateway, key, device));
  await withWriters(gateway, (sockets) => sendAll(sockets, requests, 'registered'));
}

/** The same request of the same session, with other headers. */
async function measureWarm(gateway) {
  const { port, path, headers, device } = gateway.target;
  // As many and as long, of names that nobody reads.
  const renamed = Object.entries(device).map(([name, value]) => [name.replace('X-', 'Z-'), value]);
  const variants = [
    { name: 'none', more: {}, status: null },
    { name: 'meaningless', more: Object.fromEntries(renamed), status: null },
    { name: 'device', more: device, status: 'unchanged' },
  ].map(({ name, more, status }) => {
    return { name, requests: Array(WARM.requests).fill(requestOf(path, { ...headers, ...more })), status };
  });
  await withConnections(port, WARM.connections, async (sockets) => {
    for (let lap = 0; lap < 20; lap += 1) {
      for (const { requests, status } of variants) await sendAll(sockets, requests, status);
    }
    for (let round = 0; round < WARM.rounds; round += 1) {
      for (const variant of inTurn(round, variants)) await measure(variant, gateway, sockets);
      if ((round + 1) % 50 === 0) say(`warm requests: round ${round + 1} of ${WARM.rounds}`);
    }
  });
}

async function measureWrites() {
  const kinds = gateways.flatMap((gateway) => [registration, change].map((write) => ({ gateway, write })));
  for (let round = 0; round < WRITES.rounds; round += 1) {
    for (const { gateway, write } of inTurn(round, kinds)) {
      await withWriters(gateway, (sockets) => write(gateway, sockets));
    }
    say(`writes: round ${round + 1} of ${WRITES.rounds}`);
  }
}

function withWriters({ target }, work) {
  return withConnections(target.port, WRITES.connections, work);
}

/** A new device each, by sessions that were used before and have none. */
async function registration(gateway, sockets) {
  const keys = gateway.target.keys.splice(0, WRITES.requests);
  const uses = keys.map((key) => about(gateway, key, {}));
  await sendAll(sockets, uses, null);
  const requests = keys.map((key) => about(gateway, key, newDevice()));
  await measure({ name: `registration, ${gateway.engine}`, requests, status: 'registered' }, gateway, sockets);
}

/** A new push token each, on devices that are known. */
async function change(gateway, sockets) {
  const requests = Array.from({ length: WRITES.requests }, (_, i) => {
    const { key, device } = gateway.changing[i % CHANGING];
    return about(gateway, key, { ...device, 'X-Device-Token': newToken() });
  });
  await measure({ name: `change, ${gateway.engine}`, requests, status: 'updated' }, gateway, sockets);
}

async function measure({ name, requests, status }, gateway, sockets) {
  const { cpuMicros } = await usage(gateway);
  const { seconds, milliseconds } = await sendAll(sockets, requests, status);
  const used = (await usage(gateway)).cpuMicros - cpuMicros;
  const inOrder = milliseconds.sort((a, b) => a - b);
  const at = (part) => inOrder[Math.floor(inOrder.length * part)];
  const cpu = used / requests.length;
  rows.push({ name, perSecond: requests.length / seconds, cpu, p50: at(0.5), p99: at(0.99) });
}

function about({ target }, key, device) {
  return requestOf(target.path, { ...target.headers, 'Auth-Key': key, ...device });
}

function newDevice() {
  return {
    'X-Device-Code': randomUUID(),
    'X-Device-Token': newToken(),
    'X-Device-Name': 'Phone of the bench',
    'X-App-Version-Number': '2.4.1',
    'X-Os-Device': 'Android',
  };
}

/** As long as those of Firebase. */
function newToken() {
  return `${randomUUID()}:${'APA91b'.repeat(18)}${randomUUID()}`;
}

/** What it takes until 4 KiB at the end of a file are on the disk, which every change waits for. */
function millisecondsOfDisk() {
  const file = openSync(join(folder, 'disk'), 'w');
  const times = Array.from({ length: 200 }, () => {
    const began = performance.now();
    writeSync(file, Buffer.alloc(4_096));
    fdatasyncSync(file);
    return performance.now() - began;
  });
  closeSync(file);
  return median(times);
}

function report() {
  const writes = [...new Set(rows.map(({ name }) => name).filter((name) => name.includes(',')))].sort();
  const text = [
    'A guarded request with the five device headers against the same request without, and registrations per second',
    `command: npm run bench:devices   (rounds in turns, medians; warm: ${manner(WARM)}; writes: ${manner(WRITES)})`,
    `${machine()}, ${((Date.now() - began) / 60_000).toFixed(0)} min`,
    `load average before and after: ${before.toFixed(2)}, ${loadavg()[0].toFixed(2)}; 4 KiB are on the disk after ${disk.toFixed(2)} ms`,
    '',
    lineOf('GET /api/v1/users/me, warm, SQLite', 'requests/s', 'CPU µs'),
    warmLine('without device headers', 'none'),
    warmLine('with five headers that mean nothing', 'meaningless'),
    warmLine('with the five device headers, unchanged', 'device'),
    '',
    ...compare('device / none', 'device', 'none'),
    ...compare('meaningless / none', 'meaningless', 'none'),
    ...compare('device / meaningless', 'device', 'meaningless'),
    '',
    lineOf('a request that writes', 'a second', 'CPU µs', 'p50 ms', 'p99 ms'),
    ...writes.map((name) => lineOf(name, cell(name, 'perSecond', 0), cell(name, 'cpu', 0), ...percentiles(name))),
    '',
    ...writes.map((name) => `${name}, a second: ${spread(figures(name, 'perSecond'), 0)}`),
    '',
  ].join('\n');
  process.stdout.write(text);
  mkdirSync(new URL('../results/', import.meta.url), { recursive: true });
  writeFileSync(new URL('../results/devices.txt', import.meta.url), text);
}

function manner({ rounds, requests, connections }) {
  return `${rounds} rounds of ${requests} requests over ${connections} connections`;
}

function figures(name, figure) {
  return rows.filter((row) => row.name === name).map((row) => row[figure]);
}

function cell(name, figure, digits) {
  return median(figures(name, figure)).toFixed(digits);
}

function percentiles(name) {
  return [cell(name, 'p50', 1), cell(name, 'p99', 1)];
}

function lineOf(text, ...cells) {
  return text.padEnd(42) + cells.map((entry) => entry.padStart(12)).join('');
}

function warmLine(text, name) {
  return lineOf(text, cell(name, 'perSecond', 0), cell(name, 'cpu', 1));
}

/** Round by round. */
function compare(text, a, b) {
  const paired = (figure, join) => figures(a, figure).map((value, i) => join(value, figures(b, figure)[i]));
  const [more, times] = [(x, y) => x - y, (x, y) => x / y];
  return [
    `${text}, CPU µs more a request: ${medianWithBounds(paired('cpu', more), 1)}`,
    `${text}, CPU a request: ${medianWithBounds(paired('cpu', times), 2)}`,
    `${text}, requests/s: ${medianWithBounds(paired('perSecond', times), 2)}`,
  ];
}

function say(text) {
  process.stderr.write(`${text}\n`);
}
