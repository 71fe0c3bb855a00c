import { Injectable } from '@nestjs/common';
import { BrandRepository } from '../../core/brands/brand.repository';
import { type Ageing, SilentTokenRepository } from '../../core/devices/silent-token.repository';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';

/** Links per transaction: locks are held for a moment only. */
const BATCH = 200;

/** The sweep over push tokens that nobody presents any more (JFW-TOK-12). */
@Injectable()
export class AgePushTokensFlow {
  constructor(
    private readonly database: Database,
    private readonly brands: BrandRepository,
    private readonly transaction: RevokingTransaction,
    private readonly tokens: SilentTokenRepository,
  ) {}

  /** Of every brand, as long as each lets its tokens be silent. @param now epoch ms */
  async run(now: number): Promise<void> {
    for (const { id, settings } of await this.brands.listSettings(this.database.store)) {
      await this.sweep(id, 'dropped', now - settings.androidTokenExpiry * 1_000);
      await this.sweep(id, 'stale', now - settings.staleTokenAfter * 1_000);
    }
  }

  private async sweep(brandId: BrandId, ageing: Ageing, before: number): Promise<void> {
    let count = BATCH;
    while (count === BATCH) count = await this.sweepBatch(brandId, ageing, before);
  }

  private sweepBatch(brandId: BrandId, ageing: Ageing, before: number): Promise<number> {
    return this.transaction.run(async (store, revoke) => {
      const silent = await this.tokens.list(store, brandId, ageing, before, BATCH);
      for (const link of silent) {
        await this.tokens.age(store, link, ageing);
        // Sessions that remember their headers as unchanged would never tell that the app is back.
        await revoke('device', brandId, link.deviceId);
      }
      return silent.length;
    });
  }
}
