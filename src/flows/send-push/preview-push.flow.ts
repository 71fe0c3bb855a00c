import { Injectable } from '@nestjs/common';
import { ReachRepository } from '../../core/push/reach.repository';
import { isSingle, readAudience } from '../../core/pushes/audience';
import { AudienceNamesRepository } from '../../core/pushes/audience-names.repository';
import { conditionOf, hasVersionOf } from '../../core/pushes/audience-condition';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';

/** Counts whom a message would reach at this moment. */
@Injectable()
export class PreviewPushFlow {
  constructor(
    private readonly database: Database,
    private readonly names: AudienceNamesRepository,
    private readonly reach: ReachRepository,
  ) {}

  /** @returns devices @throws BrandgateError request.invalid */
  async run(brandId: BrandId, given: unknown, now: number): Promise<number> {
    const { store } = this.database;
    const audience = await this.names.known(store, brandId, readAudience(given));
    const reaching = { audience: conditionOf(audience), withStale: isSingle(audience), now };
    const counts = await this.reach.countByVersion(store, brandId, reaching);
    return counts
      .filter(({ appVersionNumber }) => hasVersionOf(audience, appVersionNumber))
      .reduce((sum, { count }) => sum + count, 0);
  }
}
