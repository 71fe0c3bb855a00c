// ES modules and CommonJS, each with its type declarations, by the TypeScript compiler alone.
// node build.mjs [folder]; without one, to dist beside this file.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const here = import.meta.dirname;
const folder = resolve(process.argv[2] ?? join(here, 'dist'));
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

rmSync(folder, { recursive: true, force: true });
for (const form of ['esm', 'cjs']) {
  const what = ['-p', join(here, `tsconfig.${form}.json`), '--outDir', join(folder, form)];
  const { status } = spawnSync(process.execPath, [compiler, ...what], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}
// The package's own "type" is "module"; below here it is not.
writeFileSync(join(folder, 'cjs', 'package.json'), '{ "type": "commonjs" }\n');
