import { Injectable } from '@nestjs/common';
import type { OutboxEntity, OutboxKind } from '../../core/outbox/outbox.entity';
import { Outbox } from '../../core/outbox/outbox';
import { type DueRow, OutboxRepository } from '../../core/outbox/outbox.repository';
import { Clock } from '../../kernel/clock';
import { uuidv7 } from '../../kernel/ids';
import type { OutboxHandler, OutboxOutcome } from '../../core/outbox/outbox-task';
import { EventLog } from '../../ports/event-log.port';
import { Metrics } from '../../ports/metrics.port';
import { Database, type Store } from '../../storage/database';
import { backOff, MAX_ATTEMPTS, waitingTime } from '../../core/outbox/back-off';

/**
 * A worker that died is followed by another one after this time. Short, since whoever works renews it (ADR 11), and
 * longer than a mail may take, so that it holds for a mail even when no renewal gets through.
 */
const LEASE_MS = 20_000;
const RENEWAL_MS = 5_000;

export type OutboxHandlers = Readonly<Record<OutboxKind, OutboxHandler>>;

/** Does what lies in the outbox: each row leased by one worker, tried again with back-off, given up in the end (REL-08). */
@Injectable()
export class DrainOutboxFlow {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly repository: OutboxRepository,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly log: EventLog,
  ) {}

  /** Takes one row on and does it, unless somebody else has it. */
  async run(handlers: OutboxHandlers, due: DueRow): Promise<void> {
    const { store } = this.database;
    const now = this.clock.now();
    const lease = uuidv7(now);
    const row = await this.repository.lease(store, due, { lease, now, until: now + LEASE_MS });
    if (row === null) return;
    const renewal = setInterval(() => void this.renew(row, lease), RENEWAL_MS);
    try {
      const outcome = await this.outcomeOf(handlers, row, lease);
      await this.settle(row, lease, outcome);
      this.metrics.countOutbox(row.kind, outcome.kind === 'finished' ? 'done' : outcome.kind);
    } finally {
      clearInterval(renewal);
    }
  }

  private async outcomeOf(
    handlers: OutboxHandlers,
    row: OutboxEntity,
    lease: string,
  ): Promise<OutboxOutcome | { readonly kind: 'expired' }> {
    const now = this.clock.now();
    if (row.expiresAt <= now) return { kind: 'expired' };
    const payload = this.outbox.open(row);
    if (payload === null) return { kind: 'never', error: 'The key ring no longer has the entry that sealed it.' };
    const finish = (within: Store) => this.repository.finish(within, row, lease, 'done', now);
    const hold = (within: Store) => this.repository.renew(within, row, lease, this.clock.now() + LEASE_MS);
    return handlers[row.kind]({ row, payload, now, finish, hold }).catch(failed);
  }

  private async settle(
    row: OutboxEntity,
    lease: string,
    outcome: OutboxOutcome | { readonly kind: 'expired' },
  ): Promise<void> {
    const { store } = this.database;
    const now = this.clock.now();
    const { kind } = outcome;
    if (kind === 'finished') return;
    if (kind === 'done' || kind === 'expired') {
      await this.repository.finish(store, row, lease, kind, now);
      return;
    }
    if (kind === 'again') {
      await this.repository.postpone(store, row, { lease, error: null, nextAttemptAt: outcome.at });
      return;
    }
    const { error } = outcome;
    if (kind === 'waiting') {
      await this.repository.postpone(store, row, { lease, error, nextAttemptAt: now + waitingTime() });
      return;
    }
    const isLast = kind === 'never' || row.attempts + 1 >= MAX_ATTEMPTS;
    const asked = kind === 'later' ? (outcome.retryAfter ?? 0) * 1_000 : 0;
    const nextAttemptAt = isLast ? null : now + Math.max(backOff(row.attempts), asked);
    await this.repository.fail(store, row, { lease, error, nextAttemptAt }, now);
    // Why stands in the row: a server's answer may hold an address, and the log must not (SEC-LOG-01).
    const { uid: id, topic, attempts } = row;
    if (isLast) this.log.warn('outbox.dead', { id, kind: row.kind, topic, attempts: attempts + 1 });
  }

  /** The next renewal, or the end of the work, tells of a store that is away. */
  private async renew(row: OutboxEntity, lease: string): Promise<void> {
    const until = this.clock.now() + LEASE_MS;
    await this.repository.renew(this.database.store, row, lease, until).catch(() => false);
  }
}

function failed(thrown: unknown): OutboxOutcome {
  return { kind: 'later', error: thrown instanceof Error ? thrown.message : 'unknown' };
}
