// Bytes of JavaScript that a build has, not minified: node size.mjs [folder]
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const folder = process.argv[2] ?? join(import.meta.dirname, 'dist');
for (const form of ['esm', 'cjs']) {
  const files = readdirSync(join(folder, form)).filter((name) => name.endsWith('.js'));
  const code = Buffer.concat(files.map((name) => readFileSync(join(folder, form, name))));
  process.stdout.write(
    `${form}: ${files.length} files, ${code.length} bytes, ${gzipSync(code).length} gzipped as one\n`,
  );
}
