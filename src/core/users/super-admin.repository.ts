import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import type { Store } from '../../storage/database';

/** The SuperAdmins of a brand, counted where parallel changes take turns. */
@Injectable()
export class SuperAdminRepository {
  /** Holds the role's row for this transaction: whoever takes a SuperAdmin away waits here for whoever does it already. */
  async takeTurn(store: Store, brandId: BrandId): Promise<void> {
    await store.query("UPDATE roles SET modified_at = modified_at WHERE brand_id = ? AND code = 'SuperAdmin'", [
      brandId,
    ]);
  }

  /** An automatic lock passes by itself; what counts is the stored status. */
  async isAnyActive(store: Store, brandId: BrandId): Promise<boolean> {
    const rows: unknown[] = await store.query(
      `SELECT u.id FROM users u
         JOIN user_roles ur ON ur.brand_id = u.brand_id AND ur.user_id = u.id
         JOIN roles r ON r.brand_id = ur.brand_id AND r.id = ur.role_id
        WHERE u.brand_id = ? AND r.code = 'SuperAdmin' AND u.status = 'Active' LIMIT 1`,
      [brandId],
    );
    return rows.length > 0;
  }
}
