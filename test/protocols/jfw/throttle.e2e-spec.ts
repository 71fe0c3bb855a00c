import { PasswordHasher } from '../../../src/kernel/hashing/password-hasher';
import { newKey } from '../../../src/kernel/secrets/key-text';
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

  const statusesOf = async (times: number, send: (i: number) => Promise<{ status: number }>) => {
    const statuses: number[] = [];
    for (let i = 0; i < times; i += 1) statuses.push((await send(i)).status);
    return statuses;
  };
  /** A brand with one user and one small bucket. */
  const small = async (bucket: string, limit: number) => {
    const domain = `${bucket.toLowerCase()}-${limit}.example`;
    const id = await gateway.addBrand(domain, { rateLimits: { [bucket]: { limit, seconds: 60 } } });
    await gateway.addUser(id, { username: 'ada.lovelace', phoneNumber: '+84901234567', password: PASSWORD });
    return gateway.client(domain);
  };

  it('JFW-LIM-02: a success carries the six headers too, of the bucket nearest to its limit', async () => {
    const client = await small('login', 7);
    const answer = await client.signIn('ada.lovelace', PASSWORD);
    expect([answer.status, ...limitsOf(answer).slice(0, 4)]).toEqual([200, '7', '7', '6', '6']);
    const reset = limitsOf(answer).slice(4);
    expect(reset[0]).toBe(reset[1]);
    expect(Number(reset[0])).toBeGreaterThanOrEqual(1);
    expect(answer.headers.get('retry-after')).toBeNull();
    const me = await client.with({ 'Auth-Key': answer.data.authKey }).get('users/me');
    expect(limitsOf(me).slice(0, 4)).toEqual(['600', '600', '599', '599']);
  });

  it('JFW-LIM-03: each endpoint has a bucket of its own, with the brand’s limit', async () => {
    const register = await small('register', 2);
    const check = await small('checkKey', 2);
    const names = (i: number) => ({ username: `fresh.name${i}`, password: PASSWORD });
    expect(await statusesOf(3, (i) => register.post('users/register', names(i)))).toEqual([201, 201, 429]);
    expect((await register.signIn('ada.lovelace', PASSWORD)).status).toBe(200);
    const ask = () => check.post('users/check-auth-key-available', { authKey: newKey('auth') });
    expect(await statusesOf(3, ask)).toEqual([200, 200, 429]);
    expect((await check.signIn('ada.lovelace', PASSWORD)).status).toBe(200);
  });

  it('JFW-LIM-03: refreshes count by session, strangers’ keys by address', async () => {
    const client = await small('refresh', 2);
    const sessions = await Promise.all([1, 2].map(async () => (await client.signIn('ada.lovelace', PASSWORD)).data));
    const [one = '', two = ''] = sessions.map(({ refreshAuthKey }) => refreshAuthKey);
    expect(await statusesOf(3, () => client.refresh(one))).toEqual([200, 200, 429]);
    expect(await statusesOf(3, () => client.refresh(newKey('refresh')))).toEqual([401, 401, 429]);
    expect((await client.refresh(two)).status).toBe(200);
  });

  it('JFW-LIM-05: a known name and an unknown one run out alike', async () => {
    const client = await small('loginIdentifier', 3);
    const tries = (name: string) => statusesOf(4, () => client.signIn(name, 'x'));
    expect(await tries('ada.lovelace')).toEqual([401, 401, 401, 429]);
    expect(await tries('nobody.here')).toEqual([401, 401, 401, 429]);
    const right = await client.signIn('ada.lovelace', PASSWORD);
    expect([right.status, right.code, right.data]).toEqual([429, 'RateLimitExceeded', null]);
  });

  it('JFW-LIM-05: a phone number is one name on both routes, however it is written', async () => {
    const client = await small('loginIdentifier', 4);
    const phone = (phoneNumber: string) => client.post('users/auth/phone-number', { phoneNumber, password: 'x' });
    const answers = [
      await phone('+84901234567'),
      await phone('(+84) 90-123.45.67'),
      await client.signIn('+84 901234567', 'x'),
      await phone('-+84901234567'),
      await phone('+84 (90) 1234567'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 429]);
  });

  it('JFW-LIM-03, -05: a member that the route ignores names no other bucket', async () => {
    const client = await small('loginIdentifier', 5);
    const guess = (i: number) =>
      client.post('users/auth/phone-number', { username: `x.${i}`, phoneNumber: '+84901234567', password: 'x' });
    expect(await statusesOf(6, guess)).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('SEC-OT-03, SEC-BF-05 (AUTH-08): a burst on one name compares no more passwords than its limit', async () => {
    const client = await small('loginIdentifier', 6);
    const verify = jest.spyOn(gateway.gateway.app.get(PasswordHasher), 'verify');
    const burst = Array.from({ length: 25 }, (_, i) => client.signIn('ada.lovelace', `wrong ${i}`));
    const statuses = (await Promise.all(burst)).map(({ status }) => status);
    const comparisons = verify.mock.calls.length;
    verify.mockRestore();
    expect([comparisons, statuses.filter((status) => status === 429).length]).toEqual([6, 19]);
  });

  it('JFW-LIM-01: a 429 tells when to come back, and counting goes on until then', async () => {
    const client = await small('login', 1);
    await client.signIn('nobody.here', 'x');
    gateway.clock.advance(50_000);
    const over = await client.signIn('nobody.here', 'x');
    expect([over.status, Number(over.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
    expect(Number(over.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    gateway.clock.advance(Number(over.headers.get('retry-after')) * 1_000);
    expect((await client.signIn('nobody.here', 'x')).status).toBe(401);
  });
});
