import { Injectable } from '@nestjs/common';
import { OneAtATime } from '../../kernel/one-at-a-time';
import { Database } from '../../storage/database';
import { type NewRefusal, RefusalRepository } from './refusal.repository';

const MAX_REFUSALS = 5_000;
/** Of these from one brand, so that its flood leaves room for the others (SEC-TEN-10). */
const MAX_OF_BRAND = 1_000;
/** Of these from nobody about nothing: scanners that try paths and names. */
const MAX_OF_STRANGERS = 50;
/** Rows per statement. */
const BATCH = 100;

const NO_BRAND = 0;

/**
 * Refused requests on their way to the table. A worker writes them about once a second, in batches, so that a refusal
 * costs its request no statement and a flood costs the database little; what is beyond the limits of such a second is
 * counted and let go.
 */
@Injectable()
export class RefusalBuffer {
  private refusals: NewRefusal[] = [];
  private readonly taken = new Map<number, number>();
  private readonly strangers = new Map<number, number>();
  private readonly writing = new OneAtATime();
  private dropped = 0;

  constructor(
    private readonly database: Database,
    private readonly repository: RefusalRepository,
  ) {}

  add(refusal: NewRefusal): void {
    const brand = refusal.brandId ?? NO_BRAND;
    const isStranger = refusal.sessionUid === null && (refusal.status === 404 || refusal.status === 405);
    const fits =
      this.refusals.length < MAX_REFUSALS &&
      take(this.taken, brand, MAX_OF_BRAND) &&
      (!isStranger || take(this.strangers, brand, MAX_OF_STRANGERS));
    if (fits) this.refusals.push(refusal);
    else this.dropped += 1;
  }

  flush(): Promise<void> {
    return this.writing.run(() => this.writeAll());
  }

  private async writeAll(): Promise<void> {
    this.taken.clear();
    this.strangers.clear();
    while (this.refusals.length > 0) {
      const batch = this.refusals.splice(0, BATCH);
      try {
        await this.database.transaction((store) => this.repository.insert(store, batch));
      } catch (error) {
        this.refusals.unshift(...batch);
        throw error;
      }
    }
  }

  /** How many refusals found no room since this was asked last. */
  takeDropped(): number {
    const { dropped } = this;
    this.dropped = 0;
    return dropped;
  }
}

function take(counts: Map<number, number>, brand: number, limit: number): boolean {
  const count = counts.get(brand) ?? 0;
  if (count >= limit) return false;
  counts.set(brand, count + 1);
  return true;
}
