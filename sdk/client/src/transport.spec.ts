import { FakeGateway, refusal } from '../test/fake-gateway.ts';
import { newClient } from '../test/new-client.ts';
import { AbortedError } from './aborted-error.ts';
import type { BrandgateClient } from './brandgate-client.ts';
import { BrandgateError } from './brandgate-error.ts';
import { ClientError } from './client-error.ts';
import type { ClientEvents } from './client-events.ts';
import { InvalidOptionError } from './invalid-option-error.ts';
import { NetworkError } from './network-error.ts';
import { TimeoutError } from './timeout-error.ts';
import { UnreadableAnswerError } from './unreadable-answer-error.ts';

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: unknown) => error,
  );

describe('what is sent', () => {
  let gateway: FakeGateway;
  beforeEach(() => {
    gateway = new FakeGateway();
  });
  const last = () => gateway.received.at(-1)!;

  it('JFW-GEN-02, JFW-BRD-01, JFW-DEV-02: JSON, with brand and device', async () => {
    await newClient(gateway).request('POST', 'users/register', { body: { username: 'ada' } });
    expect(last().headers).toEqual({
      Accept: 'application/json',
      'Content-Type': 'application/json',
      'Brand-URL': 'a.example',
      'X-Device-Code': 'phone-1',
    });
    expect([last().method, last().body]).toEqual(['POST', { username: 'ada' }]);
  });

  it('neither body nor type where there is none, and no device where none is known', async () => {
    const client = newClient(gateway, { device: undefined, brand: undefined });
    await failure(client.request('GET', 'users/me'));
    expect(last().headers).toEqual({ Accept: 'application/json' });
    expect('body' in last().init).toBe(false);
    expect(() => client.setPushToken('t')).toThrow(InvalidOptionError);
  });

  it('keeps the Auth Key from redirects, cookies and caches', async () => {
    await failure(newClient(gateway).me());
    expect(last().init).toMatchObject({ redirect: 'error', credentials: 'omit', cache: 'no-store' });
  });

  it('calls fetch as browsers want it, not as a method', async () => {
    const fetch = jest.fn(() => Promise.reject(new TypeError()));
    await failure(newClient(gateway, { fetch }).me());
    expect(fetch.mock.contexts).toEqual([undefined]);
  });

  it('JFW-HDR-03: headers of the caller, but for those that are its own in any spelling', async () => {
    const headers = { 'X-Correlation-ID': 'c-9', 'x-device-code': 'other', 'BRAND-URL': 'b.example' };
    await failure(newClient(gateway).request('GET', 'users/me', { headers }));
    expect(last().headers).toEqual({
      ...{ Accept: 'application/json', 'X-Correlation-ID': 'c-9' },
      ...{ 'Brand-URL': 'a.example', 'X-Device-Code': 'phone-1' },
    });
  });

  it.each([
    ['users', { keywords: 'a b&c', pageNumber: 0, testMode: false }, '?keywords=a%20b%26c&pageNumber=0&testMode=false'],
    ['users', { ids: ['1', '2', null], code: undefined, name: null }, '?ids=1&ids=2'],
    ['users?a=1', { b: 2 }, '?a=1&b=2'],
    ['/users', {}, ''],
  ])('JFW-FMT-08: %s with %j', async (path, query, sent) => {
    await failure(newClient(gateway).request('GET', path, { query }));
    expect([last().path, last().query]).toEqual(['users', sent]);
  });

  it.each(['https://gw.example/', 'https://gw.example/auth//', 'http://localhost:3000'])(
    'below %s',
    async (gatewayUrl) => {
      const urls: string[] = [];
      const fetch = (url: string) => Promise.reject(new Error(String(urls.push(url))));
      await failure(newClient(gateway, { gatewayUrl, fetch }).me());
      expect(urls).toEqual([`${gatewayUrl.replace(/\/+$/, '')}/api/v1/users/me`]);
    },
  );

  it.each([
    [{ gatewayUrl: 'gw.example' }, 'gatewayUrl'],
    [{ gatewayUrl: 'ftp://gw.example' }, 'gatewayUrl'],
    [{ gatewayUrl: 'https://gw.example?x=1' }, 'gatewayUrl'],
    [{ brand: 'bücher.example' }, 'brand'],
    [{ brand: '' }, 'brand'],
    [{ device: { code: '' } }, 'device.code'],
  ])('refuses %j at construction', (options, option) => {
    expect(() => newClient(gateway, options)).toThrow(expect.objectContaining({ name: 'InvalidOptionError', option }));
  });
});

describe('what an answer means', () => {
  let gateway: FakeGateway;
  beforeEach(() => {
    gateway = new FakeGateway();
  });
  const meets = (status: number, body: string): Promise<unknown> => {
    gateway.faultOf = () => ({ status, body });
    return failure(newClient(gateway).request('GET', 'users/me'));
  };

  it('JFW-ENV-06: an error of the catalogue, with all that the gateway said', async () => {
    const item = { code: 'RequestInvalid', details: '', correlationId: 'c-7' };
    const errors = [
      { ...item, message: 'too short', field: 'username' },
      { ...item, message: 'no address', field: 'emailAddress' },
      { ...item, message: 'odd' },
    ];
    const error = (await meets(400, refusal(400, 'RequestInvalid', { errors }).body)) as BrandgateError;
    expect(error).toBeInstanceOf(BrandgateError);
    expect(error).toBeInstanceOf(ClientError);
    expect(error).toBeInstanceOf(Error);
    expect({ ...error, message: error.message }).toEqual({
      ...{ name: 'BrandgateError', message: 'message of RequestInvalid', cause: undefined },
      ...{
        code: 'RequestInvalid',
        status: 400,
        correlationId: 'c-7',
        field: 'username',
        data: null,
        retryAfter: undefined,
      },
      fields: [
        { field: 'username', message: 'too short' },
        { field: 'emailAddress', message: 'no address' },
      ],
    });
  });

  it('JFW-ENV-05: data where an error has some, with its type', async () => {
    const error = await meets(401, refusal(401, 'OtpRequired', { data: { methods: ['totp', 'recoveryCode'] } }).body);
    const methods = error instanceof BrandgateError && error.is('OtpRequired') ? error.data.methods : [];
    expect(methods).toEqual(['totp', 'recoveryCode']);
    expect(error instanceof BrandgateError && error.is('OtpInvalid')).toBe(false);
  });

  it.each([
    ['7', 7],
    ['soon', undefined],
  ])('JFW-LIM-01: Retry-After %s', async (header, retryAfter) => {
    gateway.answerHeaders.set('retry-after', header);
    const { status, body } = refusal(429, 'RateLimitExceeded');
    expect(await meets(status, body)).toMatchObject({ code: 'RateLimitExceeded', status: 429, retryAfter });
  });

  it.each([
    [200, ''],
    [200, '<html>Welcome to the hotel</html>'],
    [502, '{"message":"upstream"}'],
    [200, '{"success":true,"message":"","errors":[]}'],
    [400, '{"success":false,"message":"","data":null,"errors":[]}'],
    [200, 'null'],
    [200, '[]'],
  ])('an answer that is not the gateway’s: %d %s', async (status, body) => {
    const error = await meets(status, body);
    expect(error).toBeInstanceOf(UnreadableAnswerError);
    expect(error).toMatchObject({ name: 'UnreadableAnswerError', status });
  });

  it('no answer, which tells the path without its query', async () => {
    gateway.faultOf = () => 'lost request';
    const error = await failure(newClient(gateway).request('GET', 'users?token=secret'));
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({ name: 'NetworkError', message: 'GET users got no answer.' });
    expect((error as NetworkError).cause).toBeInstanceOf(TypeError);
  });

  it('half an answer', async () => {
    const fetch = () =>
      Promise.resolve({
        status: 200,
        headers: { get: () => null },
        text: () => Promise.reject(new TypeError('terminated')),
      });
    expect(await failure(newClient(gateway, { fetch }).me())).toMatchObject({ name: 'NetworkError' });
  });
});

describe('when an answer takes too long', () => {
  let gateway: FakeGateway;
  beforeEach(() => {
    gateway = new FakeGateway();
    // As in the worst case: a `fetch` that does not heed its signal.
    gateway.travel = () => new Promise(() => undefined);
  });

  it('gives up after the time of the client', async () => {
    const error = await failure(newClient(gateway, { timeoutMs: 10 }).me());
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({ name: 'TimeoutError', timeoutMs: 10 });
  });

  it('or of the call, and tells fetch', async () => {
    const signals: AbortSignal[] = [];
    const fetch = (_url: string, { signal }: { signal: AbortSignal }) => {
      signals.push(signal);
      return new Promise<never>(() => undefined);
    };
    expect(await failure(newClient(gateway, { fetch }).me({ timeoutMs: 5 }))).toMatchObject({ timeoutMs: 5 });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('or when the caller wants', async () => {
    const caller = new AbortController();
    const call = failure(newClient(gateway).me({ signal: caller.signal }));
    caller.abort('of no interest');
    const error = await call;
    expect(error).toBeInstanceOf(AbortedError);
    expect(error).toMatchObject({ name: 'AbortedError', cause: 'of no interest' });
  });

  it('and sends nothing for a caller who has given up before', async () => {
    const fetch = jest.fn();
    const error = await failure(newClient(gateway, { fetch }).me({ signal: AbortSignal.abort() }));
    expect([(error as Error).name, fetch.mock.calls]).toEqual(['AbortedError', []]);
  });
});

describe('what answers say beside their body', () => {
  it('JFW-DEV-16: what became of the device', async () => {
    const gateway = new FakeGateway();
    const client = newClient(gateway);
    const told: string[] = [];
    client.on('deviceStatus', ({ status }) => void told.push(status));
    expect(client.deviceStatus).toBeNull();
    gateway.answerHeaders.set('x-device-status', 'registered');
    await client.signIn({ username: 'ada', password: 'x' });
    gateway.answerHeaders.set('x-device-status', 'unchanged');
    await client.me();
    gateway.answerHeaders.clear();
    await client.me();
    expect([told, client.deviceStatus]).toEqual([['registered', 'unchanged'], 'unchanged']);
  });

  it('JFW-VER-04: a newer version, once a version and also with a refusal', async () => {
    const gateway = new FakeGateway();
    const client = newClient(gateway, { device: { code: 'phone-1', appVersion: '1.0' } });
    const told: unknown[] = [];
    client.on('appUpdateRecommended', (event) => void told.push(event));
    await failure(client.me());
    gateway.answerHeaders.set('x-app-update', 'recommended');
    await failure(client.me());
    await failure(client.me());
    client.setDeviceDetails({ appVersion: '1.1' });
    await failure(client.me());
    expect(told).toEqual([{ appVersion: '1.0' }, { appVersion: '1.1' }]);
  });

  describe('JFW-VER-03: a version that is refused', () => {
    const NEEDED = { minimumVersion: '2.0', recommendedVersion: null, storeUrl: 'https://store.example/app' };
    let gateway: FakeGateway;
    let client: BrandgateClient;
    let told: ClientEvents['appUpdateRequired'][];
    beforeEach(async () => {
      gateway = new FakeGateway();
      client = newClient(gateway, { device: { code: 'phone-1', appVersion: '1.0' } });
      await client.signIn({ username: 'ada', password: 'x' });
      told = [];
      client.on('appUpdateRequired', (event) => void told.push(event));
      gateway.faultOf = () => refusal(426, 'AppVersionUnsupported', { data: NEEDED, message: 'Please update.' });
    });
    const first = { appVersion: '1.0', ...NEEDED, message: 'Please update.' };

    it('is told with what would do, once however many calls meet it; each of them fails', async () => {
      const errors = await Promise.all([failure(client.me()), failure(client.me())]);
      errors.push(await failure(client.signIn({ username: 'ada', password: 'x' })));
      const urls = errors.map((error) =>
        error instanceof BrandgateError && error.is('AppVersionUnsupported') ? error.data.storeUrl : 'none',
      );
      expect([urls, told]).toEqual([Array(3).fill(NEEDED.storeUrl), [first]]);
    });

    it('is told anew of another version, by the one that asked', async () => {
      let answer = (): void => undefined;
      gateway.travel = () => new Promise((resolve) => (answer = resolve));
      const old = failure(client.me());
      await new Promise(setImmediate);
      client.setDeviceDetails({ appVersion: '1.1' });
      gateway.travel = () => Promise.resolve();
      answer();
      await old;
      await failure(client.me());
      client.setDeviceDetails({ name: 'another name' });
      await failure(client.me());
      expect(told).toEqual([first, { ...first, appVersion: '1.1' }]);
    });

    it.each([0, 86_400_000])('costs no session, also when a refresh meets it (%d ms later)', async (ms) => {
      gateway.now += ms;
      expect(await failure(client.me())).toMatchObject({ code: 'AppVersionUnsupported', status: 426 });
      expect([told.length, gateway.refreshes.length, await client.isSignedIn()]).toEqual([1, ms === 0 ? 0 : 1, true]);
      gateway.faultOf = () => undefined;
      expect(await client.me()).toMatchObject({ id: 'ada' });
    });

    it('is told without what the answer lacks', async () => {
      gateway.faultOf = () => refusal(426, 'AppVersionUnsupported');
      expect(await failure(client.me())).toBeInstanceOf(BrandgateError);
      const unknown = { minimumVersion: null, recommendedVersion: null, storeUrl: null };
      expect(told).toEqual([{ appVersion: '1.0', ...unknown, message: 'message of AppVersionUnsupported' }]);
    });
  });
});
