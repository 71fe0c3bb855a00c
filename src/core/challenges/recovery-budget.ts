import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import { counterKey } from '../../kernel/secrets/part-text';
import { CredentialCounters } from '../../ports/credential-counters.port';

/** What a brand has sent out in an hour, whoever asked (SEC-BF, row "recovery"). */
const BRAND = { limit: 1_000, seconds: 3_600 };

export interface TargetLimit {
  readonly limit: number;
  readonly seconds: number;
}

/** How often somebody is sent a secret they did not ask for. Silent: over the limit nothing is sent and nothing is told. */
@Injectable()
export class RecoveryBudget {
  constructor(private readonly counters: CredentialCounters) {}

  /**
   * Counts one request, for known and unknown targets alike.
   * @param target what was asked for, folded: an address, a name or a user's public id
   * @returns false when the target's share, or the brand's, is spent
   */
  async take(brandId: BrandId, target: string, limit: TargetLimit): Promise<boolean> {
    // What is not sent does not count for the brand, or one target alone could use up everybody's share.
    if (!(await this.count(['recoveryTarget', brandId, target], limit))) return false;
    return this.count(['recoveryBrand', brandId], BRAND);
  }

  private async count(parts: readonly (string | number)[], { limit, seconds }: TargetLimit): Promise<boolean> {
    const key = counterKey(...parts);
    const { isBlocked } = await this.counters.increment(key, seconds * 1_000, limit, seconds * 1_000, 'recovery');
    return !isBlocked;
  }
}
