import { Injectable } from '@nestjs/common';
import type { OutboxEntity, OutboxKind } from '../../core/outbox/outbox.entity';
import { Outbox } from '../../core/outbox/outbox';
import { OutboxRepository } from '../../core/outbox/outbox.repository';
import { uuidv7 } from '../../kernel/ids';
import { Database } from '../../storage/database';
import type { OutboxHandler, OutboxOutcome } from '../../core/outbox/outbox-task';

/** Longer than anything a handler waits for; a worker that died is followed by another one after it. */
const LEASE_MS = 90_000;
/** Rows a run takes, in all and of one brand. */
const LIMITS = { total: 50, perBrand: 10 };
/** Without a channel: somebody may set one up. */
const WAITING_MS = 60_000;
const FIRST_RETRY_MS = 10_000;
const LAST_RETRY_MS = 3_600_000;
const MAX_ATTEMPTS = 20;

export type OutboxHandlers = Readonly<Record<OutboxKind, OutboxHandler>>;

/** Does what lies in the outbox: each row leased by one worker, tried again with back-off, given up in the end (REL-08). */
@Injectable()
export class DrainOutboxFlow {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly repository: OutboxRepository,
  ) {}

  /** One round. @returns how many rows it took on */
  async run(handlers: OutboxHandlers, now: number): Promise<number> {
    const due = await this.repository.listDue(this.database.store, now, LIMITS);
    const taken = await Promise.all(due.map((row) => this.take(handlers, row, now)));
    return taken.filter(Boolean).length;
  }

  private async take(handlers: OutboxHandlers, row: OutboxEntity, now: number): Promise<boolean> {
    const { store } = this.database;
    const lease = uuidv7(now);
    if (!(await this.repository.lease(store, row, lease, now, now + LEASE_MS))) return false;
    if (row.expiresAt <= now) {
      await this.repository.finish(store, row, lease, 'expired', now);
      return true;
    }
    const payload = this.outbox.open(row);
    const finish = (within: typeof store) => this.repository.finish(within, row, lease, 'done', now);
    const outcome: OutboxOutcome =
      payload === null
        ? { kind: 'never', error: 'The key ring no longer has the entry that sealed it.' }
        : await handlers[row.kind]({ row, payload, now, finish }).catch(failed);
    await this.settle(row, lease, outcome, now);
    return true;
  }

  private async settle(row: OutboxEntity, lease: string, outcome: OutboxOutcome, now: number): Promise<void> {
    const { store } = this.database;
    if (outcome.kind === 'finished') return;
    if (outcome.kind === 'done') {
      await this.repository.finish(store, row, lease, 'done', now);
      return;
    }
    const { kind, error } = outcome;
    if (kind === 'waiting') {
      await this.repository.postpone(store, row, { lease, error, nextAttemptAt: now + WAITING_MS });
      return;
    }
    const isLast = kind === 'never' || row.attempts + 1 >= MAX_ATTEMPTS;
    const nextAttemptAt = isLast ? null : now + Math.min(FIRST_RETRY_MS * 2 ** row.attempts, LAST_RETRY_MS);
    await this.repository.fail(store, row, { lease, error, nextAttemptAt }, now);
  }
}

function failed(thrown: unknown): OutboxOutcome {
  return { kind: 'later', error: thrown instanceof Error ? thrown.message : 'unknown' };
}
