import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrandId } from '../../src/kernel/ids';
import { describeEngine } from '../support/describe-engine';
import { People, PLENTY } from '../support/people';
import { TestGateway } from '../support/start-gateway';
import { blocksOf, type Route, routesOf } from './permissions-page';

const PAGE = join(__dirname, '../../docs/permissions.md');
const NOBODY = '0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c';

/** The page with its generated parts as they are by now. */
function renewed(page: string, blocks: Readonly<Record<string, string>>): string {
  return Object.entries(blocks).reduce((text, [name, block]) => {
    const part = new RegExp(`(<!-- generated: ${name} -->)[^]*?(<!-- end -->)`);
    if (!part.test(text)) throw new Error(`docs/permissions.md has no part "${name}"`);
    return text.replace(part, (_, head: string, foot: string) => `${head}\n\n${block}\n\n${foot}`);
  }, page);
}

describeEngine('docs/permissions.md', () => {
  let gateway: TestGateway;
  let people: People;
  let brandId: BrandId;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    people = new People(gateway, brandId, 'a.example');
  });
  afterAll(() => gateway.close());

  const native = () => routesOf(gateway).filter(({ name }) => name.includes(' /api/v1/'));
  const pathOf = ({ name }: Route) => name.replace(/^\w+ \/api\/v1\//, '').replaceAll(/:\w+/g, NOBODY);

  it('is what the code says; after a change of either run: npm run permissions', () => {
    const page = readFileSync(PAGE, 'utf8');
    const expected = renewed(page, blocksOf(gateway));
    if (process.env['PERMISSIONS_PAGE'] === 'write') writeFileSync(PAGE, expected);
    else expect(page).toBe(expected);
  });

  it('knows every route that the router has', () => {
    const { router } = gateway.gateway.app.getHttpAdapter().getInstance() as unknown as {
      router: { stack: { route?: { path: string; methods: Record<string, boolean> } }[] };
    };
    const routes = router.stack.flatMap(({ route }) =>
      route?.path.startsWith('/api/v1/')
        ? Object.keys(route.methods).map((m) => `${m.toUpperCase()} ${route.path}`)
        : [],
    );
    expect(routes.length).toBeGreaterThan(15);
    expect(native().map(({ name }) => name)).toEqual(expect.arrayContaining(routes));
  });

  it('JFW-ADM-06: every route with a permission is 403 without it, before anything is looked up or read', async () => {
    const { client } = await people.one();
    const guarded = native().filter(({ requirement }) => requirement.permission !== undefined);
    expect(guarded.length).toBeGreaterThan(20);
    for (const route of guarded) {
      const [method = ''] = route.name.split(' ');
      const answer = await client.send(method, pathOf(route), method === 'GET' ? undefined : { unknown: 1 });
      expect([route.name, answer.status, answer.code]).toEqual([route.name, 403, 'AccessDenied']);
    }
  });

  it('every route that wants a key is 401 without one', async () => {
    const client = gateway.client('a.example');
    for (const route of native().filter(({ requirement }) => requirement.level === 'user')) {
      const [method = ''] = route.name.split(' ');
      const answer = await client.send(method, pathOf(route), method === 'GET' ? undefined : {});
      expect([route.name, answer.status, answer.code]).toEqual([route.name, 401, 'AuthKeyRequired']);
    }
  });
});
