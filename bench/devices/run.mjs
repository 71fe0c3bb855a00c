// What the device headers cost: a guarded request with all five of them, unchanged, against the same request without;
// and how many devices a second are registered, and change. Rounds take turns (docs/performance.md, "Method").
//
//   node bench/devices/run.mjs        BENCH_ROUNDS and BENCH_SECONDS: of the first part
import { randomUUID } from 'node:crypto';
import { closeSync, fdatasyncSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMariadbThere, startMariadb } from '../outbox-kill/mariadb.mjs';
import { start, usage } from '../shared/child.mjs';
import { inTurn, machine, median, spread, spreadWithHalf } from '../shared/figures.mjs';
import { load } from '../shared/wrk.mjs';
import { requestOf, sendAll } from './connections.mjs';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 25);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 1);
/** Rounds of writes, the requests of one, and the connections they come over. */
const WRITE_ROUNDS = 6;
const WRITES = 1_000;
const CONNECTIONS = 16;
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
  const variants = warmVariants(gateways.find(({ engine }) => engine === 'sqlite'));
  for (const variant of variants) await load(variant.target, 2);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const variant of inTurn(round, variants)) await warm(round, variant);
    say(`warm requests: round ${round + 1} of ${ROUNDS}`);
  }
  const kinds = gateways.flatMap((gateway) => [register, change].map((write) => ({ gateway, write })));
  for (let round = 0; round < WRITE_ROUNDS; round += 1) {
    for (const { gateway, write } of inTurn(round, kinds)) await write(round, gateway);
    say(`writes: round ${round + 1} of ${WRITE_ROUNDS}`);
  }
  report();
} finally {
  for (const { child } of gateways) child.disconnect();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function prepare(engine, url) {
  const sessions = CHANGING + WRITE_ROUNDS * WRITES;
  const process = await start(new URL('./gateway.mjs', import.meta.url), {
    BENCH_DATABASE_URL: url,
    BENCH_SESSIONS: `${sessions}`,
  });
  const { keys } = process.target;
  const gateway = {
    engine,
    ...process,
    changing: keys.splice(0, CHANGING).map((key) => ({ key, device: newDevice() })),
  };
  gateways.push(gateway);
  const requests = gateway.changing.map(({ key, device }) => about(gateway, key, device));
  await sendAll(process.target.port, CONNECTIONS, requests, 'registered');
}

/** The same request of the same session, with other headers. */
function warmVariants({ child, target }) {
  const { device, headers } = target;
  // As many and as long, of names that nobody reads.
  const meaningless = Object.entries(device).map(([name, value]) => [name.replace('X-', 'Z-'), value]);
  const variant = (name, more) => ({ name, child, target: { ...target, headers: { ...headers, ...more } } });
  return [variant('none', {}), variant('meaningless', Object.fromEntries(meaningless)), variant('device', device)];
}

async function warm(round, variant) {
  const { cpuMicros } = await usage(variant);
  const result = await load(variant.target, SECONDS);
  const used = (await usage(variant)).cpuMicros - cpuMicros;
  if (result.failures > 0) throw new Error(`${variant.name}: ${result.failures} answers were refusals`);
  rows.push({ round, name: variant.name, ...result, cpu: used / result.requests });
}

/** A new device each, by sessions that were used before and have none. */
async function register(round, gateway) {
  const keys = gateway.target.keys.splice(0, WRITES);
  const bare = keys.map((key) => about(gateway, key, {}));
  await sendAll(gateway.target.port, CONNECTIONS, bare, null);
  const requests = keys.map((key) => about(gateway, key, newDevice()));
  await measure({ round, name: `registration, ${gateway.engine}` }, gateway, requests, 'registered');
}

/** A new push token each, on devices that are known. */
async function change(round, gateway) {
  const requests = Array.from({ length: WRITES }, (_, i) => {
    const { key, device } = gateway.changing[i % CHANGING];
    return about(gateway, key, { ...device, 'X-Device-Token': newToken() });
  });
  await measure({ round, name: `change, ${gateway.engine}` }, gateway, requests, 'updated');
}

async function measure(row, gateway, requests, status) {
  const { cpuMicros } = await usage(gateway);
  const { seconds, milliseconds } = await sendAll(gateway.target.port, CONNECTIONS, requests, status);
  const used = (await usage(gateway)).cpuMicros - cpuMicros;
  const inOrder = milliseconds.sort((a, b) => a - b);
  const at = (part) => inOrder[Math.floor(inOrder.length * part)];
  const cpu = used / requests.length;
  rows.push({ ...row, perSecond: requests.length / seconds, cpu, p50: at(0.5), p99: at(0.99) });
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
    `command: npm run bench:devices   (warm: wrk -t1 -c64 -d${SECONDS}s, ${ROUNDS} rounds in turns; writes: ${CONNECTIONS} connections, ${WRITE_ROUNDS} rounds of ${WRITES} in turns; medians)`,
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
    `${text}, CPU µs more a request: ${spreadWithHalf(paired('cpu', more), 1)}`,
    `${text}, CPU a request: ${spreadWithHalf(paired('cpu', times), 2)}`,
    `${text}, requests/s: ${spreadWithHalf(paired('perSecond', times), 2)}`,
  ];
}

function say(text) {
  process.stderr.write(`${text}\n`);
}
