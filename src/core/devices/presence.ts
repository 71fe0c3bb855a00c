import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import { OneAtATime } from '../../kernel/one-at-a-time';
import { Database } from '../../storage/database';

/** Statements with more rows than this hold locks for too long. */
const BATCH = 500;
/** Beyond this many waiting instants the oldest are let go: presence may be lost, requests may not wait for it. */
const MAX_WAITING = 100_000;

interface Touch {
  readonly brandId: BrandId;
  readonly at: number;
}

/** When links and keys were last used, gathered in memory and written in batches (JFW-DEV-05, JFW-KEY-12). */
@Injectable()
export class Presence {
  private links = new Map<number, Touch>();
  private keys = new Map<number, Touch>();

  private readonly writing = new OneAtATime();

  constructor(private readonly database: Database) {}

  touchLink(brandId: BrandId, linkId: number, at: number): void {
    if (this.links.size < MAX_WAITING) this.links.set(linkId, { brandId, at });
  }

  touchKey(brandId: BrandId, keyId: number, at: number): void {
    if (this.keys.size < MAX_WAITING) this.keys.set(keyId, { brandId, at });
  }

  flush(): Promise<void> {
    return this.writing.run(() => this.writeAll());
  }

  private async writeAll(): Promise<void> {
    const { links, keys } = this;
    this.links = new Map();
    this.keys = new Map();
    await this.write('user_devices', 'last_access_at', links);
    await this.write('auth_keys', 'last_used_at', keys);
  }

  private async write(table: string, column: string, touches: ReadonlyMap<number, Touch>): Promise<void> {
    const byInstant = [...touches];
    for (let from = 0; from < byInstant.length; from += BATCH) {
      const rows = byInstant.slice(from, from + BATCH);
      const cases = rows.map(() => 'WHEN ? THEN ?').join(' ');
      const ids = rows.map(([id]) => id);
      await this.database.store.query(
        `UPDATE ${table} SET ${column} = CASE id ${cases} ELSE ${column} END
          WHERE brand_id IN (${rows.map(() => '?').join(', ')}) AND id IN (${ids.map(() => '?').join(', ')})`,
        [...rows.flatMap(([id, touch]) => [id, touch.at]), ...rows.map(([, touch]) => touch.brandId), ...ids],
      );
    }
  }
}
