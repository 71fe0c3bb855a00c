import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { isDuplicate } from '../../storage/database-error';
import { type NumberedNoun, NumberSequenceEntity } from './number-sequence.entity';

type Key = Pick<NumberSequenceEntity, 'brandId' | 'noun'>;

/**
 * Integers that count per brand, so that they reveal nothing of how other brands grow and survive an import
 * (architecture §6). A transaction that fails may leave a gap; no number is given out twice.
 */
@Injectable()
export class NumberSequenceRepository {
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
    const move = () =>
      store
        .createQueryBuilder()
        .update(NumberSequenceEntity)
        .set({ nextValue: () => following })
        .where('brand_id = :brandId AND noun = :noun', { ...key, ...parameters })
        .execute();
    if ((await move()).affected !== 0) return;
    await this.begin(store, key);
    await move();
  }

  private async begin(store: Store, key: Key): Promise<void> {
    try {
      await store.insert(NumberSequenceEntity, { ...key, nextValue: 1 });
    } catch (error) {
      if (!isDuplicate(error, 'noun')) throw error;
    }
  }
}
