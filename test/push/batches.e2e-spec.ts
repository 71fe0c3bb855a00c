import { SessionEntity } from '../../src/core/auth-keys/session.entity';
import { DeviceEntity } from '../../src/core/devices/device.entity';
import { tokenHash } from '../../src/core/devices/push-tokens';
import { UserDeviceEntity } from '../../src/core/devices/user-device.entity';
import { PushDeliveryEntity } from '../../src/core/pushes/push-delivery.entity';
import { uuidv7 } from '../../src/kernel/ids';
import type { PushOutcome } from '../../src/ports/push-transport.port';
import { describeEngine } from '../support/describe-engine';
import { PushBrand } from '../support/push-brand';
import { serviceAccount } from '../support/service-account';
import { TestGateway } from '../support/start-gateway';

const TOKENS = 501;

describeEngine('a push to many devices', () => {
  let gateway: TestGateway;
  let brand: PushBrand;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brand = await PushBrand.create(gateway, 'many.example', serviceAccount());
    await manyPhones();
  });
  afterAll(() => gateway.close());

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
    const sizes: number[] = [];
    let index = -1;
    const failing = new Map<number, string>();
    gateway.push.outcomeOf = ({ token }): PushOutcome => {
      index += 1;
      if (index !== 3 && index !== 500) return { kind: 'accepted', id: `message-${index}` };
      failing.set(index, token);
      return { kind: 'failed', code: 'registration-token-not-registered', message: '', retryAfter: null };
    };
    const send = gateway.push.send.bind(gateway.push);
    jest.spyOn(gateway.push, 'send').mockImplementation((server, content, targets) => {
      sizes.push(targets.length);
      return send(server, content, targets);
    });
    const push = await brand.sent({ audience: { everybody: true } });
    expect(sizes).toEqual([500, 1]);
    expect(push).toMatchObject({ state: 'done', recipients: TOKENS, deliveries: { accepted: 499, unreached: 2 } });
    const invalid = await gateway.store.findBy(UserDeviceEntity, { brandId: brand.brandId, tokenStatus: 'invalid' });
    expect(invalid.map(({ pushToken }) => pushToken).sort()).toEqual([...failing.values()].sort());
    const unreached = await gateway.store.findBy(PushDeliveryEntity, { brandId: brand.brandId, state: 'unreached' });
    expect(unreached.map(({ linkId }) => linkId).sort()).toEqual(invalid.map(({ id }) => id).sort());
    const names = await gateway.store.findBy(PushDeliveryEntity, { brandId: brand.brandId, state: 'accepted' });
    expect(new Set(names.map(({ messageId }) => messageId)).size).toBe(499);
  });
});
