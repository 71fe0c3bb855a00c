// How fast one gateway sends a push to everybody, on SQLite and on MariaDB, beside the bare library: all of them against
// the same stand-in for Google, rounds take turns, ratios are made round by round and their median is the result.
//
//   node bench/push/run.mjs [devices] [rounds] [--profile <folder>]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startMariadb } from '../outbox-kill/mariadb.mjs';
import { addDevices, openDatabase } from '../push-kill/devices.mjs';
import { Gateway } from '../push-kill/gateway.mjs';
import { serviceAccount, startGoogle } from '../push-kill/google.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { profile: { type: 'string' } } });
const [DEVICES, ROUNDS] = [20_000, 5].map((usual, i) => Number(positionals[i] ?? usual));
const BUILT = 'dist';
const LOOK_MS = 20;
const CONTENT = { title: 'Hi', body: 'All of you' };
const PUSH = { ...CONTENT, audience: { everybody: true } };
const USAGE = new URL('../push-kill/usage.mjs', import.meta.url).href;

const folder = mkdtempSync(join(tmpdir(), 'bg-push-'));
const loads = [loadavg()[0]];
const server = await startMariadb();
const google = await startGoogle(folder, serviceAccount());
const variants = [];
const rows = [];

try {
  for (const [name, url] of Object.entries({ sqlite: `sqlite:${join(folder, 'db.sqlite')}`, mariadb: server.url })) {
    variants.push(await gatewayVariant(name, url));
  }
  variants.push(libraryVariant(variants[0].tokens));
  // The first round loads what is loaded late, and counts for nothing.
  for (let round = -1; round < ROUNDS; round += 1) {
    // Every other round runs backwards, so that a machine that slows down favours nobody.
    for (const variant of round % 2 === 0 ? variants : [...variants].reverse()) {
      google.log.length = 0;
      const own = process.cpuUsage();
      const figures = await variant.run();
      const { user, system } = process.cpuUsage(own);
      const count = new Set(google.log.map(({ target }) => target)).size;
      if (count !== DEVICES || google.log.length !== DEVICES) throw new Error(`${variant.name}: ${google.log.length}`);
      if (round >= 0) rows.push({ round, name: variant.name, ...figures, google: (user + system) / DEVICES });
    }
    process.stderr.write(`round ${round + 1} of ${ROUNDS}\n`);
  }
  loads.push(loadavg()[0]);
  report();
} finally {
  for (const { end } of variants) await end();
  await google.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function gatewayVariant(name, url) {
  const gateway = await Gateway.prepared(BUILT, url, google, folder);
  const database = await openDatabase(gateway);
  const tokens = await addDevices(database, DEVICES);
  if (values.profile !== undefined) {
    await gateway.end('SIGTERM');
    await gateway.start(['--cpu-prof', `--cpu-prof-dir=${join(values.profile, name)}`]);
  }
  const end = async () => {
    await gateway.end(values.profile === undefined ? 'SIGKILL' : 'SIGTERM');
    await database.destroy();
  };
  return { name, tokens, end, run: () => broadcast(gateway, database) };
}

async function broadcast(gateway, database) {
  const cpu = await gateway.cpu();
  const { id } = await gateway.ask('POST', 'pushes', PUSH);
  const [posted, at] = [performance.now(), []];
  const phases = [({ held }) => held > 0, ({ state }) => state !== 'spreading', ({ state }) => state === 'done'];
  for (const isOver of phases) {
    while (!isOver(await look(database, id))) await sleep(LOOK_MS);
    at.push(performance.now());
  }
  const [taken, spread, done] = at;
  const perSecond = (from, to) => (DEVICES * 1_000) / (to - from);
  return {
    ...{ waiting: taken - posted, spreading: perSecond(taken, spread), sending: perSecond(spread, done) },
    ...{ whole: perSecond(taken, done), cpu: ((await gateway.cpu()) - cpu) / DEVICES },
  };
}

/** `held`: whether a worker has taken it on. */
async function look(database, id) {
  const [row] = await database.query(
    `SELECT p.state, (SELECT COUNT(*) FROM outbox o WHERE o.kind = 'push' AND o.lease IS NOT NULL) AS "held"
       FROM pushes p WHERE p.uid = ?`,
    [id],
  );
  return { state: row.state, held: row.state === 'spreading' ? Number(row.held) : 1 };
}

function libraryVariant(tokens) {
  const { pushHost, pushAuthorityFile } = google.settings();
  const args = [BUILT, join(folder, 'account.json'), pushHost, pushAuthorityFile];
  const child = fork(fileURLToPath(new URL('ceiling.mjs', import.meta.url)), args, { execArgv: ['--import', USAGE] });
  const asked = async (message) => {
    const answer = once(child, 'message');
    child.send(message);
    return (await answer)[0];
  };
  const run = async () => {
    const [cpu, at] = [await asked('usage'), performance.now()];
    await asked({ content: CONTENT, tokens });
    const sending = (DEVICES * 1_000) / (performance.now() - at);
    return { sending, whole: sending, cpu: ((await asked('usage')) - cpu) / DEVICES };
  };
  return { name: 'library', tokens, run, end: async () => child.kill('SIGKILL') };
}

function report() {
  const figures = ['spreading', 'sending', 'whole', 'cpu', 'google'];
  const of = (name, figure) => rows.filter((row) => row.name === name).map((row) => row[figure] ?? NaN);
  const cell = (name, figure) => {
    const value = median(of(name, figure));
    return (Number.isNaN(value) ? '–' : value.toFixed(/cpu|google/.test(figure) ? 1 : 0)).padStart(12);
  };
  const waits = variants.slice(0, 2).map(({ name }) => `${name} ${median(of(name, 'waiting')).toFixed(0)} ms`);
  const ratios = ['sqlite', 'mariadb'].flatMap((name) => [
    ratio(name, 'sending', 'messages/s, sending alone'),
    ratio(name, 'whole', 'messages/s, with the spreading'),
    ratio(name, 'cpu', 'CPU per message, all of it'),
  ]);
  const text = [
    'One push to everybody: a gateway on SQLite and on MariaDB, and the bare library (sendEach, 500 at a time)',
    `command: node bench/push/run.mjs ${DEVICES} ${ROUNDS}   (${ROUNDS} rounds in turns, medians; per second, CPU in µs per device)`,
    `machine: ${cpus().length} × ${cpus()[0].model}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}, load ${loads.map((load) => load.toFixed(1)).join(' before, ')} after`,
    '',
    'variant     spreading/s    sending/s      whole/s       CPU µs  stand-in µs',
    ...variants.map(({ name }) => `${name.padEnd(10)} ${figures.map((figure) => cell(name, figure)).join(' ')}`),
    '',
    ...ratios,
    '',
    `Until a worker takes it on: ${waits.join(', ')}; not in the figures per second. The stand-in runs beside it, on the`,
    'same machine.',
    '',
  ].join('\n');
  process.stdout.write(text);
  mkdirSync('bench/results', { recursive: true });
  writeFileSync('bench/results/push.txt', text);
}

function ratio(name, figure, label) {
  const ratios = Array.from({ length: ROUNDS }, (_, round) => {
    const value = (one) => rows.find((row) => row.round === round && row.name === one)[figure];
    return value(name) / value('library');
  });
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  return `${name} / library, ${label}: ${median(ratios).toFixed(2)} (from ${least.toFixed(2)} to ${most.toFixed(2)})`;
}

function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
