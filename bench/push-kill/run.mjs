// Kills a gateway with SIGKILL, again and again, while it sends one push to everybody: no device may be forgotten, and one
// may get the message twice only when the kill fell between Google's receipt of it and the row's end. What it came to is
// written to bench/results/push-kill.txt.
//
//   node bench/push-kill/run.mjs [devices] [kills] [seed] [--engine sqlite|mariadb] [--database <url>] [--built <folder>]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startMariadb } from '../outbox-kill/mariadb.mjs';
import { mulberry32 } from '../outbox-kill/seeded.mjs';
import { addDevices, openDatabase } from './devices.mjs';
import { Gateway } from './gateway.mjs';
import { BUSY, DEAD, QUOTA, serviceAccount, startGoogle } from './google.mjs';
import { judge } from './oracle.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { engine: { type: 'string' }, database: { type: 'string' }, built: { type: 'string' } },
});
const [DEVICES, KILLS, SEED] = [10_000, 8, 1].map((usual, i) => Number(positionals[i] ?? usual));
const ENGINE = values.engine ?? (values.database?.startsWith('mariadb') ? 'mariadb' : 'sqlite');
/** Google's own bound of a batch. */
const BATCH = 500;
/** Phones that must not be reached: nobody is signed in on them, or they are locked. */
const OTHERS = 50;
/** Tokens that Google knows no more, and those it refuses once: of these one half with 503, one with 429. */
const [DEAD_TOKENS, BUSY_TOKENS] = [Math.ceil(DEVICES / 500), 6];
/** A dead gateway's lease, and the back-off of what Google refused. */
const PATIENCE_MS = 90_000;

const random = mulberry32(SEED);
const began = Date.now();
const folder = mkdtempSync(join(tmpdir(), 'bg-push-'));
const server = values.database === undefined && ENGINE === 'mariadb' ? await startMariadb() : null;
const google = await startGoogle(folder, serviceAccount());
const kills = [];
let gateway = null;
let database = null;

try {
  const url = values.database ?? server?.url ?? `sqlite:${join(folder, 'db.sqlite')}`;
  gateway = await Gateway.prepared(values.built ?? 'dist', url, google, folder);
  database = await openDatabase(gateway);
  const devices = await prepare();
  const push = await gateway.ask('POST', 'pushes', { title: 'Hi', body: 'All of you', audience: { everybody: true } });
  const early = Math.max(1, Math.round(KILLS / 4));
  const marks = Array.from({ length: early }, () => random() * (DEVICES - BATCH)).sort((a, b) => a - b);
  for (let i = 0; i < KILLS; i += 1) {
    await (i < early ? spread(push.id, marks[i]) : sent(i));
    await kill(push.id);
    await gateway.start();
  }
  const end = await done(push.id);
  const text = report(end, judge({ log: google.log, kills, rows: await deliveries(push.id), devices }));
  process.stdout.write(text);
  if (values.database === undefined) {
    mkdirSync('bench/results', { recursive: true });
    writeFileSync(`bench/results/push-kill${ENGINE === 'sqlite' ? '' : `-${ENGINE}`}.txt`, text);
  }
} finally {
  await gateway?.end();
  await database?.destroy();
  await google.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function prepare() {
  const kindOf = (i) => (i < DEVICES ? 'reached' : i % 2 === 0 ? 'signed-out' : 'blocked');
  const reached = (await addDevices(database, DEVICES + OTHERS, kindOf)).slice(0, DEVICES);
  const special = new Set();
  while (special.size < DEAD_TOKENS + BUSY_TOKENS) special.add(reached[Math.floor(random() * DEVICES)]);
  const dead = new Set([...special].slice(BUSY_TOKENS));
  for (const [i, token] of [...special].slice(0, BUSY_TOKENS).entries()) {
    google.refusals.set(token, [i % 2 === 0 ? BUSY : QUOTA]);
  }
  for (const token of dead) google.refusals.set(token, [DEAD]);
  return { reached, dead };
}

/** When so many deliveries are written down, or a moment later. */
async function spread(id, mark) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const { recipients, state } = await look(id);
    if (recipients >= mark || state !== 'spreading') break;
    if (Date.now() > end) throw new Error('the spreading does not go on');
    await sleep(1);
  }
  await sleep(random() * 10);
}

/** In the middle of a batch, or, every third time, around the moment when the last message of a batch is answered. */
function sent(turn) {
  const isAtEnd = turn % 3 === 0;
  const share = (DEVICES - google.accepted) / (KILLS - turn + 1);
  let left = 1 + Math.floor(random() * 2 * share);
  const own = new Set();
  const pause = random() * (isAtEnd ? 30 : 60);
  return new Promise((resolve, reject) => {
    const patience = setTimeout(() => reject(new Error('the sending does not go on')), PATIENCE_MS);
    google.onAnswer = ({ delivery }) => {
      left -= 1;
      own.add(delivery);
      if (left > 0 || (isAtEnd && own.size % BATCH > 0)) return;
      google.onAnswer = () => undefined;
      clearTimeout(patience);
      setTimeout(resolve, pause);
    };
  });
}

/** And looks at what it left behind. */
async function kill(id) {
  const at = Date.now();
  await gateway.end();
  const { state, recipients } = await look(id);
  const rows = await deliveries(id);
  const unsettled = new Set(rows.filter((row) => row.state === 'queued' && row.lease !== null).map(({ uid }) => uid));
  const ended = rows.filter((row) => row.state !== 'queued').length;
  kills.push({ at, state, recipients, ended, unsettled, tokens: google.tokens });
  process.stderr.write(`kill ${kills.length} of ${KILLS}: ${state}, ${recipients} written down, ${ended} ended\n`);
}

async function look(id) {
  const [{ state, recipients }] = await database.query('SELECT state, recipients FROM pushes WHERE uid = ?', [id]);
  return { state, recipients: Number(recipients) };
}

function deliveries(id) {
  return database.query(
    `SELECT v.uid, v.state, v.lease, l.push_token AS "token", l.token_status AS "tokenStatus" FROM push_deliveries v
       JOIN pushes p ON p.brand_id = v.brand_id AND p.id = v.push_id
       LEFT JOIN user_devices l ON l.brand_id = v.brand_id AND l.id = v.link_id WHERE p.uid = ?`,
    [id],
  );
}

async function done(id) {
  const end = Date.now() + PATIENCE_MS;
  let push = await look(id);
  while (['spreading', 'sending'].includes(push.state) && Date.now() < end) {
    await sleep(200);
    push = await look(id);
  }
  return push;
}

function report({ state, recipients }, verdict) {
  const { faults, states, repeated } = verdict;
  const isGood = verdict.isGood && state === 'done' && recipients === DEVICES && kills.length === KILLS;
  process.exitCode = isGood ? 0 : 1;
  const inState = (name) => kills.filter((one) => one.state === name).length;
  const found = Object.entries(faults).filter(([, list]) => list.length > 0);
  const some = Object.fromEntries(found.map(([name, list]) => [name, list.slice(0, 5)]));
  const waiting = kills.filter(({ unsettled }) => unsettled.size > 0).length;
  return [
    'A gateway killed with SIGKILL while it sends one push to everybody',
    `command: node bench/push-kill/run.mjs ${DEVICES} ${KILLS} ${SEED}${ENGINE === 'sqlite' ? '' : ` --engine ${ENGINE}`}`,
    `machine: ${cpus().length} × ${cpus()[0].model}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}, ${((Date.now() - began) / 60_000).toFixed(1)} min`,
    '',
    `engine                                        ${ENGINE}`,
    `devices / phones that must not be reached     ${DEVICES} / ${OTHERS}`,
    `dead tokens / those that are refused once     ${DEAD_TOKENS} / ${verdict.refused}`,
    `kills while spreading / while sending         ${inState('spreading')} / ${inState('sending')}`,
    `kills with a batch under way                  ${waiting}`,
    `state of the push, recipients                 ${state}, ${recipients}`,
    `deliveries by state                           ${Object.entries(states)
      .map(([name, n]) => `${n} ${name}`)
      .join(', ')}`,
    `devices without the message                   ${faults.missing.length}`,
    `devices that were not meant                   ${faults.unasked.length}`,
    `dead tokens that the next push will meet      ${verdict.unburied}`,
    `devices that got it more than once            ${repeated.length}, at most ${verdict.most} by one kill`,
    `of these, not explained by a kill             ${faults.unexplained.length}`,
    `of these, under another delivery id           ${faults.otherId.length}`,
    `longest from first receipt to the kill        ${verdict.longest} ms`,
    '',
    isGood ? 'None forgotten.' : `NOT GOOD: ${JSON.stringify(some)}`,
    '',
  ].join('\n');
}
