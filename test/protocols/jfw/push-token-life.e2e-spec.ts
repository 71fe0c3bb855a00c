import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { SessionEntity } from '../../../src/core/auth-keys/session.entity';
import { UserDeviceEntity } from '../../../src/core/devices/user-device.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwClient } from '../../support/jfw-client';
import { People, PLENTY } from '../../support/people';
import { TestGateway } from '../../support/start-gateway';

const DAY = 86_400_000;
const HOUR = 3_600_000;

describeEngine('life of a push token', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    // Keys outlive the months that these tests let pass.
    const year = 31_536_000;
    const lifetimes = { authKeyLifetime: year, refreshKeyLifetime: year, refreshKeyAbsoluteLifetime: 2 * year };
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY, ...lifetimes });
    people = new People(gateway, brandId, 'a.example');
  });
  afterAll(() => gateway.close());

  const linkOf = (userId: number) =>
    gateway.store.findOneByOrFail(UserDeviceEntity, { brandId, userId: userId as never });
  const holderOf = async (token: string) =>
    (await gateway.store.findOneBy(UserDeviceEntity, { brandId, pushToken: token }))?.userId ?? null;
  const statusOf = async (client: JfwClient, headers: Record<string, string>) =>
    (await client.with(headers).get('users/me')).headers.get('x-device-status');
  const countOf = (event: 'device.token_moved' | 'device.token_move_refused') =>
    gateway.store.countBy(AuditEventEntity, { brandId, event });

  describe('moves', () => {
    it('JFW-TOK-08: five moves of a token an hour; further ones are ignored and in the trail', async () => {
      const phone = { 'X-Device-Code': 'pulled', 'X-Device-Token': 'pulled-token' };
      const [one, two] = [await people.one(phone), await people.one()];
      const before = await countOf('device.token_moved');
      const outcomes: (string | null)[] = [];
      for (const person of [two, one, two, one, two, one, one]) {
        outcomes.push((await person.signIn(phone)).answer.headers.get('x-device-status'));
      }
      expect(outcomes).toEqual(['registered', ...Array<string>(4).fill('updated'), 'token-ignored', 'token-ignored']);
      expect(await holderOf('pulled-token')).toBe(two.user.id);
      expect((await countOf('device.token_moved')) - before).toBe(5);
      expect(await countOf('device.token_move_refused')).toBeGreaterThanOrEqual(1);
      gateway.clock.advance(HOUR);
      await one.signIn(phone);
      expect(await holderOf('pulled-token')).toBe(one.user.id);
    });

    it('JFW-TOK-08: also between the devices of one user', async () => {
      const { client, user } = await people.one({ 'X-Device-Code': 'here', 'X-Device-Token': 'to-and-fro' });
      const outcomes: (string | null)[] = [];
      for (const code of ['there', 'here', 'there', 'here', 'there', 'here', 'here']) {
        outcomes.push(await statusOf(client, { 'X-Device-Code': code, 'X-Device-Token': 'to-and-fro' }));
      }
      expect(outcomes.slice(5)).toEqual(['token-ignored', 'token-ignored']);
      expect(await holderOf('to-and-fro')).toBe(user.id);
    });
  });

  describe('invalid', () => {
    it('JFW-TOK-11 (T44): presented again it is active, but once an hour', async () => {
      const phone = { 'X-Device-Code': 'flaps', 'X-Device-Token': 'flapping-token' };
      const { user, signIn } = await people.one(phone);
      const die = () =>
        gateway.store.update(UserDeviceEntity, { brandId, userId: user.id }, { tokenStatus: 'invalid' });
      const present = async () => {
        await die();
        const { client } = await signIn();
        return [await statusOf(client, phone), (await linkOf(user.id)).tokenStatus];
      };
      expect(await present()).toEqual(['updated', 'active']);
      expect(await present()).toEqual(['token-ignored', 'invalid']);
      gateway.clock.advance(HOUR - 1_000);
      expect(await present()).toEqual(['token-ignored', 'invalid']);
      gateway.clock.advance(1_000);
      expect(await present()).toEqual(['updated', 'active']);
    });

    it('JFW-DEV-05, JFW-TOK-10: the app is here all the same, and is not told that somebody else holds its token', async () => {
      const phone = { 'X-Device-Code': 'rests', 'X-Device-Token': 'resting-token' };
      const { user, signIn } = await people.one(phone);
      const invalid = { tokenStatus: 'invalid' as const, tokenRevivedAt: gateway.clock.now() };
      await gateway.store.update(UserDeviceEntity, { brandId, userId: user.id }, invalid);
      const { client } = await signIn();
      gateway.clock.advance(HOUR / 2);
      expect(await statusOf(client, phone)).toBe('token-ignored');
      const moved = await client.with(phone).post('devices/refresh-token', { newToken: 'resting-token' });
      expect(moved.data).toBe(true);
      await gateway.flush();
      const { lastAccessAt, tokenStatus } = await linkOf(user.id);
      expect([tokenStatus, gateway.clock.now() - (lastAccessAt ?? 0) < 60_000]).toEqual(['invalid', true]);
    });

    it('JFW-TOK-11: a new token is taken at any time', async () => {
      const code = { 'X-Device-Code': 'renews' };
      const { user, client } = await people.one({ ...code, 'X-Device-Token': 'renews-1' });
      await gateway.store.update(
        UserDeviceEntity,
        { brandId, userId: user.id },
        { tokenStatus: 'invalid', tokenRevivedAt: gateway.clock.now() },
      );
      expect(await statusOf(client, { ...code, 'X-Device-Token': 'renews-2' })).toBe('updated');
      expect(await linkOf(user.id)).toMatchObject({
        pushToken: 'renews-2',
        tokenStatus: 'active',
        tokenRevivedAt: null,
      });
    });
  });

  describe('silence', () => {
    it.each(['Android', 'iOS'])('JFW-TOK-12 (T48): 31 days make %s stale, 271 remove an Android token', async (os) => {
      const { user } = await people.one({
        'X-Device-Code': `t48-${os}`,
        'X-Os-Device': os,
        'X-Device-Token': `t48-${os}`,
      });
      gateway.clock.advance(30 * DAY - 1_000);
      await gateway.sweep();
      expect((await linkOf(user.id)).tokenStatus).toBe('active');
      gateway.clock.advance(DAY);
      await gateway.sweep();
      expect(await linkOf(user.id)).toMatchObject({ tokenStatus: 'stale', pushToken: `t48-${os}` });
      gateway.clock.advance(240 * DAY);
      await gateway.sweep();
      expect((await linkOf(user.id)).pushToken).toBe(os === 'Android' ? null : 't48-iOS');
    });

    it.each([
      ['that names the token', { 'X-Device-Code': 'contact', 'X-Device-Token': 'contact-token' }],
      ['that does not', { 'X-Device-Code': 'contact' }],
    ])('JFW-TOK-12: a contact %s makes it active again, also for a session that was warm', async (_, headers) => {
      const phone = { 'X-Device-Code': 'contact', 'X-Device-Token': 'contact-token' };
      const { user, client } = await people.one(phone);
      await statusOf(client, headers);
      gateway.clock.advance(31 * DAY);
      await gateway.sweep();
      expect((await linkOf(user.id)).tokenStatus).toBe('stale');
      expect(await statusOf(client, headers)).toBe('updated');
      expect((await linkOf(user.id)).tokenStatus).toBe('active');
    });
  });

  describe('the end of a session', () => {
    it('JFW-KEY-11: a session that nobody refreshed ends, its device signs out, its token goes', async () => {
      const short = await gateway.addBrand('short.example', {
        rateLimits: PLENTY,
        authKeyLifetime: 60,
        refreshKeyLifetime: 120,
        refreshKeyAbsoluteLifetime: 300,
      });
      const { user, client, data } = await new People(gateway, short, 'short.example').one({
        ...{ 'X-Device-Code': 'short', 'X-Device-Token': 'short-token' },
      });
      const live = async () => gateway.store.countBy(UserDeviceEntity, { brandId: short, pushToken: 'short-token' });
      gateway.clock.advance(100_000);
      const renewed = await gateway.client('short.example').refresh(data.refreshAuthKey, { 'X-Device-Code': 'short' });
      gateway.clock.advance(100_000);
      await gateway.sweep();
      expect([renewed.status, await live()]).toEqual([200, 1]);
      gateway.clock.advance(21_000);
      await gateway.sweep();
      expect(await live()).toBe(0);
      const session = await gateway.store.findOneByOrFail(SessionEntity, { brandId: short, userId: user.id });
      expect(session.revokeReason).toBe('expired');
      const late = await gateway.client('short.example').refresh(renewed.data.refreshAuthKey);
      expect([(await client.get('users/me')).code, late.code]).toEqual(['AuthKeyInvalid', 'RefreshAuthKeyInvalid']);
    });

    it('JFW-TOK-02, JFW-SES-01: a device that a session only spoke for is signed out with it', async () => {
      const { client } = await people.one({ 'X-Device-Code': 'bound', 'X-Device-Token': 'bound-token' });
      await statusOf(client, { 'X-Device-Code': 'guest', 'X-Device-Token': 'guest-token' });
      await client.post('users/auth/logout');
      expect([await holderOf('bound-token'), await holderOf('guest-token')]).toEqual([null, null]);
    });

    it('JFW-SES-04: … also when the session is ended from elsewhere', async () => {
      const { client, signIn } = await people.one({ 'X-Device-Code': 'bound-2' });
      await statusOf(client, { 'X-Device-Code': 'guest-2', 'X-Device-Token': 'guest-2-token' });
      await (await signIn()).client.delete('users/me/auth-keys');
      expect(await holderOf('guest-2-token')).toBeNull();
    });

    it('JFW-DEV-19: … and when its own device is removed', async () => {
      const { client } = await people.one({ 'X-Device-Code': 'bound-3' });
      await statusOf(client, { 'X-Device-Code': 'guest-3', 'X-Device-Token': 'guest-3-token' });
      await client.with({ 'Device-Code': 'bound-3' }).delete('devices/current');
      expect(await holderOf('guest-3-token')).toBeNull();
    });

    it('JFW-REF-04 row 3: a family that moves to another device leaves its old one', async () => {
      const loose = await gateway.addBrand('loose.example', { rateLimits: PLENTY, bindRefreshToDevice: false });
      const { data } = await new People(gateway, loose, 'loose.example').one({
        ...{ 'X-Device-Code': 'from', 'X-Device-Token': 'from-token' },
      });
      const to = { 'X-Device-Code': 'to', 'X-Device-Token': 'to-token' };
      expect((await gateway.client('loose.example').refresh(data.refreshAuthKey, to)).status).toBe(200);
      const links = await gateway.store.findBy(UserDeviceEntity, { brandId: loose });
      expect(links.map(({ pushToken }) => pushToken)).toEqual([null, 'to-token']);
    });

    it('JFW-SES-04: another session on the same device keeps the token', async () => {
      const phone = { 'X-Device-Code': 'twice', 'X-Device-Token': 'twice-token' };
      const { user, client, signIn } = await people.one(phone);
      const second = await signIn(phone);
      const [, first] = (await client.get<{ items: { id: string }[] }>('users/me/auth-keys')).data.items;
      await second.client.delete(`users/me/auth-keys/${first?.id}`);
      expect(await holderOf('twice-token')).toBe(user.id);
    });
  });
});
