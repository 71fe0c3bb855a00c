import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import type { ReleaseDayEntity } from './release-day.entity';
import { dayOf } from './release-claim';
import { type Adoption, ReleaseDayRepository } from './release-day.repository';

/** Which versions of a brand's app are out there, and what they did. */
@Injectable()
export class ReleaseStatistics {
  constructor(
    private readonly database: Database,
    private readonly repository: ReleaseDayRepository,
  ) {}

  /** Newest day first, at most 5,000 lines. @param span epoch ms, both ends included @param os `iOS`, `Android`, `Other` or all */
  async perDay(
    brandId: BrandId,
    span: { readonly from: number; readonly to: number },
    os: string | null,
  ): Promise<ReleaseDayEntity[]> {
    const range = { from: dayOf(span.from), to: dayOf(span.to) };
    return this.repository.list(this.database.store, brandId, range, os);
  }

  /** What the brand's devices last reported. */
  async adoption(brandId: BrandId): Promise<Adoption[]> {
    return this.repository.adoption(this.database.store, brandId);
  }
}
