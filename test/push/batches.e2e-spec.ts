import { SessionEntity } from '../../src/core/auth-keys/session.entity';
import { DeviceEntity } from '../../src/core/devices/device.entity';
import { tokenHash } from '../../src/core/devices/push-tokens';
import { UserDeviceEntity } from '../../src/core/devices/user-device.entity';
import { PushDeliveryEntity } from '../../src/core/pushes/push-delivery.entity';
import { uuidv7 } from '../../src/kernel/ids';
import { FirebasePushTransport } from '../../src/outbound/firebase/firebase-push-transport';
import type { PushContent, PushServer, PushTarget } from '../../src/ports/push-transport.port';
import { describeEngine } from '../support/describe-engine';
import { FCM } from '../support/google-answers';
import { GoogleStandIn } from '../support/google-stand-in';
import { PushBrand } from '../support/push-brand';
import { serviceAccount } from '../support/service-account';
import { TestGateway } from '../support/start-gateway';

const TOKENS = 501;

/** Counts what is handed over at once. */
class CountingTransport extends FirebasePushTransport {
  readonly sizes: number[] = [];

  override send(server: PushServer, content: PushContent, targets: readonly PushTarget[]) {
    this.sizes.push(targets.length);
    return super.send(server, content, targets);
  }
}

describeEngine('a push to many devices', () => {
  const transport = new CountingTransport();
  let google: GoogleStandIn;
  let gateway: TestGateway;
  let brand: PushBrand;

  beforeAll(async () => {
    google = await GoogleStandIn.start();
    gateway = await TestGateway.start({ push: transport });
    await google.serve(gateway);
    brand = await PushBrand.create(gateway, 'many.example', google.register(serviceAccount()));
    await manyPhones();
  });
  afterAll(async () => {
    await gateway.close();
    await google.close();
  });

  /** As many devices of one user as no phone book has, by copying one. */
  async function manyPhones(): Promise<void> {
    const phone = await brand.phone();
    const { store } = gateway;
    const { brandId } = brand;
    const { id, ...link } = await brand.linkOf(phone);
    const { id: deviceId, ...device } = await store.findOneByOrFail(DeviceEntity, { brandId, id: link.deviceId });
    const { id: sessionId, ...session } = await store.findOneByOrFail(SessionEntity, { brandId, userId: link.userId });
    expect([id, deviceId, sessionId].every((row) => row > 0)).toBe(true);
    for (let number = 1; number < TOKENS; number += 1) {
      const uid = uuidv7(gateway.clock.now());
      const { identifiers } = await store.insert(DeviceEntity, { ...device, uid, code: `copy-${number}` });
      const copy = { deviceId: Number(identifiers[0]?.['id']) as typeof link.deviceId };
      await store.insert(SessionEntity, { ...session, ...copy, uid: uuidv7(gateway.clock.now()) });
      const pushToken = `copied-${number}`;
      await store.insert(UserDeviceEntity, { ...link, ...copy, pushToken, pushTokenHash: tokenHash(pushToken) });
    }
  }

  it('JFW-PSH-05, T49: goes out in batches of 500, and failures hit exactly their links', async () => {
    // In the order of the links: of the first batch the fourth, of the second the only one.
    const failing = ['copied-3', 'copied-500'];
    for (const token of failing) google.reply(token, FCM.unregistered);
    const push = await brand.sent({ audience: { everybody: true } });
    expect(transport.sizes).toEqual([500, 1]);
    expect(push).toMatchObject({ state: 'done', recipients: TOKENS, deliveries: { accepted: 499, unreached: 2 } });
    expect(new Set(google.messages.map(({ target }) => target)).size).toBe(499);
    const invalid = await gateway.store.findBy(UserDeviceEntity, { brandId: brand.brandId, tokenStatus: 'invalid' });
    expect(invalid.map(({ pushToken }) => pushToken).sort()).toEqual(failing);
    const unreached = await gateway.store.findBy(PushDeliveryEntity, { brandId: brand.brandId, state: 'unreached' });
    expect(unreached.map(({ linkId }) => linkId).sort()).toEqual(invalid.map(({ id }) => id).sort());
    const names = await gateway.store.findBy(PushDeliveryEntity, { brandId: brand.brandId, state: 'accepted' });
    expect(new Set(names.map(({ messageId }) => messageId)).size).toBe(499);
  });

  it('when Google says nothing to the first hundred, the others are not begun; each is asked once more at once, and again later', async () => {
    const tokens = new Set(google.messages.map(({ target }) => target));
    for (const token of tokens) google.reply(token, 'close');
    const [taken, asked] = [google.messages.length, google.requests.length];
    const push = await brand.sent({ audience: { everybody: true } });
    expect(google.requests.length - asked).toBe(2 * 100);
    expect(push).toMatchObject({ state: 'sending', recipients: 499, deliveries: { queued: 499 } });
    for (const token of tokens) google.recover(token);
    gateway.clock.advance(60_000);
    await gateway.deliver();
    expect(await brand.look(push)).toMatchObject({ state: 'done', deliveries: { accepted: 499 } });
    expect(google.messages.length - taken).toBe(499);
  });
});
