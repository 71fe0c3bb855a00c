import { BrandEntity } from '../../src/core/brands/brand.entity';
import type { BrandId } from '../../src/kernel/ids';
import { formsOf, newCanary } from '../support/canary';
import { describeEngine } from '../support/describe-engine';
import type { AuthData, JfwAnswer, JfwClient } from '../support/jfw-client';
import { PLENTY } from '../support/people';
import { serviceAccount } from '../support/service-account';
import { TestGateway } from '../support/start-gateway';

/** Where what happened is written down for people to read, and how much of it there is at least. */
const SINKS = [
  ['audit_events', 5_000],
  ['refusals', 5_000],
  ['pushes', 200],
  ['push_deliveries', 200],
  ['farewells', 200],
  ['outbox', 200],
] as const;

describeEngine('secrets in the trail, in refusals and in the log (JFW-GEN-14, SEC-LOG-01, -02)', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  const secrets = new Map<string, string>();

  const secret = (what: string, prefix?: string): string => {
    const text = newCanary(prefix);
    secrets.set(what, text);
    return text;
  };
  const keep = (what: string, { data }: JfwAnswer<AuthData>): AuthData => {
    secrets.set(`Auth Key of ${what}`, data.authKey);
    secrets.set(`refresh key of ${what}`, data.refreshAuthKey);
    return data;
  };
  const client = (headers: Record<string, string> = {}): JfwClient => gateway.client('a.example').with(headers);

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: { ...PLENTY, register: PLENTY.login } });
    await gateway.addBrand('b.example', { rateLimits: PLENTY });
    await liveThrough();
    await gateway.flush();
  });
  afterAll(() => gateway.close());

  /** Everything that takes a secret, done right and done wrong. */
  async function liveThrough(): Promise<void> {
    const password = secret('password', 'Right 1! ');
    const token = secret('push token', 'fcm:');
    const phone = (code: string) => ({ 'X-Device-Code': code, 'X-Device-Token': token, 'X-Device-Name': 'Phone' });
    const register = { username: 'ada.lovelace', password };
    expect((await client().post('users/register', register)).status).toBe(201);
    expect(
      (await client().post('users/register', { username: 'x', password: secret('refused password') })).status,
    ).toBe(400);
    await gateway.addUser(brandId, { username: 'bob.bobson', password });
    const ada = keep('ada', await client().signIn('ada.lovelace', password, phone('phone-1')));
    const bob = keep('bob', await client().signIn('bob.bobson', password, phone('phone-1')));
    await client().signIn('ada.lovelace', secret('wrong password'));
    await client().signIn('ada.lovelace', password, { 'X-Device-Code': secret('impossible code', 'no code: ') });
    await client().post('users/auth', { username: ['x'], password: secret('password of a wrong body') });
    await client().post('users/auth', `{"username":"ada","password":"${secret('password of a broken body')}"`);
    const refreshed = keep('ada, refreshed', await client().refresh(ada.refreshAuthKey, phone('phone-1')));
    await client({ 'X-Device-Code': 'elsewhere' }).refresh(refreshed.refreshAuthKey);
    await client().refresh(secret('no refresh key'));
    await gateway.client('b.example').refresh(bob.refreshAuthKey);
    await changePasswords(client({ 'Auth-Key': refreshed.authKey }), password);
    await moveTokens(client({ 'Auth-Key': refreshed.authKey }), client({ 'Auth-Key': bob.authKey }));
    await refuseKeys(ada, bob);
    await push(password);
    await client({ 'Auth-Key': bob.authKey }).post('users/auth/logout');
    gateway.clock.advance(61_000);
    await client().refresh(ada.refreshAuthKey);
  }

  /** A message that Google takes from one device and not from another, and a farewell. */
  async function push(password: string): Promise<void> {
    await gateway.addUser(brandId, { username: 'grace.hopper', password, type: 'Admin' });
    const { uid } = await gateway.store.findOneByOrFail(BrandEntity, { id: brandId });
    const phone = { 'X-Device-Code': 'phone-3', 'X-Device-Token': secret('token that is pushed to', 'fcm:') };
    const grace = keep('grace', await client().signIn('grace.hopper', password, phone));
    const admin = client({ 'Auth-Key': grace.authKey });
    const account = { ...serviceAccount(), client_id: secret('member of a service account') };
    secrets.set('key of a service account', account.private_key.split('\n')[3] ?? '');
    expect((await admin.put(`brands/${uid}/setting`, { firebaseCredential: account })).status).toBe(200);
    const message = { title: secret('title of a push'), data: { order: secret('data of a push') } };
    const everybody = { audience: { everybody: true } };
    expect((await admin.post('pushes', { ...message, ...everybody })).status).toBe(201);
    await gateway.deliver();
    const text = `no: ${phone['X-Device-Token']}`;
    gateway.push.outcomeOf = () => ({ kind: 'failed', code: 'mismatched-credential', message: text, retryAfter: null });
    await admin.post('pushes', { ...message, ...everybody });
    await gateway.deliver();
    await admin.post('pushes', { title: secret('title that is refused'), data: 'x', ...everybody });
    const other = keep('grace elsewhere', await client().signIn('grace.hopper', password));
    await client({ 'Auth-Key': other.authKey }).delete('users/me/auth-keys?exceptCurrent=true');
  }

  async function changePasswords(own: JfwClient, password: string): Promise<void> {
    const newPassword = secret('new password', 'Right 2! ');
    const change = (more: object) =>
      own.put('users/change-password', { oldPassword: password, newPassword, confirmPassword: newPassword, ...more });
    await change({ confirmPassword: secret('other confirmation') });
    await change({ oldPassword: secret('wrong old password') });
    await change({ newPassword: 'x', confirmPassword: 'x' });
    expect((await change({})).status).toBe(200);
  }

  async function moveTokens(first: JfwClient, second: JfwClient): Promise<void> {
    const token = secret('moved push token', 'fcm:');
    const headers = { 'X-Device-Code': 'phone-2', 'X-Device-Token': token };
    for (let i = 0; i < 4; i += 1) {
      await first.with(headers).get('users/me');
      await second.with(headers).get('users/me');
    }
    await first.with({ ...headers, 'X-Device-Token': secret('impossible push token', 'no token ') }).get('users/me');
    await first.with({ 'X-Device-Code': 'phone-2' }).post('devices/refresh-token', {
      newToken: secret('token of a body', 'fcm:'),
      oldToken: token,
    });
  }

  async function refuseKeys(ada: AuthData, bob: AuthData): Promise<void> {
    await client({ 'Auth-Key': secret('no Auth Key', 'bgk_') }).get('users/me');
    await client({ 'Auth-Key': ada.authKey }).get('users/me');
    await client({ 'Auth-Key': bob.authKey }).get(`no/such/${secret('text of a path')}`);
    await client({ 'Auth-Key': bob.authKey }).get(`devices/statistics?startDate=${secret('text of a query')}`);
    await client({ 'Auth-Key': bob.authKey }).get(`devices?pageSize=${secret('number of a query')}`);
    await client({ 'Auth-Key': bob.authKey }).get(`devices?authKey=${secret('key of a query')}&auth_key=other`);
    await client({ 'Brand-URL': secret('text of a Brand-URL', 'not a host ') }).get('users/me');
    await client({ Authorization: `Bearer ${secret('bearer')}`, Cookie: `sid=${secret('cookie')}` }).get('users/me');
    await gateway.client('b.example').with({ 'Auth-Key': bob.authKey }).get('users/me');
    await client({ 'Auth-Key': bob.authKey }).post('auth-keys/introspect', {
      authKey: secret('introspected key', 'bgk_'),
    });
  }

  /** A whole table as one text; digests in hex. */
  async function contentOf(table: string): Promise<string> {
    const rows: Record<string, unknown>[] = await gateway.store.query(`SELECT * FROM ${table}`);
    return JSON.stringify(rows, (_, value: unknown) => {
      const { type, data } = (value ?? {}) as { type?: string; data?: number[] };
      return type === 'Buffer' && data ? Buffer.from(data).toString('hex') : value;
    });
  }

  it.each(SINKS)('%s holds none of them, in no form', async (table, least) => {
    const content = await contentOf(table);
    expect(content.length).toBeGreaterThan(least);
    const found = [...secrets].filter(([, text]) => formsOf(text).some((form) => content.includes(form)));
    expect(found.map(([what]) => what)).toEqual([]);
  });

  it('the log holds none of them, in no form', () => {
    const content = gateway.log.lines.join('\n');
    expect(gateway.log.lines.length).toBeGreaterThanOrEqual(10);
    const found = [...secrets].filter(([, text]) => formsOf(text).some((form) => content.includes(form)));
    expect(found.map(([what]) => what)).toEqual([]);
  });

  it('and the search would find one', async () => {
    expect(secrets.size).toBeGreaterThan(25);
    const planted = newCanary();
    const forms = [planted, Buffer.from(`x${planted}yz`).toString('base64'), Buffer.from(planted).toString('hex')];
    for (const userAgent of forms) {
      await client({ 'User-Agent': userAgent }).signIn('ada.lovelace', 'wrong');
      await gateway.flush();
      const content = await contentOf('audit_events');
      expect(formsOf(planted).filter((form) => content.includes(form))).not.toEqual([]);
      await gateway.store.query('DELETE FROM audit_events WHERE user_agent = ?', [userAgent]);
    }
  });

  it('events and refusals of all kinds were there to be searched', async () => {
    const events: { event: string }[] = await gateway.store.query('SELECT DISTINCT event FROM audit_events');
    expect(events.map(({ event }) => event)).toEqual(
      expect.arrayContaining([
        ...['auth.login', 'auth.login_failed', 'auth.refresh', 'auth.refresh_reused', 'auth.refresh_device_mismatch'],
        ...['auth.logout', 'device.linked', 'device.token_moved', 'user.created', 'user.password_changed'],
        ...['brand.crossed', 'authkey.introspected'],
      ]),
    );
    const codes: { code: string }[] = await gateway.store.query('SELECT DISTINCT code FROM refusals');
    expect(codes.length).toBeGreaterThanOrEqual(10);
  });
});
