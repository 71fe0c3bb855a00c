import { DeviceEntity } from '../../../src/core/devices/device.entity';
import { UserDeviceEntity } from '../../../src/core/devices/user-device.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const LOTS = { limit: 100_000, seconds: 60 };
const TOKEN = 'fcm:secret-part.of-the-token_12345678';

describeEngine('device access', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: { login: LOTS, loginIdentifier: LOTS } });
  });
  afterAll(() => gateway.close());

  const someone = async (headers: Record<string, string> = {}, type: 'EndUser' | 'Admin' = 'EndUser') => {
    const username = `user.${(count += 1)}`;
    const user = await gateway.addUser(brandId, { username, password: PASSWORD, type });
    const { data } = await gateway.client('a.example').signIn(username, PASSWORD, headers);
    const client = gateway.client('a.example').with({ 'Auth-Key': data.authKey });
    const current = (more: Record<string, string>) => client.with(more).get('devices/current');
    return { user, client, current };
  };
  const withoutId = (text: string) => text.replaceAll(/"correlationId":"[^"]*"/g, '');

  it.each(['Device-Code', 'X-Device-Code'])('JFW-DEV-10: %s names the own device', async (name) => {
    const { current } = await someone({ 'X-Device-Code': `own-${name}`, 'X-Device-Name': 'Mine' });
    const answer = await current({ [name]: `own-${name}` });
    expect(answer.status).toBe(200);
    expect(answer.data).toMatchObject({ code: `own-${name}`, name: 'Mine', status: 'Active', imei: null });
  });

  it('JFW-DEV-10, JFW-HDR-05: the code is normalised as for registration', async () => {
    const uuid = '0197A3C2-6C1E-7B7E-9A55-0D6C7F1A2B3C';
    const { current } = await someone({ 'X-Device-Code': uuid });
    expect((await current({ 'Device-Code': ` ${uuid} ` })).data['code']).toBe(uuid.toLowerCase());
  });

  it('JFW-DEV-10: without a code 400 DeviceCodeRequired, blank ones included', async () => {
    const { current } = await someone({ 'X-Device-Code': 'unused' });
    for (const headers of [{}, { 'Device-Code': ' ' }, { 'X-Device-Name': 'only a name' }]) {
      const answer = await current(headers);
      expect([answer.status, answer.code]).toEqual([400, 'DeviceCodeRequired']);
    }
  });

  it('JFW-DEV-10: unknown, another user’s, another brand’s and impossible codes have one and the same answer', async () => {
    const other = await gateway.addBrand('b.example');
    await gateway.addUser(other, { username: 'ada.lovelace', password: PASSWORD });
    await gateway.client('b.example').signIn('ada.lovelace', PASSWORD, { 'X-Device-Code': 'of-brand-b' });
    await someone({ 'X-Device-Code': 'of-a-stranger' });
    const { current } = await someone({ 'X-Device-Code': 'my-own' });
    const codes = ['unknown', 'of-a-stranger', 'of-brand-b', 'not a code'];
    const answers = await Promise.all(codes.map((code) => current({ 'Device-Code': code })));
    expect(answers.map(({ status, code }) => [status, code])).toEqual(Array(4).fill([404, 'DeviceNotFound']));
    expect(new Set(answers.map(({ text }) => withoutId(text))).size).toBe(1);
  });

  it('JFW-DEV-10: a rejected device, revoked or closed for all, is 405 DeviceRejected with Allow', async () => {
    const { user, current } = await someone({ 'X-Device-Code': 'to-reject' });
    const set = (changes: Partial<UserDeviceEntity>) =>
      gateway.store.update(UserDeviceEntity, { brandId, userId: user.id }, changes);
    const refusal = async () => {
      const { status, code, headers } = await current({ 'Device-Code': 'to-reject' });
      return [status, code, headers.get('allow')];
    };
    await set({ deletedAt: 1 });
    expect(await refusal()).toEqual([405, 'DeviceRejected', 'DELETE, GET, HEAD, PUT']);
    await set({ deletedAt: null });
    await gateway.store.update(DeviceEntity, { brandId, code: 'to-reject' }, { status: 'Locked' });
    expect(await refusal()).toEqual([405, 'DeviceRejected', 'DELETE, GET, HEAD, PUT']);
  });

  it('JFW-DEV-10: Device-Code alone creates nothing, X-Device-Code registers first', async () => {
    const { current } = await someone();
    expect((await current({ 'Device-Code': 'fresh' })).code).toBe('DeviceNotFound');
    expect(await gateway.store.countBy(DeviceEntity, { brandId, code: 'fresh' })).toBe(0);
    const answer = await current({ 'X-Device-Code': 'fresh' });
    expect([answer.data['code'], answer.headers.get('x-device-status')]).toEqual(['fresh', 'registered']);
  });

  it('JFW-HDR-10: two codes that differ are 400 DeviceCodeMismatch', async () => {
    const { current } = await someone({ 'X-Device-Code': 'one-code' });
    const answer = await current({ 'X-Device-Code': 'one-code', 'Device-Code': 'another' });
    expect([answer.status, answer.code]).toEqual([400, 'DeviceCodeMismatch']);
  });

  it('JFW-GEN-15: without a key 401, whatever the device says', async () => {
    const answer = await gateway.client('a.example').with({ 'Device-Code': 'my-own' }).get('devices/current');
    expect([answer.status, answer.code]).toEqual([401, 'AuthKeyRequired']);
  });

  it('JFW-TOK-13: users/me/devices shows the last eight characters of a token', async () => {
    const { client } = await someone({ 'X-Device-Code': 'masked', 'X-Device-Token': TOKEN });
    const answer = await client.get<{ token: string; tokenKind: string; tokenStatus: string }[]>('users/me/devices');
    expect(answer.data[0]).toMatchObject({ token: '...12345678', tokenKind: 'fcm_token', tokenStatus: 'active' });
    expect(answer.text).not.toContain('secret-part');
  });

  it('JFW-TOK-09: an installation id is told from a registration token', async () => {
    const { client } = await someone({ 'X-Device-Code': 'installation', 'X-Device-Token': 'cDEFGHIJKLMNOPQRSTUVWX' });
    const { data } = await client.get<{ tokenKind: string }[]>('users/me/devices');
    expect(data[0]?.tokenKind).toBe('fid');
  });

  it('JFW-DEV-22: a link is Online after an access, Offline half an hour later, Deleted once revoked', async () => {
    const { user, client } = await someone({ 'X-Device-Code': 'presence' });
    const status = async () =>
      (await client.get<{ userDeviceStatus: string }[]>('users/me/devices')).data[0]?.userDeviceStatus;
    expect(await status()).toBe('Online');
    gateway.clock.advance(31 * 60_000);
    expect(await status()).toBe('Offline');
    await gateway.store.update(UserDeviceEntity, { brandId, userId: user.id }, { deletedAt: 1 });
    expect(await status()).toBe('Deleted');
  });
});
