// Guarded users/me against a stock empty Nest route and bare node:http: all three run, rounds take turns, ratios are
// made round by round and their median is the result (docs/performance.md, "Method").
import { mkdirSync, writeFileSync } from 'node:fs';
import { start, usage } from '../shared/child.mjs';
import { inTurn, machine, median, spread } from '../shared/figures.mjs';
import { load } from './loader.mjs';

const NAMES = ['bare-http', 'stock-nest', 'guarded-me'];
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 3);

const variants = await Promise.all(
  NAMES.map(async (name) => ({ name, ...(await start(new URL(`./variants/${name}.mjs`, import.meta.url))) })),
);
for (const variant of variants) await load(variant.target, 2);
const rows = [];
for (let round = 0; round < ROUNDS; round += 1) {
  for (const variant of inTurn(round, variants)) {
    const before = await usage(variant);
    const result = await load(variant.target, SECONDS);
    const after = await usage(variant);
    if (result.failures > 0) throw new Error(`${variant.name}: ${result.failures} answers were refusals`);
    const cpu = (after.cpuMicros - before.cpuMicros) / result.requests;
    rows.push({ round, name: variant.name, ...result, cpu, rss: after.rssBytes / 2 ** 20 });
  }
  process.stderr.write(`round ${round + 1} of ${ROUNDS}\n`);
}
for (const { child } of variants) child.disconnect();
report();

function report() {
  const of = (name, figure) => rows.filter((row) => row.name === name).map((row) => row[figure]);
  const lines = [
    `GET /api/v1/users/me, guarded and warm, against a stock empty Nest route and bare node:http`,
    `command: npm run bench   (wrk -t1 -c64 -d${SECONDS}s, ${ROUNDS} rounds in turns, medians)`,
    machine(),
    '',
    'variant        requests/s   p50 ms   p99 ms   CPU µs   RSS MB',
    ...NAMES.map((name) =>
      [
        name.padEnd(13),
        median(of(name, 'perSecond')).toFixed(0).padStart(11),
        median(of(name, 'p50')).toFixed(2).padStart(8),
        median(of(name, 'p99')).toFixed(2).padStart(8),
        median(of(name, 'cpu')).toFixed(1).padStart(8),
        median(of(name, 'rss')).toFixed(0).padStart(8),
      ].join(' '),
    ),
    '',
    ratio('guarded-me', 'stock-nest', 'perSecond', 'requests/s'),
    ratio('guarded-me', 'bare-http', 'perSecond', 'requests/s'),
    ratio('guarded-me', 'stock-nest', 'cpu', 'CPU µs per request'),
  ];
  const text = `${lines.join('\n')}\n`;
  process.stdout.write(text);
  mkdirSync(new URL('../results/', import.meta.url), { recursive: true });
  writeFileSync(new URL('../results/hot-path.txt', import.meta.url), text);
}

function ratio(a, b, figure, label) {
  const ratios = Array.from({ length: ROUNDS }, (_, round) => {
    const value = (name) => rows.find((row) => row.round === round && row.name === name)[figure];
    return value(a) / value(b);
  });
  return `${a} / ${b}, ${label}: ${spread(ratios, 2)}`;
}
