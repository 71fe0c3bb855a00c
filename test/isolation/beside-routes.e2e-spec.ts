import { describeEngine } from '../support/describe-engine';
import { sendRaw } from '../support/raw-http';
import { NO_TENANT_DATA } from './cases/all-cases';
import { canariesOf } from './examine';
import type { Asked } from './line';
import { told } from './told';
import type { Canaries } from './trial';
import { World } from './world';

const SCRAPER = 'scrape-me-0123456789-0123456789-0123456789';
const NOTHING = { texts: new Map<string, string>(), varies: [] };

jest.setTimeout(60_000);

describeEngine('ways in that are no routes, or know nothing of brands', () => {
  let world: World;
  let canaries: Canaries;
  /** Header lines that name a brand and a caller: nobody, people of both brands, an Admin, a SuperAdmin. */
  let callers: Readonly<Record<string, string>>[];
  let ids: string[];

  beforeAll(async () => {
    world = await World.build();
    canaries = await canariesOf(world);
    const { admins, residents, brands } = world;
    const people = await Promise.all(
      [residents.a, residents.b, admins.a, admins.platform].map((person) => world.caller(person.mark, person)),
    );
    callers = [{}, { 'Brand-URL': brands.b.domain }, ...people.map(({ headers }) => headers)];
    callers.push({ ...people[0]?.headers, Host: brands.b.domain });
    ids = [await residents.a.get('userId'), await residents.b.get('userId'), await residents.b.get('deviceId')];
  }, 60_000);
  afterAll(() => world.close());

  const expectNoCanary = (text: string) => {
    for (const canary of [...canaries.a, ...canaries.b]) expect(text).not.toContain(canary);
  };

  it.each(Object.keys(NO_TENANT_DATA))('SEC-TEN-09: %s answers everybody alike, whatever they name', async (name) => {
    const [method = '', path = ''] = name.split(' ');
    for (const query of ['', `?brandUrl=${world.brands.b.domain}&userId=${ids[1] ?? ''}`]) {
      const answers = new Set<string>();
      for (const headers of callers) {
        const asked: Asked = { method, url: `${path}${query}`, headers, body: undefined };
        answers.add(told(await world.line.ask(asked), NOTHING));
      }
      expectNoCanary([...answers].join('\n'));
      expect([...answers]).toHaveLength(1);
      expect([...answers][0]).toMatch(/^[234]/);
    }
  });

  it('SEC-TEN-09: metrics name no brand and nobody in it, to who may read them', async () => {
    await world.setGatewaySetting('metricsToken', SCRAPER);
    for (const headers of callers)
      await world.line.ask({ method: 'GET', url: '/api/v1/users/me', headers, body: undefined });
    const headers = { Authorization: `Bearer ${SCRAPER}` };
    const { status, text } = await world.line.ask({ method: 'GET', url: '/metrics', headers, body: undefined });
    expect([status, text.includes('brandgate_answers_total')]).toEqual([200, true]);
    expectNoCanary(text);
  });

  it.each(['upgrade', 'connect', 'clientError'])(
    'SEC-TEN-09: on %s: nobody learns anything of a brand',
    async (event) => {
      const before = await world.rows(world.brands.b);
      const answers = new Set<string>();
      for (const headers of callers) {
        for (const id of ids) {
          const lines = Object.entries({ Host: 'gw.localhost', ...headers }).map(
            ([name, value]) => `${name}: ${value}\r\n`,
          );
          const { text } = await sendRaw(world.gateway.port, rawRequest(event, `/api/v1/users/${id}`, lines.join('')));
          answers.add(withoutCorrelation(text));
        }
      }
      expectNoCanary([...answers].join('\n'));
      expect([...answers]).toHaveLength(1);
      expect([...answers][0]).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(before.changesTo(await world.rows(world.brands.b))).toEqual([]);
    },
  );

  it('SEC-TEN-09: paths that are no routes, and methods that a route has not, tell nothing of ids', async () => {
    const ask = async (method: string, path: string, headers: Readonly<Record<string, string>>) =>
      told(await world.line.ask({ method, url: path, headers, body: undefined }), NOTHING);
    for (const headers of callers) {
      const [own, foreign] = ids;
      for (const [method, path] of [
        ['PUT', '/api/v1/devices/by-code/:id'],
        ['GET', '/api/v1/nothing/:id'],
        ['OPTIONS', '/api/v1/devices/:id'],
        ['PROPFIND', '/api/v1/devices/:id'],
      ] as const) {
        const at = (id: string | undefined) => ask(method, path.replace(':id', id ?? ''), headers);
        expect(await at(foreign)).toBe(await at(own));
      }
    }
  });
});

function rawRequest(event: string, path: string, lines: string): string {
  if (event === 'upgrade') return `GET ${path} HTTP/1.1\r\n${lines}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
  if (event === 'connect') return `CONNECT ${path} HTTP/1.1\r\n${lines}\r\n`;
  return `GET ${path} HTTP/1.1\r\n${lines}Broken header\r\n\r\n`;
}

function withoutCorrelation(text: string): string {
  return text.replace(/"correlationId":"[^"]*"/g, '').replace(/X-Correlation-ID: [^\r]*/i, '');
}
