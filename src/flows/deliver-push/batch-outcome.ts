import { backOff } from '../../core/outbox/back-off';
import type { DeadToken } from '../../core/push/push-consequences';
import type { PushRecipient } from '../../core/push/push-recipients';
import { type PushFailure, retryAfterOf, verdictOf } from '../../core/push/push-verdict';
import type { Obstacle } from '../../core/push/reach.repository';
import type { ClaimedDelivery, Settlement } from '../../core/pushes/push-delivery.repository';
import type { PushDeliveryId } from '../../kernel/ids';
import type { PushOutcome } from '../../ports/push-transport.port';

/** Tries until a device is given up, where Google blames nobody. */
const MAX_ATTEMPTS = 10;
/** Failures that are about the channel as a whole: the other messages would meet them as well. */
const OF_CHANNEL = new Set(['message-rate-exceeded', 'server-unavailable']);

const NO_ANSWER: PushFailure = { kind: 'failed', code: 'server-unavailable', message: 'no answer', retryAfter: null };

/** What became of one batch, sorted by what has to be written. */
export class BatchOutcome {
  readonly accepted = new Map<PushDeliveryId, string>();
  readonly deadTokens: DeadToken[] = [];
  /** What is wrong with the brand's project or account. */
  fault: PushFailure | null = null;
  /** Epoch ms before which nothing more should be sent over the channel. */
  pausedUntil: number | null = null;
  /** Epoch ms of Google's answers. */
  answeredAt: number;
  private readonly groups = new Map<string, Settlement & { readonly ids: PushDeliveryId[] }>();

  constructor(now: number) {
    this.answeredAt = now;
  }

  obstructed({ id }: ClaimedDelivery, obstacle: Obstacle): void {
    this.add(id, 'unreached', obstacle);
  }

  note(delivery: ClaimedDelivery, { link }: PushRecipient, outcome: PushOutcome = NO_ANSWER): void {
    const { id } = delivery;
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
      this.fault = outcome;
      this.add(id, 'queued', code, this.answeredAt);
    } else this.later(delivery, outcome);
  }

  settlements(): readonly Settlement[] {
    return [...this.groups.values()];
  }

  counts(): readonly (readonly ['accepted' | Settlement['state'], number])[] {
    return [
      ['accepted', this.accepted.size],
      ...this.settlements().map(({ state, ids }) => [state, ids.length] as const),
    ];
  }

  private later({ id, attempts }: ClaimedDelivery, failure: PushFailure): void {
    const { code } = failure;
    const asked = this.answeredAt + retryAfterOf(failure) * 1_000;
    if (OF_CHANNEL.has(code)) this.pausedUntil = Math.max(this.pausedUntil ?? 0, asked);
    if (attempts + 1 >= MAX_ATTEMPTS) this.add(id, 'failed', code);
    else this.add(id, 'queued', code, Math.max(asked, this.answeredAt + backOff(attempts)));
  }

  private add(id: PushDeliveryId, state: Settlement['state'], reason: string, nextAttemptAt?: number): void {
    const key = `${state} ${reason} ${nextAttemptAt ?? ''}`;
    const known = this.groups.get(key);
    const at = nextAttemptAt === undefined ? {} : { nextAttemptAt };
    if (known) known.ids.push(id);
    else this.groups.set(key, { ids: [id], state, reason, ...at });
  }
}
