import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { SingleFlightCache } from '../../kernel/single-flight-cache';
import { Database } from '../../storage/database';
import { RevocationJournal, type Revoked } from '../revocations/revocation-journal';
import { apiKeyHash, isApiKey } from './api-key';
import type { AppEntity } from './app.entity';
import { AppRepository } from './app.repository';

/** An app as requests see it: the row without what belongs to its key. */
export type AppSnapshot = Omit<AppEntity, 'keyHash' | 'keyPrefix' | 'keySealed' | 'keyChangedAt' | 'epoch'>;

interface Answer {
  readonly app: AppSnapshot | null;
}

const MAX_KEYS = 10_000;
const NOBODY: Answer = { app: null };

/**
 * Which app an API key stands for, from memory. A change of the app or of its brand drops it at once here and within the
 * bound elsewhere (SEC-REV-09), so that a key that was replaced is unknown from then on (DF-KEY-06).
 */
@Injectable()
export class AppDirectory {
  // Unknown keys are not remembered: whoever tries many of them pushes no good one out (SEC-REV-06).
  private readonly byKey = new SingleFlightCache<string, Answer>(MAX_KEYS, ({ app }) => app !== null);

  constructor(
    private readonly database: Database,
    private readonly apps: AppRepository,
    private readonly journal: RevocationJournal,
  ) {
    journal.onRevoked((revoked) => this.drop(revoked));
    journal.onFlush(() => this.byKey.clear());
  }

  /**
   * The app of this key, whether it is active or not; null for an unknown key. A text of the wrong shape costs no
   * statement.
   * @throws BrandgateError server.unavailable when nobody vouches for what is in memory
   */
  async findByKey(text: string): Promise<AppSnapshot | null> {
    if (!isApiKey(text)) return null;
    if (!this.journal.isFresh()) await this.journal.read();
    const hash = apiKeyHash(text);
    const { app } = await this.byKey.get(hash.toString('latin1'), async () => {
      const found = await this.apps.findByKeyHash(this.database.store, hash);
      return found === null ? NOBODY : { app: withoutKey(found) };
    });
    return app;
  }

  /** As `findByKey`, for whoever lets the app in. @throws BrandgateError app.inactive (DF-KEY-09) */
  async admit(text: string): Promise<AppSnapshot | null> {
    const app = await this.findByKey(text);
    if (app?.isActive === false) throw new BrandgateError('app.inactive');
    return app;
  }

  private drop({ scope, brandId, targetId }: Revoked): void {
    if (scope === 'app') this.byKey.forget(({ app }) => app?.id === targetId);
    else if (scope === 'brand') this.byKey.forget(({ app }) => app?.brandId === brandId);
  }
}

function withoutKey(row: AppEntity): AppSnapshot {
  const { keyHash, keyPrefix, keySealed, keyChangedAt, epoch, ...app } = row;
  return app;
}
