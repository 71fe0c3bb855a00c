import { Injectable } from '@nestjs/common';
import type { BrandId, UserId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { SecurityQuestionEntity } from './security-question.entity';

/** Whose question it is. An unknown account is user 0: the same statements, no row (SEC-ENU-01). */
export interface QuestionOwner {
  readonly brandId: BrandId;
  readonly userId: UserId | null;
}

export type NewQuestion = Pick<SecurityQuestionEntity, 'question' | 'answerHash'>;

@Injectable()
export class SecurityQuestionRepository {
  async find(store: Store, { brandId, userId }: QuestionOwner): Promise<SecurityQuestionEntity | null> {
    return store.findOneBy(SecurityQuestionEntity, { brandId, userId: userId ?? (0 as UserId) });
  }

  /**
   * Takes a try before the answer is looked at, so that of any number of parallel guesses `max` at most are evaluated.
   * @param since instant after which tries count; a window that began before it begins anew
   */
  async reserveTry(
    store: Store,
    { brandId, userId }: QuestionOwner,
    { since, now, max }: { readonly since: number; readonly now: number; readonly max: number },
  ): Promise<boolean> {
    const isOver = '(failures_since IS NULL OR failures_since <= :since)';
    const { affected } = await store
      .createQueryBuilder()
      .update(SecurityQuestionEntity)
      // In this order: MariaDB reads in each assignment what the ones before it wrote.
      .set({
        failures: () => `CASE WHEN ${isOver} THEN 1 ELSE failures + 1 END`,
        failuresSince: () => `CASE WHEN ${isOver} THEN :now ELSE failures_since END`,
      })
      .where('brand_id = :brandId AND user_id = :userId', { brandId, userId: userId ?? 0 })
      .andWhere(`(failures < :max OR ${isOver})`, { since, now, max })
      .execute();
    return affected === 1;
  }

  /** A try that turned out to be none. */
  async giveBackTry(store: Store, { id, brandId }: SecurityQuestionEntity): Promise<void> {
    const isCounted = store.createQueryBuilder().update(SecurityQuestionEntity);
    await isCounted
      .set({ failures: () => 'failures - 1' })
      .where('brand_id = :brandId AND id = :id AND failures > 0', { brandId, id })
      .execute();
  }

  /** Tries are forgotten, while the answer is still the one that was proven. @returns false when it is another */
  async clearTries(store: Store, { id, brandId, answerHash }: SecurityQuestionEntity): Promise<boolean> {
    const { affected } = await store.update(
      SecurityQuestionEntity,
      { id, brandId, answerHash },
      { failures: 0, failuresSince: null },
    );
    return affected === 1;
  }

  /** For a caller who holds the user's row. */
  async replace(store: Store, owner: { brandId: BrandId; userId: UserId }, draft: NewQuestion, now: number) {
    await this.remove(store, owner);
    const row = { ...owner, ...draft, failures: 0, failuresSince: null, modifiedAt: now };
    await store.insert(SecurityQuestionEntity, row);
  }

  /** @returns whether there was one */
  async remove(store: Store, { brandId, userId }: { brandId: BrandId; userId: UserId }): Promise<boolean> {
    return ((await store.delete(SecurityQuestionEntity, { brandId, userId })).affected ?? 0) > 0;
  }
}
