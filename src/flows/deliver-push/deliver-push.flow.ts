import { Injectable } from '@nestjs/common';
import { BrandDirectory } from '../../core/brands/brand-directory';
import type { OutboxOutcome, OutboxTask } from '../../core/outbox/outbox-task';
import { pauseOf, PushChannels } from '../../core/push/push-channels';
import { PushEnding } from '../../core/pushes/push-ending';
import type { PushEntity } from '../../core/pushes/push.entity';
import { isOver, PushRepository } from '../../core/pushes/push.repository';
import type { QueuedPush } from '../../core/pushes/queued-push';
import { Clock } from '../../kernel/clock';
import { Database } from '../../storage/database';
import { SendBatch, type Sending } from './send-batch';
import { SpreadPush } from './spread-push';

/** After this long it is somebody else's turn: mails of the brand wait in the same outbox. */
const SLICE_MS = 5_000;

/**
 * Sends a push of the outbox, a slice at a time: first whom it goes to is written down, then it is sent in batches. A
 * worker that dies leaves both where they were.
 */
@Injectable()
export class DeliverPushFlow {
  constructor(
    private readonly database: Database,
    private readonly directory: BrandDirectory,
    private readonly channels: PushChannels,
    private readonly pushes: PushRepository,
    private readonly ending: PushEnding,
    private readonly spread: SpreadPush,
    private readonly batch: SendBatch,
    private readonly clock: Clock,
  ) {}

  async run(task: OutboxTask): Promise<OutboxOutcome> {
    const { row, payload } = task;
    const { pushUid, content } = payload as unknown as QueuedPush;
    const end = this.clock.monotonic() + SLICE_MS;
    while (this.clock.monotonic() < end) {
      const push = await this.pushes.findByUid(this.database.store, row.brandId, pushUid);
      const outcome = push === null ? DONE : await this.step(task, push, content);
      if (outcome !== null) return outcome;
    }
    return { kind: 'again', at: this.clock.now() };
  }

  /** @returns null when there is more to do at once */
  private async step(
    task: OutboxTask,
    push: PushEntity,
    content: QueuedPush['content'],
  ): Promise<OutboxOutcome | null> {
    if (isOver(push) || push.expiresAt <= this.clock.now()) {
      await this.ending.end(push, this.clock.now());
      return DONE;
    }
    if (push.state === 'spreading') return (await this.spread.page(task, push)) ? null : this.yield();
    const brand = await this.directory.findById(push.brandId);
    if (brand?.status !== 'Active') return { kind: 'waiting', error: 'The brand is not active.' };
    const channel = await this.channels.find(push.brandId);
    if (channel === null) return { kind: 'waiting', error: 'The brand has no push channel.' };
    const pause = pauseOf(channel, this.clock.now());
    if (pause !== null) return { kind: 'again', at: Math.min(pause, push.expiresAt) };
    return this.send({ task, push, content, channel });
  }

  private async send(sending: Sending): Promise<OutboxOutcome | null> {
    const { push } = sending;
    const outcome = await this.batch.run(sending);
    if (outcome === null) return this.rest(push);
    if (outcome.isStopped) return { kind: 'waiting', error: outcome.fault?.code ?? '' };
    return null;
  }

  /** Nothing is due: later, or never more. */
  private async rest(push: PushEntity): Promise<OutboxOutcome> {
    const next = await this.ending.finish(push, this.clock.now());
    return next === null ? DONE : { kind: 'again', at: next };
  }

  /** Somebody else has it, or has ended it: that is seen in a moment. */
  private yield(): OutboxOutcome {
    return { kind: 'again', at: this.clock.now() };
  }
}

const DONE: OutboxOutcome = { kind: 'done' };
