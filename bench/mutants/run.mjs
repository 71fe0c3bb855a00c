// Proof that the tests of races, of token ownership and of the wall between brands can fail: the sources are copied, one
// condition is taken out, the tests that guard it run, and must turn red. `npm run test:mutants` runs all of them,
// `npm run test:mutants -- tenancy` one set. What came of it is written to bench/results, a file a set.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { MUTANTS } from './mutants.mjs';
import { PUSH } from './push.mjs';
import { TENANCY } from './tenancy.mjs';

/** Results by the name of their file. */
const SETS = { mutants: MUTANTS, tenancy: TENANCY, 'push-mutants': PUSH };

const COPIED = [
  'src',
  'test',
  'package.json',
  'openapi.json',
  'jest.config.cjs',
  'ormconfig.ts',
  'tsconfig.json',
  '.swcrc',
];
const JEST = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  '-i',
];

const PATIENCE_MS = 900_000;

const root = mkdtempSync(join(tmpdir(), 'brandgate-mutants-'));
for (const part of COPIED) cpSync(part, join(root, part), { recursive: true });
symlinkSync(resolve('node_modules'), join(root, 'node_modules'));

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SETS);
for (const name of chosen) await tryAll(name, SETS[name]);
rmSync(root, { recursive: true, force: true });

async function tryAll(name, mutants) {
  await requireGreen(mutants);
  const lines = [];
  for (const mutant of mutants) {
    const isKilled = await isNoticed(mutant);
    lines.push(`${isKilled ? 'noticed ' : 'SURVIVED'}  ${mutant.name}  (${mutant.run.tests}, ${mutant.run.project})`);
    process.stderr.write(`${lines.at(-1)}\n`);
  }
  report(name, lines);
}

/** A test that is red without any mutant would notice everything. */
async function requireGreen(mutants) {
  const runs = new Map(mutants.map(({ run }) => [JSON.stringify(run), run]));
  for (const run of runs.values()) {
    if (await passes(run)) continue;
    rmSync(root, { recursive: true, force: true });
    throw new Error(`${run.tests} (${run.project}) fails as it is; start it with "npm run test:mutants"`);
  }
}

async function isNoticed({ file, from, to, run }) {
  const path = join(root, file);
  const source = readFileSync(path, 'utf8');
  if (!source.includes(from)) throw new Error(`${file} does not contain: ${from}`);
  writeFileSync(
    path,
    source.replace(from, () => to),
  );
  const passed = await passes(run);
  writeFileSync(path, source);
  return !passed;
}

function passes({ tests, project, only, env = {} }) {
  const some = only === undefined ? [] : ['-t', only];
  const args = [...JEST, '--selectProjects', project, ...some, '--', tests];
  return new Promise((resolved) => {
    // A mutant may run in circles: that is noticed, too.
    const options = { cwd: root, env: { ...process.env, ...env }, maxBuffer: 2 ** 26, timeout: PATIENCE_MS };
    execFile(process.execPath, args, options, (error) => resolved(error === null));
  });
}

function report(name, lines) {
  const survivors = lines.filter((line) => line.startsWith('SURVIVED')).length;
  const head = [
    'Conditions taken out of the sources one by one; the tests named with each must notice',
    `command: npm run test:mutants -- ${name}`,
    `machine: ${cpus().length} × ${cpus()[0].model}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`,
    '',
  ];
  mkdirSync('bench/results', { recursive: true });
  writeFileSync(
    `bench/results/${name}.txt`,
    [...head, ...lines, '', `${survivors} of ${lines.length} survived`, ''].join('\n'),
  );
  if (survivors > 0) process.exitCode = 1;
}
