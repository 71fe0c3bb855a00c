import { Injectable } from '@nestjs/common';
import { installationActor, originOf } from '../../core/audit/actor';
import type { OutboxTask } from '../../core/outbox/outbox-task';
import { PushConsequences } from '../../core/push/push-consequences';
import type { OpenPushChannel } from '../../core/push/push-channels';
import { type PushRecipient, recipientOf } from '../../core/push/push-recipients';
import { ReachRepository } from '../../core/push/reach.repository';
import { isSingle } from '../../core/pushes/audience';
import { type ClaimedDelivery, DeliveryQueueRepository } from '../../core/pushes/delivery-queue.repository';
import type { PushEntity } from '../../core/pushes/push.entity';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { Clock } from '../../kernel/clock';
import { Metrics } from '../../ports/metrics.port';
import { type PushContent, PushTransport } from '../../ports/push-transport.port';
import { Database } from '../../storage/database';
import { BatchOutcome } from './batch-outcome';

/** Google's own bound (JFW-PSH-05). */
const BATCH = 500;

/** A push that is being sent, and over which channel. */
export interface Sending {
  readonly task: OutboxTask;
  readonly push: PushEntity;
  readonly content: PushContent;
  readonly channel: OpenPushChannel;
}

/**
 * Sends the next batch. The token is read in the moment of sending, so that nothing goes to a device that its user has
 * left since the push was made.
 */
@Injectable()
export class SendBatch {
  constructor(
    private readonly database: Database,
    private readonly transaction: RevokingTransaction,
    private readonly deliveries: DeliveryQueueRepository,
    private readonly reach: ReachRepository,
    private readonly transport: PushTransport,
    private readonly consequences: PushConsequences,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  /** @returns null when nothing is due, or somebody else has the push */
  async run(sending: Sending): Promise<BatchOutcome | null> {
    const claimed = await this.claim(sending);
    if (claimed.length === 0) return null;
    const { push, content, channel } = sending;
    const outcome = new BatchOutcome(this.clock.now());
    const recipients = await this.recipientsOf(push, claimed, outcome);
    const targets = [...recipients.values()].map(({ target }) => target);
    const results = await this.transport.send(channel.server, inTime(content, push, this.clock.now()), targets);
    outcome.answeredAt = this.clock.now();
    for (const [index, [delivery, recipient]] of [...recipients].entries()) {
      outcome.note(delivery, recipient, results[index]);
    }
    await this.settle(sending, outcome);
    return outcome;
  }

  private claim({ task, push }: Sending): Promise<ClaimedDelivery[]> {
    return this.database.transaction(async (store) => {
      if (!(await task.hold(store))) return [];
      return this.deliveries.claim(store, push, { lease: leaseOf(task), now: this.clock.now(), limit: BATCH });
    });
  }

  private async recipientsOf(
    push: PushEntity,
    claimed: readonly ClaimedDelivery[],
    outcome: BatchOutcome,
  ): Promise<Map<ClaimedDelivery, PushRecipient>> {
    const links = claimed.map(({ linkId }) => linkId);
    const found = await this.reach.find(this.database.store, push.brandId, links, this.clock.now());
    const reaches = new Map(found.map((reach) => [reach.id, reach]));
    const withStale = isSingle(push.audience);
    const recipients = new Map<ClaimedDelivery, PushRecipient>();
    for (const delivery of claimed) {
      const reach = reaches.get(delivery.linkId);
      const recipient = reach && recipientOf(reach, { brandgateDelivery: delivery.uid }, { withStale });
      if (recipient) recipients.set(delivery, recipient);
      else outcome.obstructed(delivery, reach?.obstacle ?? 'device-removed');
    }
    return recipients;
  }

  private async settle({ task, push, channel }: Sending, outcome: BatchOutcome): Promise<void> {
    const { brandId } = push;
    const lease = leaseOf(task);
    const origin = originOf(installationActor(brandId, 'push'));
    // All that the answers come to at once: a dead token must not outlive the delivery that found it.
    await this.transaction.run(async (store, revoke) => {
      await this.deliveries.accept(store, brandId, outcome.accepted, { lease, now: outcome.answeredAt });
      for (const settlement of outcome.settlements()) await this.deliveries.settle(store, brandId, lease, settlement);
      await this.consequences.buryTokens({ store, revoke }, origin, outcome.deadTokens);
    });
    const { accepted, fault, pausedUntil } = outcome;
    if (fault !== null) await this.consequences.judge(origin, channel.row, fault);
    else if (accepted.size > 0) await this.consequences.acceptedSome(channel.row);
    if (pausedUntil !== null) await this.consequences.paused(channel.row, pausedUntil);
    for (const [state, count] of outcome.counts()) this.metrics.countPushes(state, count);
  }
}

/** Of the outbox's row: whoever holds the push holds its deliveries. */
function leaseOf({ row }: OutboxTask): string {
  return row.lease ?? row.uid;
}

/** What is left of the message's own time. */
function inTime(content: PushContent, { createdAt }: PushEntity, now: number): PushContent {
  const { timeToLive } = content;
  if (timeToLive === undefined) return content;
  return { ...content, timeToLive: Math.max(0, timeToLive - Math.floor((now - createdAt) / 1_000)) };
}
