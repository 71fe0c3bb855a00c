import { DeviceEntity } from '../../../src/core/devices/device.entity';
import { UserDeviceEntity } from '../../../src/core/devices/user-device.entity';
import { RevokingTransaction } from '../../../src/core/revocations/revoking-transaction';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwClient } from '../../support/jfw-client';
import { sendRaw, utf8Bytes } from '../../support/raw-http';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const PLENTY = { login: { limit: 10_000, seconds: 60 }, loginIdentifier: { limit: 10_000, seconds: 900 } };

interface Listed {
  readonly code: string;
  readonly name: string;
  readonly token: string | null;
  readonly appVersionNumber: string | null;
  readonly appVersionFlag: string | null;
  readonly userDeviceStatus: string;
}

describeEngine('devices', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
  });
  afterAll(() => gateway.close());

  /** A fresh user, signed in with these headers. */
  const someone = async (headers: Record<string, string> = {}) => {
    const username = `user.${(count += 1)}`;
    const user = await gateway.addUser(brandId, { username, password: PASSWORD });
    const signIn = async (more: Record<string, string> = headers) => {
      const answer = await gateway.client('a.example').signIn(username, PASSWORD, more);
      return { answer, client: gateway.client('a.example').with({ 'Auth-Key': answer.data.authKey }) };
    };
    return { user, signIn, ...(await signIn()) };
  };
  const statusOf = async (client: JfwClient, headers: Record<string, string>) =>
    (await client.with(headers).get('users/me')).headers.get('x-device-status');
  const devicesOf = async (client: JfwClient) => (await client.get<Listed[]>('users/me/devices')).data;
  const ownerOf = async (token: string) =>
    (await gateway.store.findOneBy(UserDeviceEntity, { brandId, pushToken: token }))?.userId;

  it.each([
    ['raw UTF-8', utf8Bytes('Điện thoại của Ngọc'), 'Điện thoại của Ngọc'],
    ['raw Latin-1', 'Café', 'Café'],
    ['percent-encoded', '%C4%90i%E1%BB%87n%20tho%E1%BA%A1i', 'Điện thoại'],
    ['no escape', '100% cotton', '100% cotton'],
    ['one escape', '50%25', '50%'],
    ['control characters', 'a%0d%0ab%00c', 'abc'],
    ['HTML', '<b>x</b>', '<b>x</b>'],
    ['300 emoji', '%F0%9F%93%B1'.repeat(300), '📱'.repeat(255)],
  ])('JFW-HDR-04 (T1): a name as %s', async (_, sent, stored) => {
    const { answer, client } = await someone();
    const request = `GET /api/v1/users/me HTTP/1.1\r\nHost: gw\r\nBrand-URL: a.example\r\nAuth-Key: ${answer.data.authKey}\r\n`;
    await sendRaw(gateway.port, `${request}X-Device-Code: D${count}\r\nX-Device-Name: ${sent}\r\n\r\n`);
    expect((await devicesOf(client))[0]?.name).toBe(stored);
  });

  it('JFW-HDR-03 (T2): a repeated device code is refused, on a sign-in ignored', async () => {
    const { answer } = await someone();
    const twice = 'X-Device-Code: D-1\r\nX-Device-Code: D-1\r\n';
    const head = 'Host: gw\r\nBrand-URL: a.example\r\n';
    const get = `GET /api/v1/users/me HTTP/1.1\r\n${head}Auth-Key: ${answer.data.authKey}\r\n${twice}\r\n`;
    const body = JSON.stringify({ username: `user.${count}`, password: PASSWORD });
    const post = `POST /api/v1/users/auth HTTP/1.1\r\n${head}${twice}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const [refused, signedIn] = [await sendRaw(gateway.port, get), await sendRaw(gateway.port, post)];
    expect([refused.status, refused.body.includes('DeviceCodeInvalid')]).toEqual([400, true]);
    expect([signedIn.status, /x-device-status: ignored/i.test(signedIn.head)]).toEqual([200, true]);
  });

  it('JFW-DEV-16, -04, -05: registered, unchanged, updated, and versions may go down (T36)', async () => {
    const code = { 'X-Device-Code': 'life' };
    const { answer, client } = await someone({ ...code, 'X-App-Version-Number': '2.0.0', 'X-Os-Device': 'IOS' });
    expect(answer.headers.get('x-device-status')).toBe('registered');
    expect(await statusOf(client, code)).toBe('unchanged');
    expect(await statusOf(client, { ...code, 'X-App-Version-Number': '1.9.0' })).toBe('updated');
    expect(await statusOf(client, { ...code, 'X-App-Version-Number': 'garbage' })).toBe('updated');
    expect((await devicesOf(client))[0]).toMatchObject({ appVersionNumber: 'garbage', appVersionFlag: 'Unparseable' });
    expect(await statusOf(client, { 'X-Device-Name': 'without a code' })).toBe('ignored');
    expect(await statusOf(client, { 'X-Device-Code': 'has blanks inside' })).toBe('ignored');
  });

  it('JFW-DEV-01, -06 (T27): twenty parallel first requests make one device and one link', async () => {
    const { user, client } = await someone();
    const requests = Array.from({ length: 20 }, () => client.with({ 'X-Device-Code': 'burst' }).get('users/me'));
    const answers = await Promise.all(requests);
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(answers.some(({ headers }) => headers.get('x-device-status') === 'failed')).toBe(false);
    expect(await gateway.store.countBy(DeviceEntity, { brandId, code: 'burst' })).toBe(1);
    expect(await gateway.store.countBy(UserDeviceEntity, { brandId, userId: user.id })).toBe(1);
  });

  it('JFW-HDR-05 (T33): codes keep their case, UUIDs do not', async () => {
    const { client } = await someone();
    const uuid = '0197A3C2-6C1E-7B7E-9A55-0D6C7F1A2B3C';
    for (const code of ['ABC-1', 'abc-1', ' ABC-1 ', uuid, uuid.toLowerCase()])
      await statusOf(client, { 'X-Device-Code': code });
    expect((await devicesOf(client)).map(({ code }) => code).sort()).toEqual([
      '0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c',
      'ABC-1',
      'abc-1',
    ]);
  });

  it('JFW-HDR-10: two codes that differ are refused, on a sign-in ignored', async () => {
    const both = { 'X-Device-Code': 'one', 'Device-Code': 'two' };
    const { answer, client } = await someone(both);
    expect(answer.headers.get('x-device-status')).toBe('ignored');
    expect((await client.with(both).get('users/me')).code).toBe('DeviceCodeMismatch');
  });

  it('JFW-HDR-08, -09: strict brands refuse odd device headers, but never a sign-in', async () => {
    const strict = await gateway.addBrand('strict.example', { strictDeviceHeaders: true });
    await gateway.addUser(strict, { username: 'ada.lovelace', password: PASSWORD });
    const odd = { 'X-Device-Code': 'a b', 'X-Device-Token': '??' };
    const { data, status } = await gateway.client('strict.example').signIn('ada.lovelace', PASSWORD, odd);
    const client = gateway.client('strict.example').with({ 'Auth-Key': data.authKey });
    const codes = [odd, { 'X-Device-Code': 'ok', 'X-Device-Token': '??' }, { 'X-Device-Name': 'x' }].map(
      async (headers) => (await client.with(headers).get('users/me')).code,
    );
    expect([status, ...(await Promise.all(codes))]).toEqual([
      200,
      'DeviceCodeInvalid',
      'DeviceTokenInvalid',
      'DeviceCodeRequired',
    ]);
  });

  it('JFW-TOK-02, -03 (T28): the last token is kept, a missing or placeholder one erases nothing', async () => {
    const code = { 'X-Device-Code': 'tokens' };
    const { client } = await someone(code);
    for (const token of ['token-A1', 'token-B1', 'token-A1'])
      await statusOf(client, { ...code, 'X-Device-Token': token });
    for (const token of ['null', '[object Object]', '']) await statusOf(client, { ...code, 'X-Device-Token': token });
    expect((await devicesOf(client)).map(({ token }) => token)).toEqual(['...token-A1']);
    expect(await statusOf(client, { ...code, 'X-Device-Token': 'no good!' })).toBe('token-ignored');
  });

  it('JFW-TOK-04 to -06 (T29): a shared phone belongs to who signed in last, until they sign out', async () => {
    const phone = { 'X-Device-Code': 'shared', 'X-Device-Token': 'shared-token' };
    const first = await someone(phone);
    const second = await someone({ 'X-Device-Code': 'shared' });
    expect(await ownerOf('shared-token')).toBe(second.user.id);
    expect(await statusOf(first.client, phone)).toBe('token-ignored');
    expect(await ownerOf('shared-token')).toBe(second.user.id);
    await second.client.post('users/auth/logout');
    expect(await statusOf(first.client, phone)).toBe('updated');
    expect(await ownerOf('shared-token')).toBe(first.user.id);
  });

  it('JFW-TOK-05, -07 (T31): a re-installed app keeps its token, the old row is left behind', async () => {
    const { client } = await someone({ 'X-Device-Code': 'install-1', 'X-Device-Token': 'moving-token' });
    await statusOf(client, { 'X-Device-Code': 'install-2', 'X-Device-Token': 'moving-token' });
    const [old, now] = await devicesOf(client);
    expect([old?.token, old?.userDeviceStatus, now?.token]).toEqual([null, 'Offline', '...ng-token']);
  });

  it('JFW-TOK-01 (T32): one token in two brands has two owners', async () => {
    const other = await gateway.addBrand('other.example');
    await gateway.addUser(other, { username: 'ada.lovelace', password: PASSWORD });
    const phone = { 'X-Device-Code': 'two-brands', 'X-Device-Token': 'both-brands' };
    await gateway.client('other.example').signIn('ada.lovelace', PASSWORD, phone);
    await someone(phone);
    expect(await gateway.store.countBy(UserDeviceEntity, { pushToken: 'both-brands' })).toBe(2);
  });

  it('JFW-DEV-08, -09 (T39): a revoked link refuses requests until a fresh sign-in', async () => {
    const code = { 'X-Device-Code': 'revoked' };
    const { user, client, signIn } = await someone(code);
    await gateway.gateway.app.get(RevokingTransaction).run(async (store, revoke) => {
      await store.update(UserDeviceEntity, { brandId, userId: user.id }, { deletedAt: 1 });
      await revoke('user', brandId, user.id);
    });
    const refused = await client.with(code).get('users/me');
    expect([refused.status, refused.code, refused.headers.get('allow')]).toEqual([405, 'DeviceRejected', 'GET, HEAD']);
    const again = await signIn();
    expect([again.answer.status, await statusOf(again.client, code)]).toEqual([200, 'unchanged']);
  });

  it('JFW-DEV-09, JFW-AUTH-10 (T59): a locked device does not stop a sign-in', async () => {
    const code = { 'X-Device-Code': 'locked-device' };
    const { signIn } = await someone(code);
    await gateway.store.update(DeviceEntity, { brandId, code: 'locked-device' }, { status: 'Locked' });
    const { answer } = await signIn();
    expect([answer.status, answer.headers.get('x-device-status')]).toEqual([200, 'rejected']);
  });

  it('JFW-DEV-03 (T37): nothing registers on an unknown route', async () => {
    const { client } = await someone();
    await client.with({ 'X-Device-Code': 'nowhere' }).get('no/such/route');
    expect(await gateway.store.countBy(DeviceEntity, { brandId, code: 'nowhere' })).toBe(0);
  });

  it('JFW-DEV-10: the current device, by either header, and no oracle for others', async () => {
    const stranger = await someone({ 'X-Device-Code': 'strangers' });
    const { client } = await someone({ 'X-Device-Code': 'mine' });
    const current = async (headers: Record<string, string>) => client.with(headers).get('devices/current');
    const [byAccess, byRegistration] = [
      await current({ 'Device-Code': 'mine' }),
      await current({ 'X-Device-Code': 'mine' }),
    ];
    expect([byAccess.data['code'], byRegistration.data['code']]).toEqual(['mine', 'mine']);
    expect((await current({})).code).toBe('DeviceCodeRequired');
    const [foreign, unknown] = [
      await current({ 'Device-Code': 'strangers' }),
      await current({ 'Device-Code': 'nobody' }),
    ];
    const plain = (text: string) => text.replaceAll(/"correlationId":"[^"]*"/g, '');
    expect([foreign.status, plain(foreign.text)]).toEqual([404, plain(unknown.text)]);
    expect((await devicesOf(stranger.client)).map(({ code }) => code)).toEqual(['strangers']);
  });
});
