import { RoleEntity } from '../../../src/core/roles/role.entity';
import { BrandEntity } from '../../../src/core/brands/brand.entity';
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
});
