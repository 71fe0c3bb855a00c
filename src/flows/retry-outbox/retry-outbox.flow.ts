import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { type OutboxScope, OutboxSearchRepository } from '../../core/outbox/outbox-search.repository';
import { Database, type Store } from '../../storage/database';

/** One row by its public id, or all that are dead. */
export interface RetryCommand {
  readonly scope: OutboxScope;
  readonly uid: string | null;
  readonly at: number;
}

/** Rows that one transaction puts back. */
const BATCH = 100;

/** Puts what was given up back into the queue, with all its tries. What has expired stays where it is. */
@Injectable()
export class RetryOutboxFlow {
  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxSearchRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @returns the public ids of what is queued again */
  async run(actor: Actor, command: RetryCommand): Promise<string[]> {
    const revived: string[] = [];
    for (;;) {
      const batch = await this.database.transaction((store) => this.batch(store, actor, command));
      revived.push(...batch);
      if (command.uid !== null || batch.length < BATCH) return revived;
    }
  }

  private async batch(store: Store, actor: Actor, { scope, uid, at }: RetryCommand): Promise<string[]> {
    const one = uid === null ? null : await this.outbox.findByUid(store, scope, uid);
    const rows = uid === null ? await this.outbox.listRevivable(store, scope, at, BATCH) : one ? [one] : [];
    const revived: string[] = [];
    for (const row of rows) {
      if (!(await this.outbox.revive(store, row, at))) continue;
      revived.push(row.uid);
      const target = { type: 'outbox', id: row.uid };
      const details = { kind: row.kind, topic: row.topic };
      await this.audit.record(store, originIn(row.brandId, actor), { event: 'outbox.retried', target, details });
    }
    return revived;
  }
}
