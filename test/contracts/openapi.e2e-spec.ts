import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { declaredRoutes } from '../../src/protocols/wire/declared-routes';
import { describeEngine } from '../support/describe-engine';
import { TestGateway } from '../support/start-gateway';

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly responses: Readonly<Record<string, unknown>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Files of the documentation, and the hosted pages, which answer people (docs/pages.md). */
const BESIDE_THE_API = /^\/(?:docs\/|pages\/:brand)/;

const COMMITTED = readFileSync(join(__dirname, '../../openapi.json'), 'utf8');

describeEngine('openapi.json', () => {
  let gateway: TestGateway;
  let document: Document;
  let text: string;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    text = await (await fetch(`${gateway.origin}/openapi.json`)).text();
    document = JSON.parse(text) as Document;
  });
  afterAll(() => gateway.close());

  const operations = (): (readonly [string, Operation])[] =>
    Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
    );

  it('in the repository is what the gateway serves', () => {
    const isCurrent = `${JSON.stringify(document, null, 2)}\n` === COMMITTED;
    expect(isCurrent ? 'current' : 'openapi.json is out of date: run npm run openapi').toBe('current');
  });

  it('describes every route there is', () => {
    const { router } = gateway.gateway.app.getHttpAdapter().getInstance() as unknown as {
      router: { stack: { route?: { path: string; methods: Record<string, boolean> } }[] };
    };
    const routes = router.stack.flatMap(({ route }) =>
      route && !BESIDE_THE_API.test(route.path)
        ? Object.keys(route.methods).map((m) => `${m.toUpperCase()} ${route.path}`)
        : [],
    );
    const described = operations().map(([name]) => name.replaceAll(/\{(\w+)\}/g, ':$1'));
    expect(routes.length).toBeGreaterThan(20);
    expect(described.sort()).toEqual(routes.sort());
  });

  it('says of each operation what it is, how it succeeds and how it is refused', () => {
    const ids = operations().map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [name, { summary, responses }] of operations()) {
      expect([name, summary?.length ?? 0]).not.toEqual([name, 0]);
      expect(Object.keys(responses).some((status) => status.startsWith('2'))).toBe(true);
      if (name.includes('/api/')) expect(Object.keys(responses)).toContain('429');
    }
  });

  it('knows what each route answers: one without @Answers is named here', () => {
    const undeclared = [...declaredRoutes(gateway.gateway.app)].filter(
      ([name, { answers, requirement }]) => !answers && (requirement?.level !== 'open' || name.includes(' /api/')),
    );
    const names = undeclared.map(([name]) => name);
    expect(names.filter((name) => !name.includes(' /pages/{brand}'))).toEqual([]);
  });

  it('names the Auth Key where one is demanded, and nowhere else', () => {
    const find = (name: string) => operations().find(([own]) => own === name)?.[1].security?.[0] ?? {};
    expect(Object.keys(find('GET /api/v1/users/me'))).toEqual(['Brand-URL', 'Auth-Key']);
    expect(Object.keys(find('POST /api/v1/users/auth'))).toEqual(['Brand-URL']);
  });

  it('refers to nothing that is not there', () => {
    const components = (JSON.parse(text) as { components: Record<string, object> }).components;
    const references = [...text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(100);
    expect(references.filter(([, kind = '', name = '']) => !(name in (components[kind] ?? {})))).toEqual([]);
  });
});
