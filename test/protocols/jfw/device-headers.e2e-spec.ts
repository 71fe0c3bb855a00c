import { DeviceEntity } from '../../../src/core/devices/device.entity';
import { UserDeviceEntity } from '../../../src/core/devices/user-device.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwClient } from '../../support/jfw-client';
import { type RawAnswer, sendRaw, utf8Bytes } from '../../support/raw-http';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const LOTS = { limit: 100_000, seconds: 60 };

interface Listed {
  readonly code: string;
  readonly name: string;
  readonly osDevice: string | null;
  readonly appVersionNumber: string | null;
}

describeEngine('device headers', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let authKey: string;
  let client: JfwClient;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: { login: LOTS, loginIdentifier: LOTS } });
  });
  afterAll(() => gateway.close());
  beforeEach(async () => {
    // A user of its own: one session may bring ten new codes in ten minutes only.
    const username = `user.${expect.getState().currentTestName?.length ?? 0}.${(count += 1)}`;
    await gateway.addUser(brandId, { username, password: PASSWORD });
    body = JSON.stringify({ username, password: PASSWORD });
    authKey = (await gateway.client('a.example').signIn(username, PASSWORD)).data.authKey;
    client = gateway.client('a.example').with({ 'Auth-Key': authKey });
  });
  let count = 0;
  let body = '';

  const brandLine = 'Brand-URL: a.example\r\n';
  /** A request of the signed-in user; `lines` are bytes, a character each. */
  const get = (lines: string, brand = brandLine): Promise<RawAnswer> =>
    sendRaw(gateway.port, `GET /api/v1/users/me HTTP/1.1\r\nHost: gw\r\n${brand}${lines}\r\n`);
  const signIn = (lines: string): Promise<RawAnswer> =>
    sendRaw(
      gateway.port,
      `POST /api/v1/users/auth HTTP/1.1\r\nHost: gw\r\n${brandLine}${lines}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  const keyLine = () => `Auth-Key: ${authKey}\r\n`;
  const codeOf = ({ body: text }: RawAnswer) =>
    (JSON.parse(text) as { errors: readonly { code: string }[] }).errors[0]?.code;
  const deviceStatus = ({ head }: RawAnswer) => /x-device-status: (\S+)/i.exec(head)?.[1];
  const devices = async () => (await client.get<Listed[]>('users/me/devices')).data;
  const register = async (headers: Record<string, string>) =>
    (await client.with(headers).get('users/me')).headers.get('x-device-status');

  it.each([
    ['percent-encoded percent', '50%25', '50%'],
    ['a plus stays a plus', 'a+b%20c', 'a+b c'],
    ['escapes that are no UTF-8', '%C4%28', '%C4%28'],
    ['one malformed escape', '%41%zz', '%41%zz'],
    ['raw UTF-8 of 300 emoji', utf8Bytes('📱'.repeat(300)), '📱'.repeat(255)],
    ['bidirectional overrides', '%E2%80%AEevil%E2%81%A9', 'evil'],
    ['line and paragraph separators', 'a%E2%80%A8b%E2%80%A9c', 'abc'],
    ['raw bytes are never percent-decoded', utf8Bytes('é%20'), 'é%20'],
  ])('JFW-HDR-04 (T1): a name with %s', async (_, sent, stored) => {
    await get(`${keyLine()}X-Device-Code: name-${count}\r\nX-Device-Name: ${sent}\r\n`);
    expect((await devices()).map(({ name }) => name)).toEqual([stored]);
  });

  it('JFW-HDR-04 (T1): version and OS are decoded alike and cut at 64 code points', async () => {
    const lines = `X-App-Version-Number: ${'%F0%9F%93%B1'.repeat(70)}\r\nX-Os-Device: ${utf8Bytes('Điện')}\r\n`;
    await get(`${keyLine()}X-Device-Code: short-texts\r\n${lines}`);
    const [device] = await devices();
    expect([device?.appVersionNumber, device?.osDevice]).toEqual(['📱'.repeat(64), 'Điện']);
  });

  it.each([
    ['equal', 'a.example', 'a.example'],
    ['different', 'a.example', 'b.example'],
  ])('JFW-HDR-03 (T2): two %s Brand-URL are BrandUrlInvalid', async (_, one, two) => {
    const answer = await get(keyLine(), `Brand-URL: ${one}\r\nBrand-URL: ${two}\r\n`);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'BrandUrlInvalid']);
  });

  it('JFW-HDR-03 (T2): two Auth-Key are AuthKeyInvalid, equal or not', async () => {
    const answers = [await get(keyLine() + keyLine()), await get(`${keyLine()}Auth-Key: bgk_other\r\n`)];
    expect(answers.map((answer) => [answer.status, codeOf(answer)])).toEqual(Array(2).fill([401, 'AuthKeyInvalid']));
    expect(answers[0]?.head).toMatch(/www-authenticate: AuthKey/i);
  });

  it.each([
    ['X-Device-Code', 'D-1', 'D-1'],
    ['X-Device-Code', 'D-1', 'D-2'],
    ['Device-Code', 'D-1', 'D-1'],
  ])('JFW-HDR-03 (T2): %s twice (%s, %s) is refused, on a sign-in ignored', async (name, one, two) => {
    const twice = `${name}: ${one}\r\n${name}: ${two}\r\n`;
    const [refused, signedIn] = [await get(keyLine() + twice), await signIn(twice)];
    expect([refused.status, codeOf(refused)]).toEqual([400, 'DeviceCodeInvalid']);
    expect(signedIn.status).toBe(200);
    expect(await devices()).toEqual([]);
  });

  it('JFW-HDR-03, SEC-IN-06: two Content-Type or two Origin are HeaderConflict', async () => {
    const answers = [
      await signIn('Content-Type: application/json\r\n'),
      await get(`${keyLine()}Origin: a\r\nOrigin: a\r\n`),
    ];
    expect(answers.map((answer) => [answer.status, codeOf(answer)])).toEqual(Array(2).fill([400, 'HeaderConflict']));
  });

  it('SEC-IN-06: a repeated push token or name is ignored, none of the two is picked', async () => {
    const twice =
      'X-Device-Token: token-one\r\nX-Device-Token: token-two\r\nX-Device-Name: one\r\nX-Device-Name: two\r\n';
    const answer = await get(`${keyLine()}X-Device-Code: repeats\r\n${twice}`);
    expect(answer.status).toBe(200);
    const device = await gateway.store.findOneByOrFail(DeviceEntity, { brandId, code: 'repeats' });
    const link = await gateway.store.findOneByOrFail(UserDeviceEntity, { brandId, deviceId: device.id });
    expect([link.pushToken, device.name]).toEqual([null, 'Unknown']);
  });

  it('JFW-HDR-01: names in any case; a blank value counts as absent', async () => {
    expect(await register({ 'x-device-CODE': '   ', 'X-DEVICE-Name': '' })).toBeNull();
    expect(await register({ 'x-dEVICE-code': 'any-case' })).toBe('registered');
  });

  it.each([
    ['201 characters', 'c'.repeat(201)],
    ['a comma', 'a,b'],
    ['a blank inside', 'a b'],
    ['bytes above 0x7F', 'caf\u00e9'],
  ])('JFW-HDR-05, -09: a code with %s registers nothing and the request goes on', async (_, code) => {
    const answer = await get(`${keyLine()}X-Device-Code: ${code}\r\n`);
    expect([answer.status, deviceStatus(answer)]).toEqual([200, 'ignored']);
    expect(await devices()).toEqual([]);
  });

  it('JFW-HDR-05 (T33): the longest code, all of its characters, and the case of UUIDs alone is folded', async () => {
    const printable = Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i))
      .join('')
      .replace(',', '');
    const codes = ['L'.repeat(200), printable, 'ABC-1', ' abc-1 ', '0197A3C2-6C1E-7B7E-9A55-0D6C7F1A2B3D'];
    for (const code of codes) expect(await register({ 'X-Device-Code': code })).toBe('registered');
    for (const code of ['abc-1', 'ABC-1 ', '0197a3c2-6c1e-7B7E-9A55-0D6C7F1A2B3D']) {
      expect(await register({ 'X-Device-Code': code })).toBe('unchanged');
    }
    expect((await devices()).map(({ code }) => code)).toEqual(
      codes.map((c) => c.trim()).with(4, codes[4]?.toLowerCase() ?? ''),
    );
  });

  it.each(['null', 'NULL', 'undefined', '(null)', '<null>', 'nil', 'none', 'NaN', '[object Object]'])(
    'JFW-HDR-06, JFW-TOK-02: the token %j counts as absent',
    async (token) => {
      expect(await register({ 'X-Device-Code': 'placeholders', 'X-Device-Token': token })).toMatch(
        /^(registered|unchanged)$/,
      );
      expect(await gateway.store.countBy(UserDeviceEntity, { brandId, pushToken: token })).toBe(0);
    },
  );

  it('JFW-HDR-06, -09: 64 hex digits are lower-cased, 4,096 characters kept, worse ones not taken', async () => {
    const code = { 'X-Device-Code': `tokens-${count}` };
    const stored = async () =>
      (
        await gateway.store.findOneByOrFail(UserDeviceEntity, {
          brandId,
          deviceId: (await gateway.store.findOneByOrFail(DeviceEntity, { brandId, code: `tokens-${count}` })).id,
        })
      ).pushToken;
    expect(await register({ ...code, 'X-Device-Token': 'AB'.repeat(32) })).toBe('registered');
    expect(await stored()).toBe('ab'.repeat(32));
    expect(await register({ ...code, 'X-Device-Token': 'A'.repeat(4_096) })).toBe('updated');
    for (const bad of ['A'.repeat(4_097), 'a/b', 'a b', 'a,b']) {
      expect(await register({ ...code, 'X-Device-Token': bad })).toBe('token-ignored');
    }
    expect(await stored()).toBe('A'.repeat(4_096));
  });

  it.each([
    ['IOS', 'iOS'],
    ['aNdRoId', 'Android'],
    ['HarmonyOS', 'HarmonyOS'],
  ])('JFW-HDR-07: the system %s is stored as %s', async (sent, stored) => {
    await register({ 'X-Device-Code': `os-${count}`, 'X-Os-Device': sent });
    expect((await devices())[0]?.osDevice).toBe(stored);
  });

  it('JFW-HDR-08: without X-Device-Code nothing is required and nothing registered', async () => {
    expect(await register({})).toBeNull();
    expect(await register({ 'X-Device-Name': 'x', 'X-Device-Token': 'abc', 'X-Os-Device': 'iOS' })).toBe('ignored');
    expect(await devices()).toEqual([]);
  });

  it('JFW-HDR-10: Device-Code and X-Device-Code are equal after normalisation, or DeviceCodeMismatch', async () => {
    const upper = '0197A3C2-6C1E-7B7E-9A55-0D6C7F1A2B3E';
    expect(await register({ 'X-Device-Code': upper, 'Device-Code': upper.toLowerCase() })).toBe('registered');
    const other = await client.with({ 'X-Device-Code': upper, 'Device-Code': 'another' }).get('users/me');
    expect([other.status, other.code]).toEqual([400, 'DeviceCodeMismatch']);
  });
});
