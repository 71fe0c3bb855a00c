import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { FarewellEntity } from '../../src/core/farewells/farewell.entity';
import { OutboxEntity } from '../../src/core/outbox/outbox.entity';
import { PrunePushesFlow } from '../../src/flows/prune-pushes/prune-pushes.flow';
import { FirebasePushTransport } from '../../src/outbound/firebase/firebase-push-transport';
import { describeEngine } from '../support/describe-engine';
import { FCM } from '../support/google-answers';
import { GoogleStandIn } from '../support/google-stand-in';
import { type Phone, PushBrand } from '../support/push-brand';
import { serviceAccount } from '../support/service-account';
import { TestGateway } from '../support/start-gateway';

const DAY_MS = 86_400_000;
const PASSWORD = 'tidal lantern quarry';

interface Farewell {
  readonly id: string;
  readonly deviceId: string;
  readonly cause: string;
  readonly state: string;
  readonly reason: string | null;
  readonly deliveredDate: string | null;
  readonly confirmedDate: string | null;
}

describeEngine('farewell of a device that was signed out', () => {
  let google: GoogleStandIn;
  let gateway: TestGateway;
  let brand: PushBrand;
  let count = 0;

  beforeAll(async () => {
    google = await GoogleStandIn.start();
    gateway = await TestGateway.start({ push: new FirebasePushTransport() });
    await google.serve(gateway);
  });
  beforeEach(async () => {
    const account = google.register(serviceAccount());
    brand = await PushBrand.create(gateway, `adieu-${(count += 1)}.example`, account);
  });
  afterAll(async () => {
    await gateway.close();
    await google.close();
  });

  const farewells = async ({ user }: Pick<Phone, 'user'>, client = brand.admin.client) =>
    (await client.get<{ items: Farewell[] }>(`users/${user.uid}/farewells`)).data.items;
  const remove = ({ user, deviceUid }: Phone) => brand.admin.client.delete(`users/${user.uid}/devices/${deviceUid}`);
  const confirm = (deliveryId: unknown) => gateway.client(brand.domain).post('push-receipts', { deliveryId });

  it('is sent once to the token as it was, says nothing, and is confirmed by the signed-out app', async () => {
    const phone = await brand.phone();
    expect((await remove(phone)).data).toBe(true);
    expect((await phone.client.get('users/me')).status).toBe(401);
    expect((await brand.linkOf(phone)).pushToken).toBeNull();
    expect(await farewells(phone)).toEqual([
      expect.objectContaining({ deviceId: phone.deviceUid, cause: 'device-removed', state: 'queued' }),
    ]);
    await gateway.deliver();
    await gateway.deliver();
    const [farewell] = await farewells(phone);
    expect(farewell).toMatchObject({ state: 'delivered', deliveredDate: expect.any(String), confirmedDate: null });
    const [message, ...more] = google.to(phone.token);
    expect(more).toEqual([]);
    expect(message).toEqual({
      token: phone.token,
      data: { brandgateEvent: 'session.revoked', brandgateDelivery: farewell?.id },
      android: { priority: 'high', ttl: expect.stringMatching(/^24191\d\ds$/) },
      apns: {
        headers: {
          ...{ 'apns-priority': '5', 'apns-push-type': 'background' },
          'apns-expiration': expect.stringMatching(/^\d{10}$/),
        },
        payload: { aps: { 'content-available': 1 } },
      },
      webpush: { headers: { Urgency: 'high', TTL: expect.stringMatching(/^24191\d\d$/) } },
    });
    expect((await confirm(farewell?.id)).data).toBe(true);
    expect(await farewells(phone)).toEqual([
      expect.objectContaining({ state: 'confirmed', confirmedDate: expect.any(String) }),
    ]);
    const row = await gateway.store.findOneByOrFail(OutboxEntity, { brandId: brand.brandId, kind: 'push' });
    expect(row).toMatchObject({ state: 'done', payloadSealed: null });
  });

  it('kept until then nowhere but sealed in the outbox', async () => {
    const phone = await brand.phone();
    await brand.give(null);
    await remove(phone);
    const rows = await gateway.store.findBy(OutboxEntity, { brandId: brand.brandId, kind: 'push' });
    expect(rows).toHaveLength(1);
    const audit = await gateway.store.findBy(AuditEventEntity, { brandId: brand.brandId });
    const all = await gateway.store.find(FarewellEntity);
    expect(JSON.stringify([rows, audit, all])).not.toContain(phone.token);
  });

  it('goes to every other device of who signs out everywhere, and to none that asked itself', async () => {
    const phone = await brand.phone();
    const tablet = { 'X-Device-Code': `tablet-${phone.token}`, 'X-Device-Token': `tablet-${phone.token}` };
    await phone.signIn(tablet);
    await phone.client.post('users/auth/logout', { allDevices: true });
    await gateway.deliver();
    expect(await farewells(phone)).toEqual([expect.objectContaining({ cause: 'signed-out-everywhere' })]);
    expect(google.to(tablet['X-Device-Token'])).toHaveLength(1);
    expect(google.to(phone.token)).toEqual([]);
  });

  it('goes to devices whose sessions somebody else ended', async () => {
    const ended: [string, (phone: Phone) => Promise<unknown>][] = [
      ['session-ended', ({ user }) => brand.admin.client.delete(`users/${user.uid}/auth-keys`)],
      [
        'session-ended',
        async (phone) => {
          const { client } = await phone.signIn({ 'X-Device-Code': `laptop-${phone.token}` });
          return client.delete('users/me/auth-keys?exceptCurrent=true');
        },
      ],
      [
        'session-ended',
        async (phone) => {
          const { client } = await phone.signIn({ 'X-Device-Code': `laptop-${phone.token}` });
          const newPassword = 'another quiet harbour';
          return client.put('users/change-password', {
            ...{ oldPassword: PASSWORD, newPassword, confirmPassword: newPassword },
          });
        },
      ],
      ['user-removed', ({ user }) => brand.admin.client.delete(`users/${user.uid}`)],
      ['device-removed', ({ deviceUid }) => brand.admin.client.delete(`devices/${deviceUid}`)],
    ];
    for (const [cause, end] of ended) {
      const phone = await brand.phone();
      expect(await end(phone)).toMatchObject({ status: 200 });
      await gateway.deliver();
      const { id } = await brand.linkOf(phone);
      const rows = await gateway.store.findBy(FarewellEntity, { brandId: brand.brandId, linkId: id });
      expect(rows).toEqual([expect.objectContaining({ cause, state: 'delivered' })]);
      expect(google.to(phone.token)).toHaveLength(1);
    }
  });

  it('goes to nobody who left by themself, or whose session ran out', async () => {
    const [left, removed, ended, expired] = [
      await brand.phone(),
      await brand.phone(),
      await brand.phone(),
      await brand.phone(),
    ];
    await left.client.post('users/auth/logout', {});
    await removed.client.with({ 'Device-Code': removed.headers['X-Device-Code'] ?? '' }).delete('devices/current');
    await ended.client.delete('users/me/auth-keys');
    await brand.endNaturally(expired);
    await gateway.sweep();
    expect((await brand.linkOf(expired)).pushToken).toBeNull();
    await gateway.deliver();
    for (const phone of [left, removed, ended, expired]) {
      expect((await brand.linkOf(phone)).pushToken).toBeNull();
      expect(await farewells(phone)).toEqual([]);
      expect(google.to(phone.token)).toEqual([]);
    }
  });

  it('another session of the user on the device keeps it registered, and no farewell goes out', async () => {
    const phone = await brand.phone();
    await phone.signIn(phone.headers);
    const sessions = await phone.client.get<{ items: { id: string; isCurrent: boolean }[] }>('users/me/auth-keys');
    const other = sessions.data.items.find(({ isCurrent }) => !isCurrent);
    await phone.client.delete(`users/me/auth-keys/${other?.id}`);
    await gateway.deliver();
    expect(await farewells(phone)).toEqual([]);
    expect((await brand.linkOf(phone)).pushToken).toBe(phone.token);
  });

  it('never reached: a dead token, a brand without channel, and a phone that nobody switched on for four weeks', async () => {
    const dead = await brand.phone();
    google.reply(dead.token, FCM.unregistered);
    await remove(dead);
    await gateway.deliver();
    expect(await farewells(dead)).toEqual([
      expect.objectContaining({ state: 'unreached', reason: 'registration-token-not-registered' }),
    ]);
    const known = await brand.phone();
    google.reply(known.token, FCM.unregistered);
    await brand.sent({ audience: { userIds: [known.user.uid] } });
    await remove(known);
    expect(await farewells(known)).toEqual([expect.objectContaining({ state: 'unreached', reason: 'token-dead' })]);
    const away = await brand.phone();
    await remove(away);
    await gateway.deliver();
    gateway.clock.advance(28 * DAY_MS + 1_000);
    await gateway.gateway.app.get(PrunePushesFlow).run(gateway.clock.now());
    const { client } = await brand.admin.signIn();
    expect(await farewells(away, client)).toEqual([
      expect.objectContaining({ state: 'unreached', reason: 'expired', deliveredDate: expect.any(String) }),
    ]);
  });

  it('without a push channel it is never reached', async () => {
    const phone = await brand.phone();
    await brand.give(null);
    await remove(phone);
    await gateway.deliver();
    expect(await farewells(phone)).toEqual([
      expect.objectContaining({ state: 'unreached', reason: 'push-not-configured' }),
    ]);
  });

  it('is tried again when Google asks for time', async () => {
    const phone = await brand.phone();
    google.reply(phone.token, FCM.quota(300));
    await remove(phone);
    await gateway.deliver();
    expect(await farewells(phone)).toEqual([
      expect.objectContaining({ state: 'queued', reason: 'message-rate-exceeded' }),
    ]);
    google.recover(phone.token);
    gateway.clock.advance(290_000);
    await gateway.deliverAll();
    expect(google.to(phone.token)).toEqual([]);
    gateway.clock.advance(60_000);
    await gateway.deliverAll();
    expect(await farewells(phone)).toEqual([expect.objectContaining({ state: 'delivered', reason: null })]);
  });

  it('is tried for as long as Google would keep it, however long Google is away', async () => {
    const phone = await brand.phone();
    google.reply(phone.token, FCM.unavailable);
    await remove(phone);
    for (let hour = 0; hour < 30; hour += 1) {
      await gateway.deliverAll();
      gateway.clock.advance(2 * 3_600_000);
    }
    const { client } = await brand.admin.signIn();
    expect(await farewells(phone, client)).toEqual([
      expect.objectContaining({ state: 'queued', reason: 'server-unavailable' }),
    ]);
    google.recover(phone.token);
    await gateway.deliverAll();
    expect(await farewells(phone, client)).toEqual([expect.objectContaining({ state: 'delivered' })]);
  });

  it('of a deleted account goes out; the app that deletes its own account needs none', async () => {
    const [phone, own] = [await brand.phone(), await brand.phone()];
    await brand.admin.client.delete(`users/${phone.user.uid}`);
    await own.client.with(own.headers).delete(`users/${own.user.uid}`);
    await gateway.deliver();
    expect(google.to(phone.token)).toHaveLength(1);
    expect(google.to(own.token)).toEqual([]);
    // An account that is Deleted is answered as one that never was.
    expect((await brand.admin.client.get(`users/${phone.user.uid}/farewells`)).code).toBe('UserNotFound');
  });

  it('is shown to the user and to DEVICE.READ, and to nobody else', async () => {
    const [phone, other] = [await brand.phone(), await brand.phone()];
    await remove(phone);
    const { client } = await phone.signIn();
    expect(await farewells(phone, client)).toHaveLength(1);
    expect((await other.client.get(`users/${phone.user.uid}/farewells`)).code).toBe('AccessDenied');
    const path = `users/${phone.user.uid}/farewells?deviceId=${other.deviceUid}`;
    expect((await client.get<{ items: Farewell[] }>(path)).data.items).toEqual([]);
  });

  it('SEC-SES-05: a thief and the owner alike are signed out, and the device hears of it', async () => {
    const phone = await brand.phone();
    const refreshAs = (code: string) =>
      gateway
        .client(brand.domain)
        .with({ 'X-Device-Code': code })
        .post('users/auth/refresh-auth-key', { refreshAuthKey: phone.data.refreshAuthKey });
    expect((await refreshAs(`code-${phone.token}`)).status).toBe(200);
    expect((await refreshAs('a-thief')).code).toBe('RefreshAuthKeyReused');
    await gateway.deliver();
    expect(await farewells(phone)).toEqual([expect.objectContaining({ cause: 'session-ended', state: 'delivered' })]);
  });
});
