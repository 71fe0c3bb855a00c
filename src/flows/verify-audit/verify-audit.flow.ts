import { Injectable } from '@nestjs/common';
import { AuditVerification } from '../../core/audit/audit-verification';
import type { ChainNote, ChainReport } from '../../core/audit/chain-report';
import { BrandDirectory } from '../../core/brands/brand-directory';
import { BrandRepository } from '../../core/brands/brand.repository';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';

export interface BrandReport extends ChainReport {
  readonly brandUid: string;
  readonly brandCode: string;
}

/** Whether the trails are still what was written (SEC-AUD-01); for `doctor` and the command line. */
@Injectable()
export class VerifyAuditFlow {
  constructor(
    private readonly database: Database,
    private readonly brands: BrandRepository,
    private readonly directory: BrandDirectory,
    private readonly verification: AuditVerification,
  ) {}

  /** Every brand in turn. */
  async *all(now: number): AsyncGenerator<BrandReport> {
    for (const { id } of await this.brands.listSettings(this.database.store)) {
      const report = await this.one(id, now);
      if (report) yield report;
    }
  }

  /** @param note a head printed earlier, which must still be on the chain @returns null for no brand */
  async one(brandId: BrandId, now: number, note: ChainNote | null = null): Promise<BrandReport | null> {
    const brand = await this.directory.findById(brandId);
    if (!brand) return null;
    const report = await this.verification.verify(brandId, now, note);
    return { ...report, brandUid: brand.uid, brandCode: brand.code };
  }
}
