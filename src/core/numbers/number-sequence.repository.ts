import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { NUMBERED_NOUNS, type NumberedNoun, NumberSequenceEntity } from './number-sequence.entity';

type Key = Pick<NumberSequenceEntity, 'brandId' | 'noun'>;

/**
 * Integers that count per brand, so that they reveal nothing of how other brands grow and survive an import
 * (architecture §6). A transaction that fails may leave a gap; no number is given out twice.
 */
@Injectable()
export class NumberSequenceRepository {
  /**
   * The sequences of a new brand. Made later, by the first of many newcomers at once, they would deadlock: each insert that
   * finds the row taken keeps a lock on it that the others' updates wait for.
   */
  async seed(store: Store, brandId: BrandId): Promise<void> {
    await store.insert(
      NumberSequenceEntity,
      NUMBERED_NOUNS.map((noun) => ({ brandId, noun, nextValue: 1 })),
    );
  }

  /** The next number, in the transaction of what will carry it; parallel ones take turns on the sequence's row. */
  async next(store: Store, brandId: BrandId, noun: NumberedNoun): Promise<number> {
    const key = { brandId, noun };
    await this.advance(store, key, 'next_value + 1');
    const { nextValue } = await store.findOneByOrFail(NumberSequenceEntity, key);
    return nextValue - 1;
  }

  /** A number from elsewhere is in use: whatever comes later is above it. */
  async keep(store: Store, brandId: BrandId, noun: NumberedNoun, number: number): Promise<void> {
    const following = 'CASE WHEN next_value > :number THEN next_value ELSE :number + 1 END';
    await this.advance(store, { brandId, noun }, following, { number });
  }

  private async advance(store: Store, key: Key, following: string, parameters: object = {}): Promise<void> {
    const { affected } = await store
      .createQueryBuilder()
      .update(NumberSequenceEntity)
      .set({ nextValue: () => following })
      .where('brand_id = :brandId AND noun = :noun', { ...key, ...parameters })
      .execute();
    if (affected === 0) throw new TypeError(`brand ${key.brandId} has no numbers for ${key.noun}`);
  }
}
