import { Injectable } from '@nestjs/common';
import { installationActor, originOf } from '../../core/audit/actor';
import type { FarewellEntity } from '../../core/farewells/farewell.entity';
import { FarewellRepository } from '../../core/farewells/farewell.repository';
import type { QueuedFarewell } from '../../core/farewells/farewells';
import type { OutboxOutcome, OutboxTask } from '../../core/outbox/outbox-task';
import { type OpenPushChannel, PushChannels } from '../../core/push/push-channels';
import { PushConsequences } from '../../core/push/push-consequences';
import { type PushFailure, retryAfterOf } from '../../core/push/push-verdict';
import { Metrics } from '../../ports/metrics.port';
import { type PushContent, PushTransport } from '../../ports/push-transport.port';
import { Database } from '../../storage/database';

/** The app looks what became of its session; the message itself tells nobody anything. */
const REVOKED = 'session.revoked';

/** Sends one farewell from the outbox, to the token as it was. */
@Injectable()
export class DeliverFarewellFlow {
  constructor(
    private readonly database: Database,
    private readonly farewells: FarewellRepository,
    private readonly channels: PushChannels,
    private readonly transport: PushTransport,
    private readonly consequences: PushConsequences,
    private readonly metrics: Metrics,
  ) {}

  async run({ row, payload, now, finish }: OutboxTask): Promise<OutboxOutcome> {
    const { farewellUid, token, kind } = payload as unknown as QueuedFarewell;
    const farewell = await this.farewells.findByUid(this.database.store, row.brandId, farewellUid);
    if (farewell?.state !== 'queued') return { kind: 'done' };
    const channel = await this.channels.find(row.brandId);
    if (channel === null) return this.giveUp(farewell, 'push-not-configured');
    const data = { brandgateEvent: REVOKED, brandgateDelivery: farewell.uid };
    const target = { token, kind, data };
    const [outcome] = await this.transport.send(channel.server, contentOf(farewell, now), [target]);
    if (outcome === undefined) return { kind: 'later', error: 'no answer' };
    if (outcome.kind === 'failed') return this.failed(farewell, channel, outcome);
    await this.consequences.accepted(channel.row);
    this.metrics.countPushes('accepted', 1);
    const isDone = await this.database.transaction(async (store) => {
      await this.farewells.deliver(store, farewell, now);
      return finish(store);
    });
    return isDone ? { kind: 'finished' } : { kind: 'done' };
  }

  private async failed(
    farewell: FarewellEntity,
    channel: OpenPushChannel,
    failure: PushFailure,
  ): Promise<OutboxOutcome> {
    const origin = originOf(installationActor(farewell.brandId, 'push'));
    const verdict = await this.consequences.judge(origin, channel.row, failure);
    if (verdict === 'token' || verdict === 'payload') return this.giveUp(farewell, failure.code);
    await this.farewells.noteReason(this.database.store, farewell, failure.code);
    // Nothing of the message is at fault: it waits until somebody has mended the channel.
    if (verdict === 'config') return { kind: 'waiting', error: failure.code };
    return { kind: 'later', error: failure.code, retryAfter: retryAfterOf(failure) };
  }

  private async giveUp(farewell: FarewellEntity, reason: string): Promise<OutboxOutcome> {
    await this.farewells.giveUp(this.database.store, farewell, reason);
    this.metrics.countPushes('unreached', 1);
    return { kind: 'done' };
  }
}

function contentOf({ expiresAt }: FarewellEntity, now: number): PushContent {
  return { priority: 'high', timeToLive: Math.max(0, Math.floor((expiresAt - now) / 1_000)) };
}
