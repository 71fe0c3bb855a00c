import { RefusalBuffer } from '../../../src/core/refusals/refusal-buffer';
import { RefusalEntity } from '../../../src/core/refusals/refusal.entity';
import type { NewRefusal } from '../../../src/core/refusals/refusal.repository';
import { ExplainRefusalFlow } from '../../../src/flows/explain-refusal/explain-refusal.flow';
import { PruneRefusalsFlow } from '../../../src/flows/prune-refusals/prune-refusals.flow';
import type { BrandId } from '../../../src/kernel/ids';
import { Metrics } from '../../../src/ports/metrics.port';
import { describeEngine } from '../../support/describe-engine';
import type { JfwAnswer, JfwClient } from '../../support/jfw-client';
import { People, plain, PLENTY } from '../../support/people';
import { ADMIN, TestGateway } from '../../support/start-gateway';
import { statementsOf } from '../../support/statement-count';

const HOUR_MS = 3_600_000;

interface Told {
  readonly correlationId: string;
  readonly brand: { readonly id: string; readonly code: string } | null;
  readonly route: string | null;
  readonly status: number;
  readonly code: string;
  readonly steps: readonly { readonly name: string; readonly outcome: string; readonly reason: string | null }[];
}

describeEngine('GET refusals/{correlationId}', () => {
  let gateway: TestGateway;
  let parentId: BrandId;
  let root: JfwClient;
  let admin: JfwClient;
  let people: People;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    await gateway.updateBrand(await gateway.platformId(), { settings: { rateLimits: PLENTY } });
    parentId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    await gateway.addBrand('child.example', { rateLimits: PLENTY }, parentId);
    await gateway.addBrand('b.example', { rateLimits: PLENTY });
    people = new People(gateway, parentId, 'a.example');
    admin = (await people.one({}, 'Admin')).client;
    const { data } = await gateway.client('localhost').signIn(ADMIN.username, ADMIN.password);
    root = gateway.client('localhost').with({ 'Auth-Key': data.authKey });
  });
  afterAll(() => gateway.close());

  const nextId = () => `why-${(count += 1)}`;
  const ask = async (client: JfwClient, id: string, query = ''): Promise<JfwAnswer<Told[]>> => {
    await gateway.flush();
    return client.get<Told[]>(`refusals/${id}${query}`);
  };
  /** A request without a key, which is refused. */
  async function refused(domain: string, headers: Record<string, string> = {}): Promise<string> {
    const id = nextId();
    await gateway
      .client(domain)
      .with({ 'X-Correlation-ID': id, ...headers })
      .get('users/me');
    return id;
  }

  it('tells each step with its outcome and reason, and no id that is not public', async () => {
    const id = await refused('a.example', { 'Auth-Key': 'bgk_nonsense' });
    const { status, data } = await ask(admin, id);
    expect(status).toBe(200);
    expect(data).toHaveLength(1);
    expect(Object.keys(data[0] ?? {})).toEqual([
      ...['correlationId', 'date', 'brand', 'dialect', 'method', 'route', 'status', 'code', 'userId', 'authKeyId'],
      ...['address', 'steps'],
    ]);
    expect(data[0]).toMatchObject({
      ...{ correlationId: id, dialect: 'jfw', method: 'GET', route: '/api/v1/users/me', status: 401 },
      ...{ code: 'auth-key.invalid', userId: null, authKeyId: null, address: '127.0.0.1' },
      brand: { id: expect.stringMatching(/^[0-9a-f-]{36}$/), code: 'a-example' },
    });
    expect(data[0]?.steps.map(({ name, outcome, reason }) => [name, outcome, reason])).toEqual([
      ['accept', 'passed', null],
      ['find-route', 'passed', null],
      ['read-request', 'passed', null],
      ['check-headers', 'passed', null],
      ['resolve-brand', 'passed', 'brand a-example, named by the Brand-URL'],
      ['check-app-version', 'passed', null],
      ['resolve-auth-key', 'refused', 'what was sent is no Auth-Key'],
      ['register-device', 'not-reached', null],
      ['require-device', 'not-reached', null],
      ['check-access', 'not-reached', null],
      ['validate', 'not-reached', null],
      ['handle', 'not-reached', null],
    ]);
  });

  it('newest first, at most twenty, when a client uses an id again', async () => {
    const id = nextId();
    const client = gateway.client('a.example').with({ 'X-Correlation-ID': id });
    for (let i = 0; i < 22; i += 1) await client.get('users/me');
    await client.get('devices/current');
    const { data } = await ask(admin, id);
    expect(data).toHaveLength(20);
    expect(data.map(({ route }) => route).slice(0, 2)).toEqual(['/api/v1/devices/current', '/api/v1/users/me']);
  });

  it('JFW-ADM-06: needs BRAND.READ, whether or not there is such a refusal', async () => {
    const { client } = await people.one();
    const answers = [await ask(client, await refused('a.example')), await ask(client, 'no-such-id')];
    expect(answers.map(({ status, code }) => [status, code])).toEqual(Array(2).fill([403, 'AccessDenied']));
    expect(plain(answers[0]?.text ?? '')).toBe(plain(answers[1]?.text ?? ''));
  });

  it('SEC-TEN-03: of another brand, without a brand, unknown and malformed are one answer', async () => {
    const elsewhere = await refused('b.example');
    const nobodys = await refused('nobody.example');
    const answers = [elsewhere, nobodys, 'no-such-id', '%21', 'x'.repeat(65)].map((id) => ask(admin, id));
    const told = await Promise.all(answers);
    expect(told.map(({ status, code }) => [status, code])).toEqual(Array(5).fill([404, 'RefusalNotFound']));
    expect(new Set(told.map(({ text }) => plain(text))).size).toBe(1);
  });

  it('JFW-CAL-04: a brand below the own one is read by naming it as target', async () => {
    const id = await refused('child.example');
    expect((await ask(admin, id)).status).toBe(404);
    const { status, data } = await ask(admin, id, '?brandUrl=child.example');
    expect([status, data[0]?.brand?.code]).toEqual([200, 'child-example']);
    expect((await ask(admin, id, '?brandUrl=b.example')).code).toBe('BrandCrossNotAllowed');
  });

  it('requests that named no brand are told a SuperAdmin who acts on the platform brand', async () => {
    const id = await refused('nobody.example');
    const { status, data } = await ask(root, id);
    expect([status, data[0]?.brand]).toEqual([200, null]);
    expect((await ask(root, id, '?brandUrl=a.example')).status).toBe(404);
    // Each brand's own ones only as the target, also for a SuperAdmin.
    const own = await refused('b.example');
    expect((await ask(root, own)).status).toBe(404);
    expect((await ask(root, own, '?brandUrl=b.example')).data[0]?.brand?.code).toBe('b-example');
  });

  it('SEC-TEN-03: a key of another brand is an unknown one to the brand, and told to the installation', async () => {
    const { data } = await people.one();
    const id = await refused('child.example', { 'Auth-Key': data.authKey });
    const reasonFor = async (client: JfwClient) => {
      const { data: told } = await ask(client, id, '?brandUrl=child.example');
      return told[0]?.steps.find(({ outcome }) => outcome === 'refused')?.reason;
    };
    const unknown = await refused('child.example', { 'Auth-Key': 'bgk_x' });
    expect(unknown).not.toBe(id);
    expect(await reasonFor(admin)).toBe('there is no such key in this brand');
    expect(await reasonFor(root)).toBe('the key belongs to another brand');
    const flow = gateway.gateway.app.get(ExplainRefusalFlow);
    const [explanation] = await flow.run(id, 'everybody', true);
    expect(explanation?.brand?.code).toBe('child-example');
    expect(explanation?.steps.some((step) => 'insight' in step)).toBe(false);
  });
});

describeEngine('what noting refusals costs', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    people = new People(gateway, brandId, 'a.example');
  });
  afterAll(() => gateway.close());

  const rows = () => gateway.store.count(RefusalEntity);

  it('requests that are accepted write nothing, now or later', async () => {
    const { client } = await people.one({ 'X-Device-Code': 'phone' });
    await gateway.settle();
    await client.get('users/me');
    await gateway.flush();
    const before = await rows();
    const statements = await statementsOf(gateway, async () => {
      for (let i = 0; i < 20; i += 1) expect((await client.get('users/me')).status).toBe(200);
      await gateway.flush();
    });
    expect(statements).toEqual([]);
    expect(await rows()).toBe(before);
  });

  it('a refused request sends no statement for it; many go into the table together', async () => {
    const { client } = await people.one();
    await gateway.settle();
    await client.get('users/me');
    await gateway.flush();
    const before = await rows();
    let later: string[] = [];
    const now = await statementsOf(gateway, async () => {
      for (let i = 0; i < 40; i += 1) expect((await client.get('devices/statistics')).status).toBe(403);
    });
    later = await statementsOf(gateway, () => gateway.flush());
    // The worker may have come by in between.
    const inserts = [...now, ...later].filter((statement) => /INSERT INTO .?refusals/.test(statement));
    expect([...now, ...later].length).toBe(inserts.length);
    expect(inserts.length).toBeLessThan(20);
    expect(await rows()).toBe(before + 40);
  });

  it('SEC-TEN-10, REL-12: a flood is bounded for each brand, and what is let go is counted', async () => {
    const buffer = gateway.gateway.app.get(RefusalBuffer);
    await gateway.flush();
    const before = await rows();
    const refusal = (more: Partial<NewRefusal>): NewRefusal => ({
      ...{ brandId, correlationId: 'flood', happenedAt: gateway.clock.now(), dialect: 'jfw', method: 'GET' },
      ...{ route: null, status: 401, code: 'auth-key.invalid', userUid: null, sessionUid: null, address: null },
      ...{ steps: [], ...more },
    });
    for (let i = 0; i < 3_000; i += 1) buffer.add(refusal({}));
    for (let i = 0; i < 500; i += 1) buffer.add(refusal({ brandId: null, status: 404, code: 'route.not-found' }));
    for (let i = 0; i < 10; i += 1) buffer.add(refusal({ brandId: (brandId + 1_000) as BrandId }));
    await gateway.flush();
    expect(await rows()).toBe(before + 1_000 + 50 + 10);
    const { text } = await gateway.gateway.app.get(Metrics).render();
    const dropped = Number(/brandgate_dropped_lines_total\{buffer="refusals"\} (\d+)/.exec(text)?.[1]);
    expect(dropped).toBe(2_000 + 450);
  });

  it('are kept for as long as the installation says, 72 hours unless it does', async () => {
    const flow = gateway.gateway.app.get(PruneRefusalsFlow);
    await gateway.store.clear(RefusalEntity);
    const row = (age: number) => ({
      ...{ brandId, correlationId: `age-${age}`, happenedAt: gateway.clock.now() - age * HOUR_MS, dialect: 'jfw' },
      ...{
        method: 'GET',
        route: null,
        status: 401,
        code: 'x',
        userUid: null,
        sessionUid: null,
        address: null,
        steps: [],
      },
    });
    await gateway.store.insert(RefusalEntity, [...Array.from({ length: 1_100 }, () => row(73)), row(71), row(2)]);
    await flow.run(gateway.clock.now());
    expect(await rows()).toBe(2);
    await gateway.setGatewaySetting('refusalRetentionHours', 1);
    await flow.run(gateway.clock.now());
    expect(await rows()).toBe(0);
  });
});
