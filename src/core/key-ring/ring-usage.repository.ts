import { Injectable } from '@nestjs/common';
import type { Store } from '../../storage/database';

/** How many rows name an entry of the key ring, by its id. */
export type CountById = ReadonlyMap<string, number>;

interface Row {
  readonly ringId: string;
  readonly count: number | string;
}

/** Which entries of the key ring the rows of the whole installation name. */
@Injectable()
export class RingUsageRepository {
  /** Passwords whose pepper the entry is (SEC-PW-02). */
  async countPasswords(store: Store): Promise<CountById> {
    return counted(
      await store.query(
        `SELECT SUBSTR(password_hash, 6, INSTR(SUBSTR(password_hash, 6), '$') - 1) AS "ringId", COUNT(*) AS "count"
           FROM users WHERE SUBSTR(password_hash, 1, 5) = '$bg1$' GROUP BY 1`,
      ),
    );
  }

  /** Living sessions whose newest keys were derived under the entry: a lost answer can be repeated (JFW-REF-05). */
  async countSessions(store: Store, now: number): Promise<CountById> {
    return counted(
      await store.query(
        `SELECT k.derivation_version AS "ringId", COUNT(*) AS "count" FROM auth_keys k
           JOIN sessions s ON s.brand_id = k.brand_id AND s.id = k.session_id
          WHERE k.kind = 'refresh' AND k.derivation_version IS NOT NULL AND k.consumed_at IS NULL
            AND s.revoked_at IS NULL AND s.expires_at > ? GROUP BY k.derivation_version`,
        [now],
      ),
    );
  }
}

function counted(rows: Row[]): CountById {
  return new Map(rows.map(({ ringId, count }) => [ringId, Number(count)]));
}
