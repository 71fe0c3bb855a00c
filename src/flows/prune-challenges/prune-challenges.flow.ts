import { Injectable } from '@nestjs/common';
import { ChallengeRepository } from '../../core/challenges/challenge.repository';
import { Database } from '../../storage/database';

/** So long somebody who comes too late is told so, instead of that there never was such a thing. */
const KEPT_MS = 30 * 86_400_000;
/** Rows per statement. */
const BATCH = 500;

/** One-time secrets that nobody can redeem any more are let go of. */
@Injectable()
export class PruneChallengesFlow {
  constructor(
    private readonly database: Database,
    private readonly challenges: ChallengeRepository,
  ) {}

  async run(now: number): Promise<void> {
    let count = BATCH;
    while (count === BATCH) {
      count = await this.challenges.deleteExpiredBefore(this.database.store, now - KEPT_MS, BATCH);
    }
  }
}
