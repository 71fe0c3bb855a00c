import { RoleEntity } from '../../../src/core/roles/role.entity';
import { BrandEntity } from '../../../src/core/brands/brand.entity';
import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { SessionEntity } from '../../../src/core/auth-keys/session.entity';
import { newKey } from '../../../src/kernel/secrets/key-text';
import { describeEngine } from '../../support/describe-engine';
import { JfwClient } from '../../support/jfw-client';
import { sendRaw, utf8Bytes } from '../../support/raw-http';
import { ADMIN, TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';

describeEngine('brands', () => {
  let gateway: TestGateway;
  let admin: JfwClient;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    for (const domain of ['your-domain.com', 'xn--bcher-kva.example', 'other.example']) {
      const id = await gateway.addBrand(domain, { rateLimits: { general: { limit: 10_000, seconds: 60 } } });
      await gateway.addUser(id, { username: 'ada.lovelace', password: PASSWORD });
    }
    const { data } = await gateway.client('localhost').signIn(ADMIN.username, ADMIN.password);
    admin = gateway.client('localhost').with({ 'Auth-Key': data.authKey });
  });
  afterAll(() => gateway.close());

  /** What by-url answers to raw header lines: the brand's name, or the error's code. */
  const ask = async (lines: string, host = 'gw.localhost', path = 'brands/by-url') => {
    const { body } = await sendRaw(gateway.port, `GET /api/v1/${path} HTTP/1.1\r\nHost: ${host}\r\n${lines}\r\n`);
    const { data, errors } = JSON.parse(body) as { data: { name: string } | null; errors: { code: string }[] };
    return data?.name ?? errors[0]?.code;
  };

  it.each([
    ['your-domain.com', 'your-domain.com'],
    ['YOUR-DOMAIN.com', 'your-domain.com'],
    ['https://your-domain.com/', 'your-domain.com'],
    ['http://your-domain.com/path?q=1#f', 'your-domain.com'],
    ['your-domain.com.', 'your-domain.com'],
    ['//your-domain.com', 'your-domain.com'],
    ['your-domain.com:8443', 'your-domain.com'],
    ['www.your-domain.com', 'BrandNotFound'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BÜCHER.example', 'xn--bcher-kva.example'],
    ['evil.com@your-domain.com', 'BrandUrlInvalid'],
    ['your-domain.com, other.com', 'BrandUrlInvalid'],
    ['ftp://your-domain.com', 'BrandUrlInvalid'],
    ['127.0.0.1', 'BrandUrlInvalid'],
    ['2130706433', 'BrandUrlInvalid'],
    ['your_domain.com', 'BrandUrlInvalid'],
    ['your-domain.com%2eevil.com', 'BrandUrlInvalid'],
    ['your-domain.com\\@evil.com', 'BrandUrlInvalid'],
    ['\uff59our-domain.com', 'your-domain.com'],
    ['  your-domain.com ', 'your-domain.com'],
    ['your-domain.com:443', 'your-domain.com'],
    ['http://your-domain.com:80', 'your-domain.com'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['localhost', 'Platform'],
    ...['', '   ', 'text'].map((value) => [value, 'BrandNotFound']),
    ...['https://u:p@your-domain.com', 'javascript:alert(1)', '0x7f.1', '[::1]', 'a..b.com', 'your-domain.com%00'].map(
      (value) => [value, 'BrandUrlInvalid'],
    ),
    [`${'a'.repeat(300)}.com`, 'BrandUrlInvalid'],
    ['\u0430pple.com', 'BrandNotFound'],
  ])('JFW-BRD-12 (T6): Brand-URL %j leads to %s', async (value, outcome) => {
    expect(await ask(`Brand-URL: ${utf8Bytes(value)}\r\n`)).toBe(outcome);
  });

  it('JFW-HDR-03 (T2): two Brand-URL lines are refused, equal ones as well', async () => {
    expect(await ask('Brand-URL: other.example\r\nBrand-URL: other.example\r\n')).toBe('BrandUrlInvalid');
  });

  it('JFW-BRD-01, -05 (T54, T3): header and host', async () => {
    const own = 'Brand-URL: your-domain.com\r\n';
    const me = (lines: string, host: string) => ask(lines, host, 'users/me');
    expect(await me(own, 'gw.localhost')).toBe('AuthKeyRequired');
    expect(await me(own, 'your-domain.com')).toBe('AuthKeyRequired');
    expect(await me(own, 'unregistered.example')).toBe('AuthKeyRequired');
    expect(await me(own, 'other.example')).toBe('BrandConflict');
    expect(await me('', 'your-domain.com')).toBe('AuthKeyRequired');
    expect(await me('Brand-URL:  \r\n', 'gw.localhost')).toBe('BrandUrlRequired');
    expect(await me('Brand-URL: nobody.example\r\n', 'your-domain.com')).toBe('BrandNotFound');
  });

  it('JFW-BRD-10: by-url looks at Origin before Host', async () => {
    expect(await ask('Origin: https://other.example\r\n', 'your-domain.com')).toBe('other.example');
    expect(await ask('', 'your-domain.com')).toBe('your-domain.com');
    expect(await ask('', 'gw.localhost')).toBe('BrandNotFound');
  });

  it('JFW-ADM-09: the public view keeps settings and domains to itself', async () => {
    const open = await gateway.client('localhost').get('brands/by-url');
    const full = await admin.get('brands/by-url');
    expect(open.data).toMatchObject({ domains: [], parentId: null });
    expect(Object.keys(open.data['setting'] as object)).toHaveLength(4);
    expect((full.data['domains'] as unknown[]).length).toBe(1);
    expect(full.data['setting']).toHaveProperty('authKeyLifetime', 86_400);
  });

  it('JFW-ADM-10: a SuperAdmin makes a brand, and it is there at once', async () => {
    const created = await admin.post('brands', {
      name: 'Fresh',
      abbr: 'Fresh & Co',
      setting: { domain: 'https://Fresh.example/' },
    });
    expect([created.status, created.data['code']]).toEqual([201, 'fresh-co']);
    expect((await gateway.client('fresh.example').get('brands/by-url')).data['name']).toBe('Fresh');
    const brand = await gateway.store.findOneByOrFail(BrandEntity, { code: 'fresh-co' });
    const roles = await gateway.store.findBy(RoleEntity, { brandId: brand.id });
    expect(roles.map(({ code }) => code)).toEqual(['EndUser', 'Partner', 'Admin']);
  });

  it.each([
    [{ name: 'x', abbr: 'x1', setting: { domain: 'your-domain.com' } }, 409, 'BrandDomainAlreadyExists'],
    [{ name: 'x', abbr: 'x2', setting: { domain: '127.0.0.1' } }, 400, 'BrandUrlInvalid'],
    [{ name: 'x', abbr: 'x3', setting: {} }, 400, 'RequestInvalid'],
    [{ abbr: 'x4', setting: { domain: 'x4.example' } }, 400, 'RequestInvalid'],
    [
      { name: 'x', abbr: 'x5', setting: { domain: 'x5.example' }, profile: { logoUrl: 'javascript:alert(1)' } },
      400,
      'RequestInvalid',
    ],
  ])('JFW-ADM-10: %j is refused and leaves nothing behind', async (body, status, code) => {
    const before = await gateway.store.count(BrandEntity);
    const answer = await admin.post('brands', body);
    expect([answer.status, answer.code, await gateway.store.count(BrandEntity)]).toEqual([status, code, before]);
  });

  it('JFW-ADM-06: an Admin of a brand makes none', async () => {
    const platform = await gateway.platformId();
    await gateway.addUser(platform, { username: 'plain.admin', password: PASSWORD, type: 'Admin' });
    const { data } = await gateway.client('localhost').signIn('plain.admin', PASSWORD);
    const answer = await gateway.client('localhost').with({ 'Auth-Key': data.authKey }).post('brands', {});
    expect([answer.status, answer.code]).toEqual([403, 'AccessDenied']);
  });

  it('JFW-CAL-07 (T63): a body that names another brand is refused, one that names the own is fine', async () => {
    const signIn = (brandUrl: string) =>
      gateway.client('your-domain.com').post('users/auth', { username: 'ada.lovelace', password: PASSWORD, brandUrl });
    expect((await signIn('other.example')).code).toBe('BrandCrossNotAllowed');
    expect((await signIn('https://Your-Domain.com')).status).toBe(200);
  });

  it('JFW-CAL-08 (T63): the body names the caller only where the brand allows it', async () => {
    const legacy = await gateway.addBrand('legacy.example', { legacyBodyCredentials: true });
    await gateway.addUser(legacy, { username: 'ada.lovelace', password: PASSWORD });
    const bare = new JfwClient(gateway.origin);
    const signIn = (brandUrl: string) =>
      bare.post('users/auth', { username: 'ada.lovelace', password: PASSWORD, brandUrl });
    expect((await signIn('your-domain.com')).code).toBe('BrandUrlRequired');
    expect((await signIn('legacy.example')).status).toBe(200);
  });

  it('JFW-GEN-13 (T61): only a brand’s own origins read its answers', async () => {
    const from = async (origin: string) =>
      (await gateway.client('your-domain.com').with({ Origin: origin }).get('brands/by-url')).headers.get(
        'access-control-allow-origin',
      );
    expect([await from('https://your-domain.com'), await from('https://other.example')]).toEqual([
      'https://your-domain.com',
      null,
    ]);
    const preflight = async (origin: string) => {
      const headers = { Origin: origin, 'Access-Control-Request-Method': 'POST' };
      const answer = await fetch(`${gateway.origin}/api/v1/users/auth`, { method: 'OPTIONS', headers });
      return [answer.status, answer.headers.get('access-control-allow-origin')];
    };
    expect(await preflight('https://other.example')).toEqual([204, 'https://other.example']);
    expect(await preflight('https://evil.example')).toEqual([204, null]);
  });

  it('JFW-BRD-06: X-Forwarded-Host of a peer nobody trusts names no brand', async () => {
    const lines = 'X-Forwarded-Host: your-domain.com\r\nForwarded: host=your-domain.com\r\n';
    expect(await ask(lines, 'gw.localhost', 'users/me')).toBe('BrandUrlRequired');
    expect(await ask(`Brand-URL: other.example\r\n${lines}`, 'gw.localhost', 'users/me')).toBe('AuthKeyRequired');
  });

  it('JFW-CAL-02: spellings of the member are one member, and may not contradict each other', async () => {
    const client = gateway.client('your-domain.com');
    const signIn = async (members: object) => {
      const answer = await client.post('users/auth', { username: 'ada.lovelace', password: PASSWORD, ...members });
      return answer.code ?? answer.status;
    };
    for (const name of ['brandUrl', 'brandURL', 'BrandUrl', 'Brand-URL', 'brand_url'])
      expect(await signIn({ [name]: 'other.example' })).toBe('BrandCrossNotAllowed');
    expect(await signIn({ brandUrl: 'your-domain.com', 'Brand-URL': 'other.example' })).toBe('RequestInvalid');
    expect(await signIn({ brandUrl: 'your-domain.com', 'Brand-URL': 'your-domain.com' })).toBe(200);
    expect(await signIn({ brandUrl: 1 })).toBe('RequestInvalid');
    expect(await signIn({ brandUrl: 'a_b' })).toBe('BrandUrlInvalid');
    expect(await signIn({ brandUrl: 'no.example' })).toBe('BrandNotFound');
  });

  it('JFW-CAL-01, -03, -04, -06, SEC-TEN-04 (T26, TEN-02): headers name the caller, the body the target', async () => {
    const [parent, other] = [await gateway.addBrand('parent.example'), await gateway.addBrand('b.example')];
    const child = await gateway.addBrand('child.example', {}, parent);
    const keyOf = async (id: typeof parent, domain: string, username: string, type: 'Admin' | 'EndUser') => {
      await gateway.addUser(id, { username, password: PASSWORD, type });
      return (await gateway.client(domain).signIn(username, PASSWORD)).data.authKey;
    };
    const adm = await keyOf(parent, 'parent.example', 'some.admin', 'Admin');
    const ada = await keyOf(parent, 'parent.example', 'ada.lovelace', 'EndUser');
    const eve = await keyOf(other, 'b.example', 'eve.polastri', 'EndUser');
    const kid = await keyOf(child, 'child.example', 'kid.admin', 'Admin');
    const ask = async (domain: string, caller: string, authKey?: string, brandUrl?: string) => {
      const client = gateway.client(domain).with({ 'Auth-Key': caller });
      const { code, data } = await client.post('auth-keys/introspect', { authKey, brandUrl });
      return code ?? data['active'];
    };
    const audit = () => gateway.store.countBy(AuditEventEntity, { event: 'brand.crossed', brandId: other });
    expect(await ask('parent.example', '', ada)).toBe('AuthKeyRequired');
    expect(await ask('parent.example', eve, ada)).toBe('AuthKeyInvalid');
    expect(await ask('parent.example', newKey('auth'), ada, 'b.example')).toBe('AuthKeyInvalid');
    expect([await ask('parent.example', adm, ada), await ask('parent.example', adm)]).toEqual([true, 'RequestInvalid']);
    expect([await ask('parent.example', adm, eve), await ask('parent.example', adm, 'x')]).toEqual([false, false]);
    expect(await ask('parent.example', adm, eve, 'b.example')).toBe('BrandCrossNotAllowed');
    expect(await ask('parent.example', adm, kid, 'child.example')).toBe(true);
    expect(await ask('child.example', kid, ada, 'parent.example')).toBe('BrandCrossNotAllowed');
    expect(await ask('parent.example', ada, ada)).toBe(true);
    expect(await ask('parent.example', ada, adm)).toBe('AccessDenied');
    await gateway.flush();
    const before = await audit();
    expect(await ask('localhost', admin.headers['Auth-Key'] ?? '', eve, 'b.example')).toBe(true);
    await gateway.flush();
    expect(await audit()).toBe(before + 1);
  });

  it('JFW-CAL-07 (TEN-02): a foreign name and key in the body of a sign-in open no session anywhere', async () => {
    const before = await gateway.store.count(SessionEntity);
    const body = { username: 'ada.lovelace', password: PASSWORD, brandUrl: 'other.example', authKey: newKey('auth') };
    expect((await gateway.client('your-domain.com').post('users/auth', body)).code).toBe('BrandCrossNotAllowed');
    expect(await gateway.store.count(SessionEntity)).toBe(before);
  });

  it('JFW-CAL-08 (T63): a body key is the caller’s only under the setting, and never against the header', async () => {
    const answers = await Promise.all(
      [true, false].map(async (legacyBodyCredentials) => {
        const domain = `legacy-${legacyBodyCredentials}.example`;
        const id = await gateway.addBrand(domain, { legacyBodyCredentials });
        await gateway.addUser(id, { username: 'ada.lovelace', password: PASSWORD });
        const client = gateway.client(domain);
        const { authKey } = (await client.signIn('ada.lovelace', PASSWORD)).data;
        const both = await client.with({ 'Auth-Key': authKey }).post('users/auth/logout', { authKey: newKey('auth') });
        const alone = await client.post('users/auth/logout', { authKey });
        return [both, alone].map(({ code, status }) => code ?? status);
      }),
    );
    expect(answers.flat()).toEqual(['CredentialConflict', 200, 200, 'AuthKeyRequired']);
  });

  it('JFW-CAL-08: two keys of one user do not contradict each other, and a body key serves K? endpoints too', async () => {
    const id = await gateway.addBrand('two-keys.example', { legacyBodyCredentials: true, selfRegistration: false });
    await gateway.addUser(id, { username: 'ada.lovelace', password: PASSWORD, type: 'Admin' });
    await gateway.addUser(id, { username: 'bob.builder', password: PASSWORD });
    const client = gateway.client('two-keys.example');
    const keyOf = async (name: string) => (await client.signIn(name, PASSWORD)).data.authKey;
    const [one, two, bobs] = [await keyOf('ada.lovelace'), await keyOf('ada.lovelace'), await keyOf('bob.builder')];
    const passwords = { oldPassword: 'wrong', newPassword: 'x', confirmPassword: 'x' };
    const withKeys = (header: string, authKey: string) =>
      client.with({ 'Auth-Key': header }).put('users/change-password', { ...passwords, authKey });
    expect((await withKeys(one, two)).code).toBe('AccessDenied');
    expect((await withKeys(one, bobs)).code).toBe('CredentialConflict');
    const register = (authKey: string) =>
      client.post('users/register', {
        username: `new.${authKey.slice(-5)}`.replace(/[^a-z.]/gi, ''),
        password: PASSWORD,
        authKey,
      });
    expect([(await register(one)).status, (await register(bobs)).code]).toEqual([201, 'RegistrationDisabled']);
    const check = await client.post('users/check-auth-key-available', { authKey: bobs });
    expect([check.status, check.data]).toEqual([200, true]);
  });

  it('JFW-HDR-03: a repeated device code on a K? endpoint with a good key is refused', async () => {
    const id = await gateway.addBrand('repeated.example');
    await gateway.addUser(id, { username: 'ada.lovelace', password: PASSWORD });
    const { data } = await gateway.client('repeated.example').signIn('ada.lovelace', PASSWORD);
    const ask = (headers: string) =>
      sendRaw(
        gateway.port,
        `GET /api/v1/brands/by-url HTTP/1.1\r\nHost: gw\r\nBrand-URL: repeated.example\r\n${headers}X-Device-Code: a\r\nX-Device-Code: b\r\n\r\n`,
      );
    const [withKey, without] = [await ask(`Auth-Key: ${data.authKey}\r\n`), await ask('')];
    expect([withKey.status, withKey.body.includes('DeviceCodeInvalid'), without.status]).toEqual([400, true, 200]);
  });
});
