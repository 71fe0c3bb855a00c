import { DeviceEntity } from '../../../src/core/devices/device.entity';
import { UserDeviceEntity } from '../../../src/core/devices/user-device.entity';
import { ChangePasswordFlow } from '../../../src/flows/change-password/change-password.flow';
import type { BrandId } from '../../../src/kernel/ids';
import { newKey } from '../../../src/kernel/secrets/key-text';
import { describeEngine } from '../../support/describe-engine';
import { type JfwAnswer, JfwClient } from '../../support/jfw-client';
import { People } from '../../support/people';
import { sendRaw } from '../../support/raw-http';
import { outcomesOf, refusalById, refusalOf, refusedBy } from '../../support/refusals';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const LOTS = { limit: 100_000, seconds: 60 };
const PLENTY = { login: LOTS, loginIdentifier: LOTS, general: LOTS, refresh: LOTS };
const INSTANT = String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z`;
const GATE = [
  'check-headers',
  'resolve-brand',
  'check-app-version',
  'resolve-auth-key',
  'register-device',
  'require-device',
  'check-access',
];

describeEngine('why a request was refused', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    await gateway.addBrand('b.example', { rateLimits: PLENTY });
    people = new People(gateway, brandId, 'a.example');
  });
  afterAll(() => gateway.close());

  const client = (domain = 'a.example') => gateway.client(domain);
  const reasonOf = async (answer: JfwAnswer<unknown>) => refusedBy(await refusalOf(gateway, answer));
  const keyed = (authKey: string, domain = 'a.example') => client(domain).with({ 'Auth-Key': authKey });

  describe('before the gate', () => {
    it('no route, no such method: the template and never the path', async () => {
      const missing = await refusalOf(gateway, await client().get('no/such/path/with-secret'));
      expect(missing).toMatchObject({ status: 404, code: 'route.not-found', route: null, brandId: null });
      expect(refusedBy(missing)).toEqual(['find-route', 'The requested resource was not found.']);
      expect(outcomesOf(missing)).toEqual({
        passed: ['accept'],
        refused: ['find-route'],
        notReached: ['read-request', ...GATE, 'validate', 'handle'],
      });
      const method = await refusalOf(gateway, await client().put('users/auth/logout'));
      expect(method).toMatchObject({ status: 405, route: '/api/v1/users/auth/logout', method: 'PUT' });
      expect(refusedBy(method)[0]).toBe('find-route');
      const parameter = await refusalOf(gateway, await client().get('devices/0198c0de-0000-7000-8000-000000000001'));
      expect(parameter.route).toBe('/api/v1/devices/:id');
    });

    it.each<[string, number, RequestInit, string]>([
      ['too large', 413, { body: 'x'.repeat(102_401) }, 'The request body is too large.'],
      ['no JSON', 400, { body: '{"a":' }, 'The request was invalid. : The body must be well-formed JSON.'],
      [
        'of another kind',
        415,
        { body: 'a=b', headers: { 'Content-Type': 'text/plain' } },
        'The media type of the request is not supported.',
      ],
      ['two names for one member', 400, { body: '{"brandUrl":"a","brand_url":"b"}' }, 'brandUrl is given twice.'],
    ])('a body that is %s', async (_, status, init, reason) => {
      const headers = { 'Content-Type': 'application/json', 'Brand-URL': 'a.example' };
      const response = await fetch(`${gateway.origin}/api/v1/users/auth`, { method: 'POST', headers, ...init });
      const refusal = await refusalById(gateway, response.headers.get('x-correlation-id') ?? '');
      expect(refusal).toMatchObject({ status, method: 'POST', route: '/api/v1/users/auth', address: '127.0.0.1' });
      expect(refusedBy(refusal)).toEqual(['read-request', expect.stringContaining(reason)]);
    });

    it.each([
      ['GET /api/v1/users/me HTTP/1.1\r\n\r\n', 'the request has no Host'],
      ['GET /api/v1/users/me HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 'the request has more than one Host'],
      ['GET http://b/x HTTP/1.1\r\nHost: a\r\n\r\n', 'the target is no path, and no URL of the Host that was sent'],
      ['GET /api/v1/a%2fb HTTP/1.1\r\nHost: a\r\n\r\n', 'the path has encoded separators'],
      [
        'GET / HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n',
        'the bytes are no HTTP request (HPE_INVALID_HEADER_TOKEN)',
      ],
      [
        'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
        'the request asks for an upgrade, and no route is one',
      ],
      ['GET /api/v1/devices/%zz HTTP/1.1\r\nHost: a\r\n\r\n', 'the path cannot be decoded'],
    ])('bytes %#: %s', async (bytes, reason) => {
      const { head } = await sendRaw(gateway.port, bytes);
      const id = /x-correlation-id: (\S+)/i.exec(head)?.[1] ?? '';
      const refusal = await refusalById(gateway, id);
      expect(refusal).toMatchObject({ brandId: null, userUid: null, address: '127.0.0.1', method: 'GET' });
      expect(refusedBy(refusal)[1]).toContain(reason);
    });

    it('a page outside the gate', async () => {
      const response = await fetch(`${gateway.origin}/metrics`);
      expect(response.status).toBe(403);
      const refusal = await refusalById(gateway, response.headers.get('x-correlation-id') ?? '');
      expect(outcomesOf(refusal)).toEqual({
        passed: ['accept', 'find-route', 'read-request', 'validate'],
        refused: ['handle'],
        notReached: [],
      });
      expect(refusedBy(refusal)[1]).toBe('the bearer token of /metrics is unset, absent or wrong');
    });
  });

  describe('in the gate', () => {
    const bare = () => new JfwClient(gateway.origin);

    it('check-headers', async () => {
      const answer = await client().with({ BrandUrl: 'b.example' }).get('users/me');
      expect(await reasonOf(answer)).toEqual(['check-headers', expect.stringMatching(/different values: brand$/)]);
      const bytes = 'Host: gw.localhost\r\nBrand-URL: a.example\r\nAuth-Key: a\r\nAuth-Key: b\r\n\r\n';
      const { head } = await sendRaw(gateway.port, `GET /api/v1/users/me HTTP/1.1\r\n${bytes}`);
      const refusal = await refusalById(gateway, /x-correlation-id: (\S+)/i.exec(head)?.[1] ?? '');
      expect(refusedBy(refusal)).toEqual(['check-headers', 'sent more than once: auth-key']);
    });

    it('resolve-brand', async () => {
      expect(await reasonOf(await client('nobody.example').get('users/me'))).toEqual([
        'resolve-brand',
        'no brand has the domain that the Brand-URL names',
      ]);
      expect(await reasonOf(await client('no host name!').get('users/me'))).toEqual([
        'resolve-brand',
        'what the Brand-URL holds is no host name',
      ]);
      expect(await reasonOf(await bare().get('users/me'))).toEqual([
        'resolve-brand',
        expect.stringMatching(/^no brand is named/),
      ]);
      const inBody = { method: 'POST', path: 'users/auth/logout', body: { brandUrl: 'a.example' } };
      expect(await reasonOf(await bare().send(inBody.method, inBody.path, inBody.body))).toEqual([
        'resolve-brand',
        expect.stringContaining('legacyBodyCredentials is off'),
      ]);
    });

    it('resolve-brand: an inactive brand, and a Host of another brand', async () => {
      const id = await gateway.addBrand('closed.example');
      await gateway.updateBrand(id, { status: 'Inactive' });
      const refusal = await refusalOf(gateway, await client('closed.example').get('users/me'));
      expect(refusal.brandId).toBe(id);
      expect(refusedBy(refusal)).toEqual(['resolve-brand', 'The Brand is inactive.']);
      const bytes = 'GET /api/v1/users/me HTTP/1.1\r\nHost: b.example\r\nBrand-URL: a.example\r\n\r\n';
      const { head } = await sendRaw(gateway.port, bytes);
      const other = await refusalById(gateway, /x-correlation-id: (\S+)/i.exec(head)?.[1] ?? '');
      expect(refusedBy(other)[1]).toMatch(/^the Host is the domain of another brand/);
    });

    it('count-tries, between the brand and the key', async () => {
      await gateway.addBrand('few.example', { rateLimits: { ...PLENTY, login: { limit: 1, seconds: 60 } } });
      await client('few.example').signIn('nobody.here', 'x');
      const refusal = await refusalOf(gateway, await client('few.example').signIn('nobody.here', 'x'));
      expect(refusedBy(refusal)).toEqual(['count-tries', 'more than 1 requests in 60 s in the bucket login']);
      expect(outcomesOf(refusal).passed).toEqual([
        'accept',
        'find-route',
        'read-request',
        'check-headers',
        'resolve-brand',
      ]);
      const brandStep = refusal.steps.find(({ name }) => name === 'resolve-brand');
      expect(brandStep?.reason).toBe('brand few-example, named by the Brand-URL');
    });

    it('resolve-auth-key: absent, malformed, unknown, of the other kind', async () => {
      expect((await reasonOf(await client().get('users/me')))[1]).toContain('missing the required Auth-Key header');
      const reasons: [string, string][] = [
        ['nonsense', 'what was sent is no Auth-Key'],
        [newKey('refresh'), 'a refresh key was sent as Auth-Key'],
        [newKey('auth'), 'there is no such key in this brand'],
      ];
      for (const [key, reason] of reasons) {
        expect(await reasonOf(await keyed(key).get('users/me'))).toEqual(['resolve-auth-key', reason]);
      }
    });

    it('resolve-auth-key: of another brand is told to operators of the installation alone (SEC-TEN-03)', async () => {
      const { data } = await people.one();
      const refusal = await refusalOf(gateway, await keyed(data.authKey, 'b.example').get('users/me'));
      expect(refusal.steps.find(({ outcome }) => outcome === 'refused')).toEqual({
        name: 'resolve-auth-key',
        outcome: 'refused',
        reason: 'there is no such key in this brand',
        insight: 'the key belongs to another brand',
      });
    });

    it('resolve-auth-key: superseded, ended, of a suspended and of a deleted account, expired', async () => {
      const { user, data, client: own, signIn } = await people.one();
      const second = await signIn();
      const third = await signIn();
      await client().refresh(data.refreshAuthKey);
      const superseded = await refusalOf(gateway, await own.get('users/me'));
      expect(refusedBy(superseded)[1]).toMatch(new RegExp(`^the key was replaced by a refresh at ${INSTANT}$`));
      await second.client.post('users/auth/logout');
      expect((await reasonOf(await second.client.get('users/me')))[1]).toMatch(
        new RegExp(`^the session ended at ${INSTANT}: sign-out$`),
      );
      await gateway.setUser(user, { status: 'Suspended' });
      const suspended = await refusalOf(gateway, await third.client.get('users/me'));
      expect(suspended).toMatchObject({ status: 403, code: 'user.suspended' });
      expect(refusedBy(suspended)[1]).toBe('the account is Suspended');
      await gateway.setUser(user, { status: 'Deleted' });
      expect((await reasonOf(await third.client.get('users/me')))[1]).toBe('the account is deleted');
      await gateway.setUser(user, { status: 'Active' });
      gateway.clock.advance(86_401_000);
      expect((await reasonOf(await third.client.get('users/me')))[1]).toMatch(
        new RegExp(`^the key expired at ${INSTANT}$`),
      );
      // Where a caller is only optional, the reason stands with the step that let the request pass.
      await gateway.addBrand('shut.example', { rateLimits: PLENTY, selfRegistration: false });
      const body = { username: 'somebody.new', password: PASSWORD };
      const registration = await refusalOf(
        gateway,
        await keyed(newKey('auth'), 'shut.example').post('users/register', body),
      );
      expect(refusedBy(registration)).toEqual(['handle', "the brand's setting selfRegistration is off"]);
      const keyStep = registration.steps.find(({ name }) => name === 'resolve-auth-key');
      expect(keyStep?.reason).toBe('goes on without a caller: there is no such key in this brand');
    });

    it('resolve-auth-key: a full bucket of the session', async () => {
      const id = await gateway.addBrand('slow.example', {
        rateLimits: { ...PLENTY, general: { limit: 2, seconds: 60 } },
      });
      const person = await new People(gateway, id, 'slow.example').one();
      await person.client.get('users/me');
      await person.client.get('users/me');
      const refusal = await refusalOf(gateway, await person.client.get('users/me'));
      expect(refusedBy(refusal)).toEqual(['resolve-auth-key', 'more than 2 requests in 60 s in the bucket general']);
      expect(refusal).toMatchObject({ brandId: id, userUid: person.user.uid });
    });

    it('register-device and require-device', async () => {
      const phone = { 'X-Device-Code': 'phone-of-one' };
      const { client: own, user } = await people.one(phone);
      const current = (headers: Record<string, string>) => own.with(headers).get('devices/current');
      const absences: [Record<string, string>, string, string][] = [
        [{}, 'require-device', 'The device code is required.'],
        [{ 'Device-Code': 'unheard-of' }, 'require-device', 'the brand has no device of this code'],
        [{ 'Device-Code': 'no code at all' }, 'require-device', 'what was sent is no device code'],
      ];
      await people.one({ 'X-Device-Code': 'phone-of-two' });
      absences.push([{ 'Device-Code': 'phone-of-two' }, 'require-device', 'the device is not linked with this user']);
      for (const [headers, step, reason] of absences)
        expect(await reasonOf(await current(headers))).toEqual([step, reason]);
      await gateway.store.update(UserDeviceEntity, { brandId, userId: user.id }, { deletedAt: 1 });
      const code = { 'Device-Code': 'phone-of-one' };
      const removed = 'the device was removed from this user';
      expect(await reasonOf(await current(code))).toEqual(['require-device', removed]);
      expect(await reasonOf(await own.with(phone).get('users/me'))).toEqual(['register-device', removed]);
      await gateway.store.update(DeviceEntity, { brandId, code: 'phone-of-one' }, { status: 'Locked' });
      expect(await reasonOf(await current(code))).toEqual(['require-device', 'the device is Locked for everybody']);
      expect(await reasonOf(await own.with({ ...code, ...phone }).get('users/me'))).toEqual([
        'register-device',
        'the device is Locked for everybody',
      ]);
    });

    it('check-access: the permission by its name, and crossing', async () => {
      const { client: own, user } = await people.one();
      const denied = await refusalOf(gateway, await own.get('devices/statistics'));
      expect(refusedBy(denied)).toEqual(['check-access', 'the permission DEVICE.READ is missing']);
      expect(denied).toMatchObject({ status: 403, code: 'access.denied', userUid: user.uid, dialect: 'jfw' });
      expect(outcomesOf(denied)).toEqual({
        passed: ['accept', 'find-route', 'read-request', ...GATE.slice(0, -1)],
        refused: ['check-access'],
        notReached: ['validate', 'handle'],
      });
      const keyStep = denied.steps.find(({ name }) => name === 'resolve-auth-key');
      expect(keyStep?.reason).toBe(`session ${denied.sessionUid} of user ${user.uid}`);
      const { client: admin } = await people.one({}, 'Admin');
      expect(await reasonOf(await admin.get('devices/statistics?brandUrl=b.example'))).toEqual([
        'check-access',
        "the target brand is not below the caller's brand",
      ]);
      expect(await reasonOf(await admin.get('devices/statistics?brandUrl=unheard.example'))).toEqual([
        'check-access',
        'no brand has the domain that the brandUrl of body or query names',
      ]);
      const unsigned = await client().post('users/register', {
        username: 'x.y.z',
        password: PASSWORD,
        brandUrl: 'b.example',
      });
      expect(await reasonOf(unsigned)).toEqual(['check-access', expect.stringContaining('nobody is signed in')]);
    });
  });

  describe('behind the gate', () => {
    it('fields: names and rules, never values', async () => {
      const { client: own } = await people.one();
      const refusal = await refusalOf(gateway, await own.get('devices?pageSize=-7'));
      const text = 'The request was invalid. pageSize: pageSize must be a whole number of 0 or more.';
      expect(refusedBy(refusal)).toEqual(['validate', text]);
      const body = await refusalOf(gateway, await client().post('users/auth', { username: 5, password: 'canary' }));
      expect(refusedBy(body)[0]).toBe('validate');
      expect(refusedBy(body)[1]).toMatch(/username: username must be a string/);
    });

    it('sign-in: each cause behind the one answer', async () => {
      const wrong = (username: string) => client().signIn(username, 'wrong');
      expect(await reasonOf(await wrong('nobody.at.all'))).toEqual(['handle', 'there is no account of this name']);
      const add = (username: string) => gateway.addUser(brandId, { username, password: PASSWORD });
      const user = await add('some.body');
      expect((await reasonOf(await wrong('some.body')))[1]).toBe('the password is wrong');
      for (let i = 0; i < 20; i += 1) await wrong('some.body');
      expect((await reasonOf(await wrong('some.body')))[1]).toMatch(/tries are used up for another \d+ s/);
      const other = await add('other.body');
      const right = () => client().signIn('other.body', PASSWORD);
      await gateway.setUser(other, { passwordHash: null });
      expect((await reasonOf(await right()))[1]).toBe('the account has no password of its own');
      await gateway.setUser(other, { passwordHash: user.passwordHash, failedSignIns: 100 });
      expect((await reasonOf(await right()))[1]).toMatch(/^the account had 100 failed sign-ins in a row/);
      await gateway.setUser(other, { failedSignIns: 0, lockedUntil: gateway.clock.now() + 60_000 });
      expect((await reasonOf(await right()))[1]).toMatch(
        new RegExp(`^the account is locked automatically until ${INSTANT}$`),
      );
      await gateway.setUser(other, { lockedUntil: 8_640_000_000_000_000 });
      expect((await reasonOf(await right()))[1]).toMatch(/until an administrator unlocks it$/);
      await gateway.setUser(other, { lockedUntil: null, status: 'Inactive' });
      expect((await reasonOf(await right()))[1]).toBe('the account is Inactive');
    });

    it('refresh: each cause behind the one answer', async () => {
      const refresh = async (key: string, domain = 'a.example', headers = {}) =>
        reasonOf(await client(domain).refresh(key, headers));
      expect(await refresh('nonsense')).toEqual(['handle', 'what was sent is no refresh key']);
      expect((await refresh(newKey('refresh')))[1]).toBe('there is no such key in this brand');
      const { data, client: own, signIn } = await people.one({ 'X-Device-Code': 'bound-1' });
      const foreign = await refusalOf(gateway, await client('b.example').refresh(data.refreshAuthKey));
      expect(foreign.steps.at(-1)?.insight).toBe('the key belongs to another brand');
      expect((await refresh(data.refreshAuthKey, 'a.example', { 'X-Device-Code': 'elsewhere' }))[1]).toMatch(
        /^the session is bound to another device/,
      );
      await own.post('users/auth/logout');
      expect((await refresh(data.refreshAuthKey))[1]).toMatch(/^the session ended at .*: sign-out$/);
      const { answer } = await signIn();
      await client().refresh(answer.data.refreshAuthKey);
      gateway.clock.advance(61_000);
      expect((await refresh(answer.data.refreshAuthKey))[1]).toBe(
        'the refresh key was used before; the session was ended',
      );
    });

    it('a device too many, an old password that is wrong', async () => {
      const id = await gateway.addBrand('quota.example', {
        rateLimits: PLENTY,
        deviceQuota: 1,
        deviceQuotaMode: 'reject',
      });
      const person = await new People(gateway, id, 'quota.example').one({ 'X-Device-Code': 'first' });
      const answer = await client('quota.example').signIn(person.user.username ?? '', PASSWORD, {
        'X-Device-Code': 'second',
      });
      expect(await reasonOf(answer)).toEqual([
        'handle',
        "the user has 1 devices or more, and the brand's quota mode is reject",
      ]);
      const change = { oldPassword: 'wrong', newPassword: `${PASSWORD} 2`, confirmPassword: `${PASSWORD} 2` };
      expect(await reasonOf(await person.client.put('users/change-password', change))).toEqual([
        'handle',
        'the password is wrong',
      ]);
    });

    it('a fault of the gateway: the kind of error, not its message', async () => {
      const { client: own } = await people.one();
      const flow = gateway.gateway.app.get(ChangePasswordFlow);
      const broken = jest.spyOn(flow, 'run').mockRejectedValue(new TypeError('quotes a secret'));
      const change = { oldPassword: PASSWORD, newPassword: `${PASSWORD} 2`, confirmPassword: `${PASSWORD} 2` };
      const refusal = await refusalOf(gateway, await own.put('users/change-password', change));
      broken.mockRestore();
      expect(refusal).toMatchObject({ status: 500, code: 'server.internal' });
      expect(refusedBy(refusal)).toEqual(['handle', 'An unexpected error occurred. (TypeError)']);
    });
  });
});
