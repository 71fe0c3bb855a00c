import { Injectable } from '@nestjs/common';
import { installationActor, originOf } from '../../core/audit/actor';
import type { FarewellEntity } from '../../core/farewells/farewell.entity';
import { FarewellRepository } from '../../core/farewells/farewell.repository';
import type { QueuedFarewell } from '../../core/farewells/farewells';
import { backOff, MAX_ATTEMPTS } from '../../core/outbox/back-off';
import type { OutboxEntity } from '../../core/outbox/outbox.entity';
import type { OutboxOutcome, OutboxTask } from '../../core/outbox/outbox-task';
import { type OpenPushChannel, pauseOf, PushChannels } from '../../core/push/push-channels';
import { PushConsequences } from '../../core/push/push-consequences';
import { NO_ANSWER, OF_PROJECT, type PushFailure, retryAfterOf } from '../../core/push/push-verdict';
import { Clock } from '../../kernel/clock';
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
    private readonly clock: Clock,
  ) {}

  async run({ row, payload, now, finish }: OutboxTask): Promise<OutboxOutcome> {
    const { farewellUid, token, kind } = payload as unknown as QueuedFarewell;
    const farewell = await this.farewells.findByUid(this.database.store, row.brandId, farewellUid);
    if (farewell?.state !== 'queued') return { kind: 'done' };
    const channel = await this.channels.find(row.brandId);
    if (channel === null) return this.giveUp(farewell, 'push-not-configured');
    const pause = pauseOf(channel, now);
    if (pause !== null) return { kind: 'again', at: pause };
    const data = { brandgateEvent: REVOKED, brandgateDelivery: farewell.uid };
    const target = { token, kind, data };
    const [outcome] = await this.transport.send(channel.server, contentOf(farewell, now), [target]);
    if (outcome?.kind !== 'accepted') return this.failed(row, farewell, channel, outcome);
    await this.consequences.acceptedSome(channel.row);
    this.metrics.countPushes('accepted', 1);
    const isDone = await this.database.transaction(async (store) => {
      await this.farewells.deliver(store, farewell, now);
      return finish(store);
    });
    return isDone ? { kind: 'finished' } : { kind: 'done' };
  }

  private async failed(
    row: OutboxEntity,
    farewell: FarewellEntity,
    channel: OpenPushChannel,
    failure: PushFailure = NO_ANSWER,
  ): Promise<OutboxOutcome> {
    const origin = originOf(installationActor(farewell.brandId, 'push'));
    const verdict = await this.consequences.judge(origin, channel.row, failure);
    if (verdict === 'token' || verdict === 'payload') return this.giveUp(farewell, failure.code);
    await this.farewells.noteReason(this.database.store, farewell, failure.code);
    // Nothing of the message is at fault: it waits until somebody has mended the channel.
    if (verdict === 'config') return { kind: 'waiting', error: failure.code };
    if (failure.code === OF_PROJECT) {
      await this.consequences.paused(channel.row, this.clock.now() + retryAfterOf(failure) * 1_000);
    }
    return this.again(row, failure);
  }

  /** Never given up before its time: a lost phone may be switched on in three weeks. */
  private again({ attempts, expiresAt }: OutboxEntity, failure: PushFailure): OutboxOutcome {
    const retryAfter = retryAfterOf(failure);
    if (attempts + 1 < MAX_ATTEMPTS) return { kind: 'later', error: failure.code, retryAfter };
    const wait = Math.max(backOff(attempts), retryAfter * 1_000);
    return { kind: 'again', at: Math.min(this.clock.now() + wait, expiresAt) };
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
