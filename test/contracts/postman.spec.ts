import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { ApiDocument } from '../support/api-document';

const ROOT = join(__dirname, '../..');

interface Header {
  readonly key: string;
  readonly value: string;
  readonly disabled?: boolean;
}
interface Item {
  readonly id: string;
  readonly name: string;
  readonly item?: readonly Item[];
  readonly event: readonly { readonly listen: string; readonly script: { readonly exec: readonly string[] } }[];
  readonly request: {
    readonly method: string;
    readonly header: readonly Header[];
    readonly url: { readonly host: readonly string[]; readonly path: readonly string[] };
  };
}
interface Collection extends Pick<Item, 'item'> {
  readonly variable: readonly { readonly key: string }[];
}

describe('docs/brandgate.postman_collection.json', () => {
  const collection = JSON.parse(
    readFileSync(join(ROOT, 'docs/brandgate.postman_collection.json'), 'utf8'),
  ) as Collection;
  const requests = (collection.item ?? []).flatMap(({ item = [] }) => item);
  const nameOf = ({ request: { method, url } }: Item) =>
    `${method} /${url.path.map((segment) => segment.replace(/^:(.*)$/, '{$1}')).join('/')}`;
  const find = (name: string): Item => requests.find((item) => nameOf(item) === name)!;

  it('is made from openapi.json', async () => {
    const check = promisify(execFile)(process.execPath, ['scripts/postman.mjs', '--check'], { cwd: ROOT });
    await expect(check).resolves.toMatchObject({ stderr: '' });
  }, 30_000);

  it('has a request for every operation, with an id of its own', () => {
    expect(requests.map(nameOf).sort()).toEqual(
      ApiDocument.read()
        .routes.map(({ name }) => name)
        .sort(),
    );
    expect(new Set(requests.map(({ id }) => id)).size).toBe(requests.length);
  });

  it('fills brand, key and device in from variables that it has', () => {
    const text = JSON.stringify(collection);
    const used = new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name));
    expect(collection.variable.map(({ key }) => key).sort()).toEqual([...used].sort());
    const sent = find('GET /api/v1/users/me').request.header.filter(({ disabled }) => disabled !== true);
    expect(sent.map(({ key, value }) => [key, value])).toEqual([
      ['Brand-URL', '{{brandUrl}}'],
      ['Auth-Key', '{{authKey}}'],
      ['X-Device-Code', '{{deviceCode}}'],
    ]);
  });

  it.each(['users/auth', 'users/auth/phone-number', 'users/auth/refresh-auth-key'])('keeps the keys of %s', (path) => {
    const kept = new Map<string, string>();
    const script = find(`POST /api/v1/${path}`).event.flatMap(({ script: { exec } }) => exec);
    const answer = { data: { authKey: 'bgk_1', refreshAuthKey: 'bgr_1' } };
    const collectionVariables = { set: (name: string, value: string) => kept.set(name, value) };
    runInNewContext(script.join('\n'), { pm: { response: { json: () => answer }, collectionVariables } });
    expect([...kept]).toEqual([
      ['authKey', 'bgk_1'],
      ['refreshAuthKey', 'bgr_1'],
    ]);
  });

  it('leaves the keys alone when a sign-in is refused', () => {
    const kept = new Map<string, string>();
    const script = find('POST /api/v1/users/auth').event.flatMap(({ script: { exec } }) => exec);
    const pm = { response: { json: () => ({ data: null }) }, collectionVariables: kept };
    runInNewContext(script.join('\n'), { pm });
    expect([...kept]).toEqual([]);
  });
});
