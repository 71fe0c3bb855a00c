import { AuthKeyEntity } from '../../src/core/auth-keys/auth-key.entity';
import { DeviceRegistration } from '../../src/core/devices/device-registration';
import { PushTokens } from '../../src/core/devices/push-tokens';
import { UserDeviceEntity } from '../../src/core/devices/user-device.entity';
import { RotateSession } from '../../src/flows/refresh/rotate-session';
import type { BrandId } from '../../src/kernel/ids';
import { describeEngine } from '../support/describe-engine';
import type { JfwClient } from '../support/jfw-client';
import { People, PLENTY } from '../support/people';
import { TestGateway } from '../support/start-gateway';

const CODE = { 'X-Device-Code': 'between' };

/** One request stops between its reads and its writes, and the other one happens there. */
describeEngine('requests that come between', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;

  beforeEach(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    people = new People(gateway, brandId, 'a.example');
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await gateway.close();
  });

  const holders = () => gateway.store.countBy(UserDeviceEntity, { pushToken: 'between-token' });

  it('SEC-SES-06, SEC-OT-04: a sign-out between a refresh’s look and its writing wins', async () => {
    const { client, data } = await people.one(CODE);
    const rotation = gateway.gateway.app.get(RotateSession);
    const rotate = rotation.rotate.bind(rotation);
    jest.spyOn(rotation, 'rotate').mockImplementationOnce(async (request) => {
      await client.post('users/auth/logout');
      return rotate(request);
    });
    const keys = await gateway.store.countBy(AuthKeyEntity, { brandId });
    const refreshed = await gateway.client('a.example').refresh(data.refreshAuthKey, CODE);
    expect([refreshed.status, refreshed.code]).toEqual([401, 'RefreshAuthKeyInvalid']);
    expect(await gateway.store.countBy(AuthKeyEntity, { brandId })).toBe(keys);
  });

  it('JFW-TOK-02, SEC-SES-06: a sign-out between a report’s look and its writing takes the token with it', async () => {
    const { client } = await people.one(CODE);
    const registration = gateway.gateway.app.get(DeviceRegistration);
    const check = registration.check.bind(registration);
    jest.spyOn(registration, 'check').mockImplementationOnce(async (...args) => {
      const found = await check(...args);
      await client.post('users/auth/logout');
      return found;
    });
    const reported = await client.with({ ...CODE, 'X-Device-Token': 'between-token' }).get('users/me');
    expect([reported.status, reported.headers.get('x-device-status')]).toEqual([200, 'failed']);
    expect(await holders()).toBe(0);
  });

  it('JFW-DEV-19: a link that is Deleted while its token is being settled takes none', async () => {
    const { client } = await people.one({ 'X-Device-Code': 'bound' });
    await client.with(CODE).get('users/me');
    const tokens = gateway.gateway.app.get(PushTokens);
    const present = tokens.present.bind(tokens);
    jest.spyOn(tokens, 'present').mockImplementationOnce(async (...args) => {
      const [, link] = args;
      await gateway.store.update(UserDeviceEntity, { brandId, id: link.id }, { deletedAt: gateway.clock.now() });
      return present(...args);
    });
    const reported = await client.with({ ...CODE, 'X-Device-Token': 'between-token' }).get('users/me');
    expect([reported.status, reported.headers.get('x-device-status')]).toEqual([200, 'token-ignored']);
    expect(await holders()).toBe(0);
  });

  it('JFW-QUO-03, -04: parallel first requests of one phone evict one device, not one each', async () => {
    await gateway.updateBrand(brandId, { settings: { deviceQuota: 2, rateLimits: PLENTY } });
    const { client, signIn } = await people.one({ 'X-Device-Code': 'oldest' });
    gateway.clock.advance(1_000);
    const second = await signIn({ 'X-Device-Code': 'second' });
    gateway.clock.advance(1_000);
    const sessions: JfwClient[] = [];
    while (sessions.length < 10) sessions.push((await signIn()).client.with({ 'X-Device-Code': 'third' }));
    const answers = await Promise.all(sessions.map((session) => session.get('users/me')));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect([(await client.get('users/me')).status, (await second.client.get('users/me')).status]).toEqual([401, 200]);
  });
});
