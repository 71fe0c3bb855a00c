import { describeEngine } from '../../support/describe-engine';
import type { JfwAnswer } from '../../support/jfw-client';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';

describeEngine('rate limits', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  afterAll(() => gateway.close());

  const limitsOf = ({ headers }: JfwAnswer<unknown>) =>
    ['limit', 'remaining', 'reset'].flatMap((name) => [
      headers.get(`ratelimit-${name}`),
      headers.get(`x-ratelimit-${name}`),
    ]);

  it('JFW-LIM-01, -02 (T14): the limit plus one is 429 with the exact text and plain header names', async () => {
    await gateway.addBrand('three.example', { rateLimits: { login: { limit: 3, seconds: 60 } } });
    const client = gateway.client('three.example');
    const first = await client.signIn('nobody.here', 'x');
    for (let i = 0; i < 2; i += 1) await client.signIn(`nobody.${i}`, 'x');
    const over = await client.signIn('nobody.else', 'x');
    expect(limitsOf(first).slice(0, 4)).toEqual(['3', '3', '2', '2']);
    expect([over.status, over.code, over.message]).toEqual([
      ...[429, 'RateLimitExceeded', 'API call exceeded rate limit due to too many requests.'],
    ]);
    expect(limitsOf(over).slice(0, 4)).toEqual(['3', '3', '0', '0']);
    const retryAfter = Number(over.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThanOrEqual(1);
    expect([...over.headers.keys()].filter((name) => /^(x-)?ratelimit|^retry/.test(name))).toHaveLength(7);
    gateway.clock.advance(retryAfter * 1_000);
    expect((await client.signIn('nobody.here', 'x')).status).toBe(401);
  });

  it('JFW-BRD-07, JFW-LIM-05 (T7): spellings of brand and name share a bucket', async () => {
    await gateway.addBrand('spell.example', { rateLimits: { loginIdentifier: { limit: 4, seconds: 900 } } });
    const spellings = ['spell.example', 'SPELL.example', 'spell.example.', 'https://spell.example/'];
    for (const [i, domain] of spellings.entries())
      await gateway.client(domain).signIn(['Ada.L1', 'ada.l1'][i % 2] ?? '', 'x');
    expect((await gateway.client('spell.example').signIn(' ADA.l1 ', 'x')).status).toBe(429);
    expect((await gateway.client('spell.example').signIn('somebody.else', 'x')).status).toBe(401);
  });

  it('SEC-BF-01 (AUTH-08): a parallel burst gets no more evaluations than the limit', async () => {
    const id = await gateway.addBrand('burst.example', { rateLimits: { login: { limit: 10, seconds: 60 } } });
    await gateway.addUser(id, { username: 'ada.lovelace', password: PASSWORD });
    const tries = Array.from({ length: 50 }, () => gateway.client('burst.example').signIn('ada.lovelace', 'x'));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(40);
  });

  it('SEC-IN-11 (AUTH-07): another spelling of the path is the same bucket', async () => {
    await gateway.addBrand('alias.example', { rateLimits: { login: { limit: 2, seconds: 60 } } });
    const client = gateway.client('alias.example');
    const paths = ['users/auth', 'Users/AUTH/', 'users/auth/'];
    const answers: number[] = [];
    for (const path of paths) answers.push((await client.post(path, { username: 'a.b.c', password: 'x' })).status);
    expect(answers).toEqual([401, 401, 429]);
  });

  it('JFW-LIM-03: the general limit is a session’s own, and the address’s for everybody else', async () => {
    const id = await gateway.addBrand('general.example', { rateLimits: { general: { limit: 5, seconds: 60 } } });
    await gateway.addUser(id, { username: 'ada.lovelace', password: PASSWORD });
    const client = gateway.client('general.example');
    const sessions = await Promise.all(
      [1, 2].map(async () => (await client.signIn('ada.lovelace', PASSWORD)).data.authKey),
    );
    const me = async (authKey: string) => (await client.with({ 'Auth-Key': authKey }).get('users/me')).status;
    const [one = '', two = ''] = sessions;
    for (let i = 0; i < 5; i += 1) expect(await me(one)).toBe(200);
    expect([await me(one), await me(two)]).toEqual([429, 200]);
    const strangers: number[] = [];
    for (let i = 0; i < 6; i += 1) strangers.push((await client.get('users/me')).status);
    expect(strangers).toContain(429);
    expect(await me(two)).toBe(200);
  });

  it('JFW-LIM-07: who names no brand is counted in one bucket', async () => {
    const ask = (i: number) => gateway.client(`unknown-${i}.example`).get('brands/by-url');
    const statuses: number[] = [];
    for (let i = 0; i < 602; i += 1) statuses.push((await ask(i)).status);
    expect([statuses[0], statuses.at(-1)]).toEqual([404, 429]);
  });
});
