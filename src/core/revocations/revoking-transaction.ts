import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import type { BrandId } from '../../kernel/ids';
import { Database, type Store } from '../../storage/database';
import { RevocationJournal, type Revoked } from './revocation-journal';
import type { RevocationScope } from './revocation.entity';
import { RevocationRepository } from './revocation.repository';

/** Declares, inside the transaction, that a right of this owner was taken away or changed. */
export type Revoke = (scope: RevocationScope, brandId: BrandId, targetId: number) => Promise<void>;

/**
 * The transaction of every change that can take a right away: the journal is written with the change, and this
 * process's caches drop what it names after the commit and before the caller goes on (SEC-REV-02).
 */
@Injectable()
export class RevokingTransaction {
  constructor(
    private readonly database: Database,
    private readonly revocations: RevocationRepository,
    private readonly journal: RevocationJournal,
    private readonly clock: Clock,
  ) {}

  async run<T>(work: (store: Store, revoke: Revoke) => Promise<T>): Promise<T> {
    let changes: Revoked[] = [];
    const result = await this.database.transaction((store) => {
      // A deadlock runs the work again from the start.
      changes = [];
      return work(store, async (scope, brandId, targetId) => {
        if (changes.some((c) => c.scope === scope && c.targetId === targetId)) return;
        changes.push({ scope, brandId, targetId });
        await this.revocations.append(store, scope, brandId, targetId, this.clock.now());
      });
    });
    this.journal.apply(changes);
    return result;
  }
}
