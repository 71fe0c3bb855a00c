import { ApiDocument, type Route } from '../support/api-document';
import { describeEngine } from '../support/describe-engine';
import type { JfwClient } from '../support/jfw-client';
import { People, PLENTY } from '../support/people';
import { TestGateway } from '../support/start-gateway';

const PREFIX = '/api/v1/';
const ROUTES = ApiDocument.read().routes.filter(({ path }) => path.startsWith(PREFIX));
const NO_ID = '0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c';

/** Whether a route demands a caller, and whether one is only welcome. */
function levelOf({ operation: { security = [] } }: Route): 'user' | 'optional' | 'brand' {
  const [first = {}, second] = security;
  return 'Auth-Key' in first ? 'user' : second ? 'optional' : 'brand';
}

/** Every route of openapi.json, called as nobody should be let in: a new one is among them by itself. */
describeEngine('every route refuses', () => {
  let gateway: TestGateway;
  let people: People;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    people = new People(gateway, await gateway.addBrand('a.example', { rateLimits: PLENTY }), 'a.example');
  });
  afterAll(() => gateway.close());

  /** What each route answers this client, by name. */
  async function answersOf(client: JfwClient, routes: readonly Route[] = ROUTES): Promise<Record<string, string>> {
    const answers: Record<string, string> = {};
    for (const { name, method, path } of routes) {
      const filled = path.slice(PREFIX.length).replaceAll(/\{\w+\}/g, NO_ID);
      const { status, code } = await client.send(method, filled);
      answers[name] = `${status} ${code ?? ''}`;
    }
    return answers;
  }

  const all = (routes: readonly Route[], answer: string) =>
    Object.fromEntries(routes.map(({ name }) => [name, answer]));
  const demanding = ROUTES.filter((route) => levelOf(route) === 'user');

  it('JFW-BRD-03: a brand that is not there', async () => {
    const answers = await answersOf(gateway.client('nobody.example'));
    expect(answers).toEqual(all(ROUTES, '404 BrandNotFound'));
  });

  it('JFW-BRD-03: a brand that is inactive', async () => {
    const id = await gateway.addBrand('closed.example', { rateLimits: PLENTY });
    await gateway.updateBrand(id, { status: 'Inactive' });
    const answers = await answersOf(gateway.client('closed.example'));
    expect(answers).toEqual(all(ROUTES, '403 BrandInactive'));
  });

  it('JFW-KEY-07: a caller without a key, where one is demanded', async () => {
    expect(demanding.length).toBeGreaterThan(20);
    const answers = await answersOf(gateway.client('a.example'), demanding);
    expect(answers).toEqual(all(demanding, '401 AuthKeyRequired'));
  });

  it('JFW-KEY-06: a key of another brand, where one is demanded', async () => {
    const other = new People(gateway, await gateway.addBrand('b.example', { rateLimits: PLENTY }), 'b.example');
    const { data } = await other.one();
    const client = gateway.client('a.example').with({ 'Auth-Key': data.authKey });
    expect(await answersOf(client, demanding)).toEqual(all(demanding, '401 AuthKeyInvalid'));
  });

  it('JFW-ADM-06: a caller without the permission, before anything is looked for', async () => {
    const { client } = await people.one();
    const guarded = demanding.filter(({ operation }) => /^Needs /.test(operation.description ?? ''));
    expect(guarded.length).toBeGreaterThan(1);
    expect(await answersOf(client, guarded)).toEqual(all(guarded, '403 AccessDenied'));
  });

  it('JFW-GEN-04, -08: a body that is no object, and a method that is not there', async () => {
    const taking = ROUTES.filter(({ operation }) => operation.requestBody !== undefined);
    const { client } = await people.one();
    for (const { name, method, path } of taking) {
      const answer = await client.send(method, path.slice(PREFIX.length).replaceAll(/\{\w+\}/g, NO_ID), '[]');
      expect([name, answer.status, answer.code]).toEqual([name, 400, 'RequestInvalid']);
    }
    const trace = await client.send('REPORT', 'users/me');
    expect([trace.status, trace.code, trace.headers.get('allow')]).toEqual([405, 'MethodNotAllowed', 'GET, HEAD']);
  });
});
