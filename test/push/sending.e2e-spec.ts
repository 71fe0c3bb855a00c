import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { DeviceEntity } from '../../src/core/devices/device.entity';
import { UserDeviceEntity } from '../../src/core/devices/user-device.entity';
import { FarewellEntity } from '../../src/core/farewells/farewell.entity';
import { OutboxEntity } from '../../src/core/outbox/outbox.entity';
import { PushDeliveryEntity } from '../../src/core/pushes/push-delivery.entity';
import { PushEntity } from '../../src/core/pushes/push.entity';
import { PrunePushesFlow } from '../../src/flows/prune-pushes/prune-pushes.flow';
import { FirebasePushTransport } from '../../src/outbound/firebase/firebase-push-transport';
import { describeEngine } from '../support/describe-engine';
import { FCM } from '../support/google-answers';
import { GoogleStandIn } from '../support/google-stand-in';
import { PushBrand, type SentPush } from '../support/push-brand';
import { serviceAccount } from '../support/service-account';
import { TestGateway } from '../support/start-gateway';

const EVERYBODY = { audience: { everybody: true } };
const DAY_MS = 86_400_000;

describeEngine('sending pushes', () => {
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
    brand = await PushBrand.create(gateway, `acme-${(count += 1)}.example`, google.register(serviceAccount()));
  });
  afterAll(async () => {
    await gateway.close();
    await google.close();
  });

  it('reaches a device, a user or everybody, once each, and tells what became of it', async () => {
    const [one, other] = [await brand.phone(), await brand.phone()];
    const toDevice = await brand.sent({ body: 'You', data: { order: '5' }, audience: { deviceIds: [one.deviceUid] } });
    const toUser = await brand.sent({ audience: { userIds: [other.user.uid] } });
    const toAll = await brand.sent({ ...EVERYBODY, priority: 'high', collapseKey: 'news' });
    for (const [push, recipients] of [
      [toDevice, 1],
      [toUser, 1],
      [toAll, 2],
    ] as const) {
      expect(push).toMatchObject({ state: 'done', recipients, deliveries: { accepted: recipients, queued: 0 } });
    }
    const [delivery] = await brand.deliveries(toDevice);
    expect(delivery).toMatchObject({ userId: one.user.uid, deviceId: one.deviceUid, state: 'accepted', attempts: 1 });
    expect(delivery?.messageId).toMatch(/^projects\/acme-push\/messages\/\d+$/);
    expect(google.to(one.token)).toEqual([
      expect.objectContaining({
        notification: { title: 'Hi', body: 'You' },
        data: { order: '5', brandgateDelivery: delivery?.id },
      }),
      expect.objectContaining({ android: expect.objectContaining({ priority: 'high', collapse_key: 'news' }) }),
    ]);
    expect(google.to(other.token)).toHaveLength(2);
  });

  it('narrows to system, version, last contact and tag, and the preview counts the same', async () => {
    const ios = await brand.phone({ 'X-Os-Device': 'iOS', 'X-App-Version-Number': '1.9.0' });
    const newer = await brand.phone({ 'X-Os-Device': 'iOS', 'X-App-Version-Number': '1.10.0' });
    const android = await brand.phone({ 'X-Os-Device': 'Android', 'X-App-Version-Number': 'nightly' });
    const deviceIdOf = async (uid: string) => (await gateway.store.findOneByOrFail(DeviceEntity, { uid })).id;
    const deviceId = await deviceIdOf(android.deviceUid);
    await gateway.store.update(DeviceEntity, { id: deviceId }, { tags: 'kiosk, beta' });
    await gateway.store.update(UserDeviceEntity, { deviceId: await deviceIdOf(ios.deviceUid) }, { tags: 'beta' });
    await gateway.store.update(UserDeviceEntity, { deviceId }, { lastAccessAt: gateway.clock.now() - 10 * DAY_MS });
    const since = new Date(gateway.clock.now() - DAY_MS).toISOString();
    const cases = [
      [{ osDevice: 'ios' }, [ios, newer]],
      [{ versionFrom: '1.9.1' }, [newer]],
      [{ versionTo: '1.9' }, [ios]],
      [{ versionFrom: '1.9', versionTo: '1.10' }, [ios, newer]],
      [{ tag: 'beta' }, [ios, android]],
      [{ tag: 'bet' }, []],
      [{ tag: 'beta', osDevice: 'Android' }, [android]],
      [{ seenFrom: since }, [ios, newer]],
      [{ seenTo: since }, [android]],
      [{ userIds: [ios.user.uid, android.user.uid], osDevice: 'iOS' }, [ios]],
    ] as const;
    for (const [audience, expected] of cases) {
      const before = google.messages.length;
      expect([audience, await brand.reach(audience)]).toEqual([audience, expected.length]);
      expect((await brand.sent({ audience })).recipients).toBe(expected.length);
      const reached = google.messages.slice(before).map(({ target }) => target);
      expect([audience, reached.sort()]).toEqual([audience, expected.map(({ token }) => token).sort()]);
    }
  });

  it.each([
    [{ audience: { everybody: true }, title: ' ' }, 'PushPayloadInvalid'],
    [{ audience: { everybody: true }, title: null }, 'PushPayloadInvalid'],
    [{ audience: { everybody: true }, data: { brandgateEvent: 'x' } }, 'PushPayloadInvalid'],
    [{ audience: { everybody: true }, timeToLive: -1 }, 'PushPayloadInvalid'],
    [{ audience: { everybody: true }, priority: 'urgent' }, 'PushPayloadInvalid'],
    [{ audience: { everybody: true }, imageUrl: 'http://x.example/a.png' }, 'PushPayloadInvalid'],
    [{ audience: { everybody: true }, body: 'x'.repeat(4_100) }, 'PushPayloadInvalid'],
    [{ audience: { everybody: true }, apns: [] }, 'PushPayloadInvalid'],
    [{ audience: {} }, 'RequestInvalid'],
    [{}, 'RequestInvalid'],
    [{ audience: { everybody: false } }, 'RequestInvalid'],
    [{ audience: { everybody: true, osDevice: 'iOS' } }, 'RequestInvalid'],
    [{ audience: { versionFrom: 'nightly' } }, 'RequestInvalid'],
    [{ audience: { userIds: [] } }, 'RequestInvalid'],
    [{ audience: { userIds: [5] } }, 'RequestInvalid'],
    [{ audience: { seenFrom: 'yesterday' } }, 'RequestInvalid'],
    [{ audience: { osDevices: 'iOS' } }, 'RequestInvalid'],
    [{ audience: { everybody: true }, idempotencyKey: 'a b' }, 'RequestInvalid'],
  ])('refuses %j', async (body, code) => {
    const before = google.messages.length;
    expect((await brand.send(body)).code).toBe(code);
    await gateway.deliver();
    expect(google.messages).toHaveLength(before);
  });

  it('JFW-FMT-01: ids that name nothing of the brand reach nobody and are not kept', async () => {
    const neighbour = await PushBrand.create(gateway, `delta-${count}.example`, null);
    const [phone, foreign] = [await brand.phone(), await neighbour.phone()];
    for (const userIds of [["' OR 1=1 --"], [foreign.user.uid], [foreign.user.uid, phone.user.uid]]) {
      const reached = userIds.includes(phone.user.uid) ? 1 : 0;
      expect(await brand.reach({ userIds })).toBe(reached);
      const push = await brand.sent({ audience: { userIds } });
      expect(push).toMatchObject({ state: 'done', recipients: reached });
      expect(JSON.stringify(push)).not.toContain(foreign.user.uid);
    }
    expect(google.to(foreign.token)).toEqual([]);
  });

  it('JFW-PSH-02: needs a credential', async () => {
    await brand.give(null);
    expect((await brand.send(EVERYBODY)).code).toBe('PushNotConfigured');
  });

  it('PUSH.SEND alone sends, in its own brand', async () => {
    const { client } = await brand.people.one();
    expect((await brand.send(EVERYBODY, client)).code).toBe('AccessDenied');
    const push = (await brand.send(EVERYBODY)).data;
    const neighbour = await PushBrand.create(gateway, `beta-${count}.example`, null);
    for (const path of [`pushes/${push.id}`, `pushes/${push.id}/deliveries`]) {
      expect((await neighbour.admin.client.get(path)).code).toBe('PushNotFound');
    }
    expect((await neighbour.admin.client.delete(`pushes/${push.id}`)).code).toBe('PushNotFound');
  });

  it('sends nothing again for an idempotency key, ten at once', async () => {
    const phone = await brand.phone();
    const body = { ...EVERYBODY, idempotencyKey: 'order-5' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => brand.send(body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(9).fill(200), 201]);
    expect(new Set(answers.map(({ data }) => data.id)).size).toBe(1);
    await gateway.deliver();
    expect(google.to(phone.token)).toHaveLength(1);
    const other = await brand.send({ ...body, title: 'Something else' });
    expect([other.code, other.errors[0]?.field]).toEqual(['RequestInvalid', 'idempotencyKey']);
  });

  it('JFW-PSH-03, -05, T44: a dead token is buried, the others are sent to, and the next broadcast skips it', async () => {
    const [dead, alive] = [await brand.phone(), await brand.phone()];
    google.reply(dead.token, FCM.unregistered);
    const push = await brand.sent(EVERYBODY);
    expect(push).toMatchObject({ state: 'done', deliveries: { accepted: 1, unreached: 1 } });
    const [unreached] = (await brand.deliveries(push)).filter(({ state }) => state === 'unreached');
    expect(unreached).toMatchObject({ userId: dead.user.uid, reason: 'registration-token-not-registered' });
    expect((await brand.linkOf(dead)).tokenStatus).toBe('invalid');
    expect((await brand.sent(EVERYBODY)).recipients).toBe(1);
    expect(google.to(alive.token)).toHaveLength(2);
    await dead.client.with(dead.headers).get('users/me');
    expect((await brand.linkOf(dead)).tokenStatus).toBe('active');
  });

  it('JFW-PSH-04: a late error for an old token never clears a newer one', async () => {
    const phone = await brand.phone();
    google.reply(phone.token, async () => {
      await phone.client.with({ ...phone.headers, 'X-Device-Token': `${phone.token}-newer` }).get('users/me');
      return FCM.unregistered;
    });
    await brand.sent(EVERYBODY);
    expect(await brand.linkOf(phone)).toMatchObject({ pushToken: `${phone.token}-newer`, tokenStatus: 'active' });
  });

  it('waits as long as Google asks, and then sends', async () => {
    const phone = await brand.phone();
    google.reply(phone.token, FCM.quota(600));
    const push = await brand.sent(EVERYBODY);
    expect(push).toMatchObject({ state: 'sending', deliveries: { queued: 1 } });
    expect(await brand.deliveries(push)).toEqual([
      expect.objectContaining({ state: 'queued', reason: 'message-rate-exceeded', attempts: 1 }),
    ]);
    google.recover(phone.token);
    gateway.clock.advance(590_000);
    await gateway.deliver();
    expect(google.to(phone.token)).toHaveLength(0);
    gateway.clock.advance(15_000);
    await gateway.deliver();
    expect(await brand.look(push)).toMatchObject({ state: 'done', deliveries: { accepted: 1 } });
    expect(google.to(phone.token)).toHaveLength(1);
  });

  it('JFW-PSH-03: a message that Google does not take fails, and buries nobody', async () => {
    const phone = await brand.phone();
    google.reply(phone.token, FCM.badMessage);
    const push = await brand.sent(EVERYBODY);
    expect(push).toMatchObject({ state: 'done', deliveries: { failed: 1 } });
    expect((await brand.linkOf(phone)).tokenStatus).toBe('active');
  });

  it('T46: a credential that Google refuses holds the push up, and a new one sends it', async () => {
    const phone = await brand.phone();
    google.reply(phone.token, FCM.wrongSender);
    const push = await brand.sent(EVERYBODY);
    expect(push).toMatchObject({ state: 'sending', deliveries: { queued: 1 } });
    const event = { brandId: brand.brandId, event: 'push.config_error' as const };
    expect(await gateway.store.countBy(AuditEventEntity, event)).toBe(1);
    google.recover(phone.token);
    await brand.give(google.register(serviceAccount('acme-other')));
    await gateway.deliver();
    expect(await brand.look(push)).toMatchObject({ state: 'done', deliveries: { accepted: 1 } });
    expect(google.messages.at(-1)).toMatchObject({ project: 'acme-other', target: phone.token });
  });

  it('JFW-PSH-05: a brand without an APNs key sends to everybody else, is told so once, and tries the others again', async () => {
    const phones = [await brand.phone(), await brand.phone(), await brand.phone()];
    const [apple] = phones;
    google.reply(apple?.token ?? '', FCM.apple);
    const sent = [await brand.sent(EVERYBODY), await brand.sent(EVERYBODY)];
    for (const push of sent) {
      expect(push).toMatchObject({ state: 'sending', deliveries: { accepted: 2, queued: 1 } });
    }
    await brand.sent({ audience: { userIds: [phones[1]?.user.uid] } });
    const event = { brandId: brand.brandId, event: 'push.config_error' as const };
    expect(await gateway.store.countBy(AuditEventEntity, event)).toBe(1);
    google.recover(apple?.token ?? '');
    gateway.clock.advance(20_000);
    await gateway.deliver();
    expect(google.to(apple?.token ?? '')).toHaveLength(2);
    expect(await brand.look(sent[0] as SentPush)).toMatchObject({ state: 'done', deliveries: { accepted: 3 } });
  });

  it('JFW-PSH-06: nothing is repeated to somebody who has left while Google was away', async () => {
    const phone = await brand.phone();
    google.reply(phone.token, { ...FCM.unavailable, headers: { 'Retry-After': '1' } });
    const push = await brand.sent(EVERYBODY);
    expect(await brand.deliveries(push)).toEqual([
      expect.objectContaining({ state: 'queued', reason: 'server-unavailable', attempts: 1 }),
    ]);
    await phone.client.post('users/auth/logout', {});
    google.recover(phone.token);
    gateway.clock.advance(60_000);
    await gateway.deliver();
    expect(google.to(phone.token)).toEqual([]);
    expect(await brand.look(push)).toMatchObject({ state: 'done', deliveries: { unreached: 1 } });
  });

  it('JFW-PSH-03: what the project’s quota holds up is no other message’s question either', async () => {
    const [full, other] = [await brand.phone(), await brand.phone()];
    google.reply(full.token, FCM.quota(600));
    await brand.sent({ audience: { userIds: [full.user.uid] } });
    const later = await brand.sent({ audience: { userIds: [other.user.uid] } });
    expect(later).toMatchObject({ state: 'sending', deliveries: { queued: 1 } });
    expect(google.to(other.token)).toEqual([]);
    google.recover(full.token);
    gateway.clock.advance(660_000);
    await gateway.deliver();
    expect([google.to(full.token).length, google.to(other.token).length]).toEqual([1, 1]);
  });

  it('JFW-PSH-06: nothing goes to a device that its user has left since, natural end included', async () => {
    const [left, removed, expired, suspended, stays] = [
      await brand.phone(),
      await brand.phone(),
      await brand.phone(),
      await brand.phone(),
      await brand.phone(),
    ];
    const push = await brand.written(EVERYBODY);
    await left.client.post('users/auth/logout', {});
    await brand.admin.client.delete(`users/${removed.user.uid}/devices/${removed.deviceUid}`);
    await brand.endNaturally(expired);
    await gateway.setUser(suspended.user, { status: 'Suspended' });
    await brand.resume();
    const reasons = Object.fromEntries((await brand.deliveries(push)).map(({ userId, ...rest }) => [userId, rest]));
    expect(reasons[left.user.uid]).toMatchObject({ state: 'unreached', reason: 'no-token' });
    expect(reasons[removed.user.uid]).toMatchObject({ state: 'unreached', reason: 'device-removed' });
    expect(reasons[expired.user.uid]).toMatchObject({ state: 'unreached', reason: 'signed-out' });
    expect(reasons[suspended.user.uid]).toMatchObject({ state: 'unreached', reason: 'user-inactive' });
    expect(reasons[stays.user.uid]).toMatchObject({ state: 'accepted' });
    for (const { token } of [left, expired, suspended]) expect(google.to(token)).toEqual([]);
  });

  it('JFW-SES-01, JFW-PSH-06: a sign-out that keeps the token keeps the messages', async () => {
    const phone = await brand.phone();
    await phone.client.post('users/auth/logout', { unregisterDevice: false });
    expect((await brand.sent(EVERYBODY)).deliveries).toMatchObject({ accepted: 1 });
  });

  it('T48: a stale token is left out of a broadcast, and a single message tries it', async () => {
    const phone = await brand.phone();
    const { id } = await brand.linkOf(phone);
    await gateway.store.update(UserDeviceEntity, { id }, { tokenStatus: 'stale' });
    expect(await brand.sent({ audience: { osDevice: 'iOS' } })).toMatchObject({ recipients: 0, state: 'done' });
    expect(await brand.sent(EVERYBODY)).toMatchObject({ recipients: 0 });
    expect(await brand.sent({ audience: { userIds: [phone.user.uid] } })).toMatchObject({ recipients: 1 });
    expect(google.to(phone.token)).toHaveLength(1);
  });

  it('is cancelled before it is sent, and what was not sent never is', async () => {
    const phone = await brand.phone();
    google.reply(phone.token, FCM.quota(60));
    const push = await brand.sent(EVERYBODY);
    google.recover(phone.token);
    expect((await brand.admin.client.delete(`pushes/${push.id}`)).data).toBe(true);
    expect((await brand.admin.client.delete(`pushes/${push.id}`)).data).toBe(false);
    // At once, although the worker waits as long as Google asked for.
    expect(await brand.look(push)).toMatchObject({ state: 'cancelled', deliveries: { cancelled: 1, queued: 0 } });
    await gateway.deliver();
    gateway.clock.advance(120_000);
    await gateway.deliver();
    expect(await brand.look(push)).toMatchObject({ state: 'cancelled', deliveries: { cancelled: 1, queued: 0 } });
    expect(google.to(phone.token)).toEqual([]);
  });

  it('ends when nobody wants it any more, and what it said is gone', async () => {
    const phone = await brand.phone();
    google.reply(phone.token, FCM.quota(3_600));
    const push = await brand.sent({ ...EVERYBODY, timeToLive: 120 });
    google.recover(phone.token);
    gateway.clock.advance(121_000);
    await gateway.deliver();
    expect(await brand.look(push)).toMatchObject({ state: 'expired', deliveries: { unreached: 1 } });
    expect(google.to(phone.token)).toEqual([]);
    const row = await gateway.store.findOneByOrFail(OutboxEntity, { brandId: brand.brandId, kind: 'push' });
    expect(row).toMatchObject({ state: 'done', payloadSealed: null });
  });

  it('is confirmed by the app without a key, whatever is known of the sending', async () => {
    const phone = await brand.phone();
    const anybody = gateway.client(brand.domain);
    let early: unknown;
    google.reply(phone.token, async () => {
      const { uid } = await gateway.store.findOneByOrFail(PushDeliveryEntity, { brandId: brand.brandId });
      early = (await anybody.post('push-receipts', { deliveryId: uid })).data;
      return { status: 200, body: { name: 'projects/acme-push/messages/early' } };
    });
    const push = await brand.sent(EVERYBODY);
    expect(early).toBe(true);
    expect(push).toMatchObject({ state: 'done', deliveries: { confirmed: 1, accepted: 0 } });
    expect(await brand.deliveries(push)).toEqual([
      expect.objectContaining({ messageId: 'projects/acme-push/messages/early', attempts: 1, reason: null }),
    ]);
    google.recover(phone.token);
    const later = await brand.sent(EVERYBODY);
    const [delivery] = await brand.deliveries(later);
    const confirm = (deliveryId: unknown) => anybody.post('push-receipts', { deliveryId });
    const neighbour = await PushBrand.create(gateway, `gamma-${count}.example`, null);
    const abroad = gateway.client(neighbour.domain);
    expect((await abroad.post('push-receipts', { deliveryId: delivery?.id })).data).toBe(false);
    expect((await confirm(delivery?.id)).data).toBe(true);
    expect((await confirm(delivery?.id)).data).toBe(true);
    expect((await confirm('nothing')).data).toBe(false);
    expect((await confirm({ $ne: null })).code).toBe('RequestInvalid');
    expect(await brand.deliveries(later)).toEqual([expect.objectContaining({ state: 'confirmed' })]);
  });

  it('what became of it is kept for pushRetentionDays, and a push that nobody ended is ended', async () => {
    const { brandId } = brand;
    const phone = await brand.phone();
    const prune = () => gateway.gateway.app.get(PrunePushesFlow).run(gateway.clock.now());
    const rows = async () => [
      await gateway.store.countBy(PushEntity, { brandId }),
      await gateway.store.countBy(PushDeliveryEntity, { brandId }),
      await gateway.store.countBy(FarewellEntity, { brandId }),
    ];
    await brand.sent(EVERYBODY);
    await brand.sent({ audience: { userIds: [phone.user.uid] } });
    const stuck = await brand.written(EVERYBODY);
    await brand.admin.client.delete(`users/${phone.user.uid}/devices/${phone.deviceUid}`);
    gateway.clock.advance(2 * DAY_MS);
    await prune();
    const { client } = await brand.admin.signIn();
    const { data } = await client.get<SentPush>(`pushes/${stuck.id}`);
    expect(data).toMatchObject({ state: 'expired', deliveries: { unreached: 1, queued: 0 } });
    gateway.clock.advance(27 * DAY_MS);
    await prune();
    expect(await rows()).toEqual([3, 3, 1]);
    gateway.clock.advance(4 * DAY_MS);
    await prune();
    expect(await rows()).toEqual([0, 0, 1]);
    gateway.clock.advance(28 * DAY_MS);
    await prune();
    expect(await rows()).toEqual([0, 0, 0]);
  });

  it('what a dead worker had taken is sent by the next one', async () => {
    const phone = await brand.phone();
    await brand.written(EVERYBODY);
    await gateway.store.update(PushDeliveryEntity, { brandId: brand.brandId }, { lease: 'of a dead run' });
    await brand.resume();
    expect(google.to(phone.token)).toHaveLength(1);
  });
});
