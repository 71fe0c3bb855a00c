import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PACKAGE = join(__dirname, '..');
const COMPILER = require.resolve('typescript/bin/tsc');
// The compiler runs several times.
jest.setTimeout(120_000);

/** What an app would do; `load` brings the package in. */
const APP = (load: string): string => `
(async () => {
  const { BrandgateClient, BrandgateError, NetworkError } = ${load};
  const seen = [];
  const client = new BrandgateClient({ gatewayUrl: process.argv[2], brand: 'a.example', device: { code: 'node-1', name: 'Máy' } });
  client.on('signedIn', ({ userId }) => seen.push('signed in ' + userId));
  await client.signIn({ username: 'ada', password: 'x' });
  seen.push((await client.me()).username);
  seen.push(await client.request('GET', 'nowhere').catch((error) => error instanceof BrandgateError && error.code));
  const offline = new BrandgateClient({ gatewayUrl: 'http://127.0.0.1:1', timeoutMs: 5000 });
  seen.push(await offline.me().catch((error) => error instanceof NetworkError && error.name));
  // What a listener throws comes up, but not in the call.
  process.once('unhandledRejection', (error) => console.log(JSON.stringify([...seen, error.message])));
  client.on('signedOut', () => { throw new RangeError('of the app'); });
  client.on('signedOut', () => seen.push('signed out'));
  await client.signOut();
})();
`;

/** What a program in TypeScript would write. */
const TYPED_APP = `
import { BrandgateClient, BrandgateError, type HandledPush, type KeyStorage, type Signal, type User } from '@brandgate/client';
declare const storage: KeyStorage;
declare const signal: Signal;
const client = new BrandgateClient({ gatewayUrl: 'https://gw.example', storage });
export async function app(error: unknown): Promise<readonly string[]> {
  const user: User = await client.me({ signal });
  const push: HandledPush = await client.handlePush({ data: 1 }, { signal });
  client.on('appUpdateRequired', ({ storeUrl }) => push.isSignedOut || storeUrl?.length);
  // @ts-expect-error: there is no such event
  client.on('nothing', () => undefined);
  // @ts-expect-error: the user's id is a text
  const wrong: number = user.id;
  if (error instanceof BrandgateError && error.is('OtpRequired')) return error.data.methods;
  return error instanceof BrandgateError && error.code === 'UserLocked' ? [String(wrong)] : [];
}
`;

const GLOBAL_FETCH_APP = `
import { BrandgateClient } from '@brandgate/client';
export const client = new BrandgateClient({ gatewayUrl: 'https://gw.example', fetch });
export const user = client.me({ signal: new AbortController().signal });
`;

const BUNDLED = { module: 'esnext', moduleResolution: 'bundler' };

describe('the package', () => {
  let folder: string;
  let server: Server;
  const installed = () => join(folder, 'node_modules', '@brandgate', 'client');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bg-sdk-'));
    await mkdir(installed(), { recursive: true });
    await run(process.execPath, [join(PACKAGE, 'build.mjs'), join(installed(), 'dist')]);
    await cp(join(PACKAGE, 'package.json'), join(installed(), 'package.json'));
    server = createServer((request, response) => {
      const isKnown = request.url !== '/api/v1/nowhere';
      const keys = { authKey: 'bgk_1', refreshAuthKey: 'bgr_1', expiresIn: '2999-01-01T00:00:00.000Z' };
      const errors = isKnown ? [] : [{ code: 'RouteNotFound', message: '', correlationId: 'c' }];
      response.writeHead(isKnown ? 200 : 404, { 'Content-Type': 'application/json' });
      response.end(
        JSON.stringify({ success: isKnown, message: '', data: { id: '1', username: 'ada', ...keys }, errors }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const codeOf = async (form: string) => {
    const files = await readdir(join(installed(), 'dist', form));
    return Promise.all(
      files
        .filter((name) => name.endsWith('.js'))
        .map((name) => readFile(join(installed(), 'dist', form, name), 'utf8')),
    );
  };

  it.each([
    ['import()', 'mjs', "await import('@brandgate/client')"],
    ['require()', 'cjs', "require('@brandgate/client')"],
  ])('works in plain Node by %s', async (_, extension, load) => {
    const app = join(folder, `app.${extension}`);
    await writeFile(app, APP(load));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { stdout } = await run(process.execPath, [app, origin]);
    expect(JSON.parse(stdout)).toEqual([
      ...['signed in 1', 'ada', 'RouteNotFound', 'NetworkError', 'signed out', 'of the app'],
    ]);
  });

  it.each(['esm', 'cjs'])('%s: uses nothing that one of its platforms lacks', async (form) => {
    const code = (await codeOf(form)).join('\n').replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '');
    const loaded = [...code.matchAll(/(?:from|require\(|import\()\s*["']([^"']+)/g)].map(([, what]) => what!);
    expect(loaded.length).toBeGreaterThan(20);
    expect(loaded.filter((what) => !/^\.\/[a-z-]+\.js$/.test(what))).toEqual([]);
    expect(code).not.toMatch(
      /\b(Buffer|process|crypto|document|window|localStorage|navigator|URL|URLSearchParams)\b[.(]/,
    );
    expect(code).not.toMatch(/AbortSignal\.|structuredClone|TextEncoder/);
  });

  it.each([
    ['no platform’s types', TYPED_APP, { lib: ['es2020'], ...BUNDLED }],
    ['those of the DOM', GLOBAL_FETCH_APP, { lib: ['es2022', 'dom'], ...BUNDLED }],
    ['those of the DOM, by require', GLOBAL_FETCH_APP, { lib: ['es2022', 'dom'], module: 'node20' }],
  ])('is typed with %s', async (_, source, platform) => {
    const app = await mkdtemp(join(folder, 'typed-'));
    await writeFile(join(app, 'app.ts'), source);
    const compilerOptions = { strict: true, noEmit: true, types: [], ...platform };
    await writeFile(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    const complaints = run(process.execPath, [COMPILER, '-p', app]).then(
      () => '',
      (error: unknown) => (error as { stdout: string }).stdout,
    );
    expect(await complaints).toBe('');
  });
});
