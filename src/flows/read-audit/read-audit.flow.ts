import { Injectable } from '@nestjs/common';
import { type AuditFilter, type AuditPage, AuditSearchRepository } from '../../core/audit/audit-search.repository';
import type { BrandId } from '../../kernel/ids';
import { type AuditLine, AuditLines } from './audit-lines';

/** A brand's trail for those who may read it (SEC-AUD-01). */
@Injectable()
export class ReadAuditFlow {
  constructor(
    private readonly search: AuditSearchRepository,
    private readonly lines: AuditLines,
  ) {}

  /** Newest first; `total` is exact up to 10,000. */
  async run(brandId: BrandId, filter: AuditFilter, page: AuditPage): Promise<{ items: AuditLine[]; total: number }> {
    const { items, total } = await this.search.find(brandId, filter, page);
    return { items: await this.lines.of(brandId, items), total };
  }
}
