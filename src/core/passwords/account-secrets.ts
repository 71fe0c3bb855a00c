import { Injectable } from '@nestjs/common';
import type { Store } from '../../storage/database';
import { Challenges } from '../challenges/challenges';
import { OutboxRepository } from '../outbox/outbox.repository';
import type { UserEntity } from '../users/user.entity';
import { SecurityQuestionRepository } from '../security-questions/security-question.repository';
import { PasswordHistoryRepository } from './password-history.repository';

/** What an account has been mailed, is to be mailed, and remembers of its passwords. */
@Injectable()
export class AccountSecrets {
  constructor(
    private readonly challenges: Challenges,
    private readonly history: PasswordHistoryRepository,
    private readonly questions: SecurityQuestionRepository,
    private readonly outbox: OutboxRepository,
  ) {}

  /** For an account that is no more (JFW-USR-07): its codes are void, its mails are not sent, its question and old hashes are gone. */
  async destroy(store: Store, { brandId, id: userId }: Pick<UserEntity, 'brandId' | 'id'>, now: number): Promise<void> {
    await this.challenges.voidAll(store, { brandId, userId }, now);
    await this.questions.remove(store, { brandId, userId });
    await this.history.prune(store, brandId, userId, 0);
    await this.outbox.dropOfUser(store, brandId, userId, now);
  }
}
