import { Injectable } from '@nestjs/common';
import { SessionRepository } from '../../core/auth-keys/session.repository';
import { SessionEnding } from '../../core/devices/session-ending';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { Database } from '../../storage/database';

const BATCH = 100;

/**
 * Sessions that nobody refreshed in time. Their keys died by themselves; what is left to do is to sign their devices
 * out, so that no push token stays with somebody who is no longer signed in (§14 of the native contract).
 */
@Injectable()
export class ExpireSessionsFlow {
  constructor(
    private readonly database: Database,
    private readonly transaction: RevokingTransaction,
    private readonly sessions: SessionRepository,
    private readonly ending: SessionEnding,
  ) {}

  async run(now: number): Promise<void> {
    for (;;) {
      const expired = await this.sessions.listExpired(this.database.store, now, BATCH);
      await this.transaction.run(async (store, revoke) => {
        for (const session of expired) {
          // A refresh of the last moment may have renewed it since.
          if (!(await this.sessions.expire(store, session, now))) continue;
          await this.ending.leaveDevices({ store, revoke, now }, session, null);
        }
      });
      if (expired.length < BATCH) return;
    }
  }
}
