// Many more histories of the push-token model (test/models) than a test run has time for, in portions with a seed each,
// one per core at a time; what they came to is written to bench/results/push-token-model.txt.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { randomInt } from 'node:crypto';

const RUNS = Number(process.env.MODEL_RUNS ?? 100_000);
const LANES = Number(process.env.MODEL_LANES ?? availableParallelism());
/** A process of its own for each: what one gateway keeps in memory of its past stays bounded. */
const PORTION = 10_000;
const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const began = Date.now();
const left = Array.from({ length: Math.ceil(RUNS / PORTION) }, (_, i) => Math.min(PORTION, RUNS - i * PORTION));
const parts = [];

await Promise.all(Array.from({ length: LANES }, lane));
mkdirSync('bench/results', { recursive: true });
writeFileSync('bench/results/push-token-model.txt', report());
process.exitCode = parts.every(({ isGood }) => isGood) ? 0 : 1;

async function lane() {
  for (let runs = left.pop(); runs !== undefined; runs = left.pop()) parts.push(await run(runs));
}

function run(runs) {
  const seed = randomInt(2 ** 31);
  const env = { ...process.env, MODEL_RUNS: String(runs), MODEL_SEED: String(seed) };
  const child = spawn(process.execPath, [...JEST, '-i', '--selectProjects', 'sqlite', '--', 'test/models'], { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => {
    child.once('exit', (code) => {
      process.stderr.write(`seed ${seed}: ${code === 0 ? 'no counterexample' : output}\n`);
      resolve({
        runs,
        seed,
        isGood: code === 0,
        fault: output.match(/Counterexample: .*/)?.[0] ?? `exit code ${code}`,
      });
    });
  });
}

function report() {
  const minutes = ((Date.now() - began) / 60_000).toFixed(0);
  return [
    'Model of people, phones and push tokens: whoever holds a push token is signed in on that phone',
    'command: npm run test:model',
    `machine: ${cpus().length} × ${cpus()[0].model}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}, ${minutes} min`,
    '',
    ...parts.map(
      ({ runs, seed, isGood, fault }) => `${runs} histories, seed ${seed}: ${isGood ? 'no counterexample' : fault}`,
    ),
    '',
  ].join('\n');
}
