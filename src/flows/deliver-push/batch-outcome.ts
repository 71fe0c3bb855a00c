import { backOff } from '../../core/outbox/back-off';
import type { DeadToken } from '../../core/push/push-consequences';
import type { PushRecipient } from '../../core/push/push-recipients';
import {
  isOfChannel,
  NO_ANSWER,
  OF_ACCOUNT,
  OF_PROJECT,
  type PushFailure,
  retryAfterOf,
  verdictOf,
} from '../../core/push/push-verdict';
import type { Obstacle } from '../../core/push/reach.repository';
import type { ClaimedDelivery, Settlement } from '../../core/pushes/delivery-queue.repository';
import type { PushDeliveryId } from '../../kernel/ids';
import type { PushOutcome } from '../../ports/push-transport.port';

/** Tries until a device is given up, where Google blames nobody and the channel works. */
const MAX_ATTEMPTS = 10;

/** What becomes of one delivery. */
type End = Omit<Settlement, 'ids'> & { readonly id: PushDeliveryId };

/** What became of one batch, sorted by what has to be written. */
export class BatchOutcome {
  readonly accepted = new Map<PushDeliveryId, string>();
  readonly deadTokens: DeadToken[] = [];
  /** What is wrong with the brand's project or account, or with a part of it. */
  fault: PushFailure | null = null;
  /** Epoch ms of Google's answers. */
  answeredAt: number;
  private answers = 0;
  /** Not settled yet: how long they wait depends on whether anybody got through. */
  private readonly faulty: { readonly delivery: ClaimedDelivery; readonly code: string }[] = [];
  private readonly unavailable: PushFailure[] = [];
  private readonly ends: End[] = [];
  /** By tries: what failed together waits equally long, and is written down together. */
  private readonly waits = new Map<number, number>();

  constructor(now: number) {
    this.answeredAt = now;
  }

  obstructed({ id }: ClaimedDelivery, obstacle: Obstacle): void {
    this.add(id, 'unreached', obstacle);
  }

  note(delivery: ClaimedDelivery, { link }: PushRecipient, outcome: PushOutcome = NO_ANSWER): void {
    const { id } = delivery;
    this.answers += 1;
    if (outcome.kind === 'accepted') {
      this.accepted.set(id, outcome.id);
      return;
    }
    const { code } = outcome;
    const verdict = verdictOf(outcome);
    if (verdict === 'token') {
      this.deadTokens.push({ link, code });
      this.add(id, 'unreached', code);
    } else if (verdict === 'payload') this.add(id, 'failed', code);
    else if (verdict === 'config') {
      if (this.fault?.code !== OF_ACCOUNT) this.fault = outcome;
      this.faulty.push({ delivery, code });
    } else this.later(delivery, outcome);
  }

  /** Whether the push has to wait until somebody mends the channel: the others are not reached either (JFW-PSH-05). */
  get isStopped(): boolean {
    return this.fault !== null && (this.fault.code === OF_ACCOUNT || this.faulty.length === this.answers);
  }

  /** Epoch ms before which nothing more should be sent over the channel; null: go on. */
  get pausedUntil(): number | null {
    const isWhole = this.answers > 0 && this.unavailable.length === this.answers;
    const counting = this.unavailable.filter(({ code }) => isWhole || code === OF_PROJECT);
    if (counting.length === 0) return null;
    return this.answeredAt + Math.max(...counting.map(retryAfterOf)) * 1_000;
  }

  settlements(): readonly Settlement[] {
    // A push that waits as a whole goes on with the faulty ones as soon as the channel is mended.
    const faulty = this.faulty.map(({ delivery, code }): End => {
      const wait = this.isStopped ? 0 : this.waitOf(delivery);
      return { id: delivery.id, state: 'queued', reason: code, nextAttemptAt: this.answeredAt + wait };
    });
    return grouped([...this.ends, ...faulty]);
  }

  counts(): readonly (readonly ['accepted' | Settlement['state'], number])[] {
    return [
      ['accepted', this.accepted.size],
      ...this.settlements().map(({ state, ids }) => [state, ids.length] as const),
    ];
  }

  private later({ id, attempts }: ClaimedDelivery, failure: PushFailure): void {
    const { code } = failure;
    const asked = retryAfterOf(failure) * 1_000;
    if (isOfChannel(failure)) this.unavailable.push(failure);
    // As long as the push lives: nothing of the device is at fault.
    if (!isOfChannel(failure) && attempts + 1 >= MAX_ATTEMPTS) this.add(id, 'failed', code);
    else this.add(id, 'queued', code, this.answeredAt + Math.max(asked, this.waitOf({ attempts })));
  }

  private waitOf({ attempts }: Pick<ClaimedDelivery, 'attempts'>): number {
    const wait = this.waits.get(attempts) ?? backOff(attempts);
    this.waits.set(attempts, wait);
    return wait;
  }

  private add(id: PushDeliveryId, state: Settlement['state'], reason: string, nextAttemptAt?: number): void {
    this.ends.push({ id, state, reason, ...(nextAttemptAt === undefined ? {} : { nextAttemptAt }) });
  }
}

/** Equal ends are one statement. */
function grouped(ends: readonly End[]): readonly Settlement[] {
  const groups = new Map<string, Settlement & { readonly ids: PushDeliveryId[] }>();
  for (const { id, ...end } of ends) {
    const key = `${end.state} ${end.reason} ${end.nextAttemptAt ?? ''}`;
    const group = groups.get(key);
    if (group) group.ids.push(id);
    else groups.set(key, { ids: [id], ...end });
  }
  return [...groups.values()];
}
