import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import type { Store } from '../../storage/database';

/** An account that was registered and never confirmed. */
export interface PendingRegistration {
  readonly brandId: BrandId;
  readonly uid: string;
}

interface Row {
  readonly brandId: number | string;
  readonly uid: string;
}

@Injectable()
export class PendingRegistrationRepository {
  /**
   * Those whose last secret had expired by the instant, in any brand. Who was invited besides is an administrator's to
   * remove. The states are those of `isPendingAccount`.
   */
  async listForgotten(store: Store, expiredBy: number, limit: number): Promise<PendingRegistration[]> {
    const rows: Row[] = await store.query(
      `SELECT DISTINCT u.brand_id AS brandId, u.uid AS uid
         FROM challenges c JOIN users u ON u.brand_id = c.brand_id AND u.id = c.user_id
        WHERE c.expires_at <= ? AND c.purpose = 'registration' AND u.status = 'Inactive'
          AND u.password_hash IS NULL AND u.password_changed_at IS NULL AND u.last_login_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM challenges o WHERE o.brand_id = u.brand_id AND o.user_id = u.id
                             AND (o.purpose = 'invitation' OR (o.purpose = 'registration' AND o.expires_at > ?)))
        LIMIT ${limit}`,
      [expiredBy, expiredBy],
    );
    return rows.map(({ brandId, uid }) => ({ brandId: Number(brandId) as BrandId, uid }));
  }

  /** Whether that still holds for one of them, for who holds its row. */
  async isForgotten(store: Store, { brandId, uid }: PendingRegistration, expiredBy: number): Promise<boolean> {
    const rows: unknown[] = await store.query(
      `SELECT 1 FROM users u WHERE u.brand_id = ? AND u.uid = ?
          AND NOT EXISTS (SELECT 1 FROM challenges o WHERE o.brand_id = u.brand_id AND o.user_id = u.id
                             AND (o.purpose = 'invitation' OR (o.purpose = 'registration' AND o.expires_at > ?)))`,
      [brandId, uid, expiredBy],
    );
    return rows.length > 0;
  }
}
