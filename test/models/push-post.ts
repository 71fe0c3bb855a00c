import { deepStrictEqual } from 'node:assert/strict';
import { installationActor } from '../../src/core/audit/actor';
import type { BrandSnapshot } from '../../src/core/brands/brand-snapshot';
import { DeviceEntity } from '../../src/core/devices/device.entity';
import { UserDeviceEntity } from '../../src/core/devices/user-device.entity';
import { PushChannelRepository } from '../../src/core/push/push-channel.repository';
import { PushChannels } from '../../src/core/push/push-channels';
import { PushDeliveryEntity } from '../../src/core/pushes/push-delivery.entity';
import { PushRepository } from '../../src/core/pushes/push.repository';
import type { OutboxTask } from '../../src/core/outbox/outbox-task';
import { installationCaller } from '../../src/core/roles/caller';
import { SpreadPush } from '../../src/flows/deliver-push/spread-push';
import { DrainOutboxFlow } from '../../src/flows/drain-outbox/drain-outbox.flow';
import { FindDueFlow } from '../../src/flows/drain-outbox/find-due.flow';
import { SendPushFlow } from '../../src/flows/send-push/send-push.flow';
import type { BrandId, UserId } from '../../src/kernel/ids';
import { Background } from '../../src/workers/background';
import { OutboxHandling } from '../../src/workers/outbox-handling';
import type { GoogleStandIn } from '../support/google-stand-in';
import { serviceAccount } from '../support/service-account';
import type { TestGateway } from '../support/start-gateway';

/** A message that Google got: for whose device it was meant, and whose token it went to. */
export interface Received {
  readonly userId: UserId;
  readonly code: string;
  readonly target: string;
}

/** Wanted for longer than a session lasts. */
const MESSAGE = { title: 'Hi', timeToLive: 2_419_200 };

/** Pushes that are made and sent when the model says so; what came of them is what the stand-in for Google received. */
export class PushPost {
  private constructor(
    private readonly gateway: TestGateway,
    private readonly google: GoogleStandIn,
  ) {}

  static async open(gateway: TestGateway, google: GoogleStandIn, brands: readonly BrandId[]): Promise<PushPost> {
    const { app } = gateway.gateway;
    // Nobody else sends anything meanwhile.
    await app.get(Background).stop();
    await google.serve(gateway);
    for (const brandId of brands) {
      const account = google.register(serviceAccount());
      const { channel } = app.get(PushChannels).sealed(brandId, account, { modifiedBy: null, testedAt: 0 });
      await app.get(PushChannelRepository).replace(gateway.store, channel);
    }
    return new PushPost(gateway, google);
  }

  /** A push to everybody, as far as who gets it is written down. */
  async announce({ id: brandId }: BrandSnapshot): Promise<void> {
    const { app } = this.gateway.gateway;
    const command = { content: MESSAGE, audience: { everybody: true }, idempotencyKey: null, at: this.now };
    const actor = installationActor(brandId, 'model');
    let { push } = await app.get(SendPushFlow).run(actor, installationCaller(brandId), command);
    const task = { hold: () => Promise.resolve(true) } as unknown as OutboxTask;
    while (push.state === 'spreading') {
      await app.get(SpreadPush).page(task, push);
      push = await app.get(PushRepository).getByUid(this.gateway.store, brandId, push.uid);
    }
  }

  /** Everything that is due goes out. */
  async deliver(): Promise<Received[]> {
    const { app } = this.gateway.gateway;
    const { handlers } = app.get(OutboxHandling);
    const before = this.google.messages.length;
    for (let due = await this.due(); due.length > 0; due = await this.due()) {
      for (const row of due) await app.get(DrainOutboxFlow).run(handlers, row);
    }
    const received: Received[] = [];
    for (const { target, message } of this.google.messages.slice(before)) {
      const { brandgateEvent, brandgateDelivery, ...rest } = message.data ?? {};
      if (brandgateEvent === undefined) received.push(await this.meant(brandgateDelivery ?? '', target));
      // A farewell goes to who has left, and tells nothing.
      else deepStrictEqual([brandgateEvent, message['notification'], rest], ['session.revoked', undefined, {}]);
    }
    return received;
  }

  private async meant(uid: string, target: string): Promise<Received> {
    const { store } = this.gateway;
    const { brandId, linkId } = await store.findOneByOrFail(PushDeliveryEntity, { uid });
    const { userId, deviceId } = await store.findOneByOrFail(UserDeviceEntity, { brandId, id: linkId });
    const { code } = await store.findOneByOrFail(DeviceEntity, { brandId, id: deviceId });
    return { userId, code, target };
  }

  private due() {
    return this.gateway.gateway.app.get(FindDueFlow).run(this.now);
  }

  private get now(): number {
    return this.gateway.clock.now();
  }
}
