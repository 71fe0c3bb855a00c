import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { PasswordWriter } from '../../core/passwords/password-writer';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import type { SecurityQuestionEntity } from '../../core/security-questions/security-question.entity';
import { SecurityQuestions } from '../../core/security-questions/security-questions';
import { ManagedUserRepository } from '../../core/users/managed-user.repository';
import { SignInCounter } from '../../core/users/sign-in-counter';
import type { UserEntity } from '../../core/users/user.entity';
import { UserRepository } from '../../core/users/user.repository';
import { BrandgateError } from '../../kernel/errors/brandgate-error';

/** A right answer, and the password that it is given for. */
export interface ProvenAnswer {
  readonly actor: Actor;
  readonly brand: BrandSnapshot;
  readonly user: UserEntity;
  readonly question: SecurityQuestionEntity;
  /** Of the new password. */
  readonly hash: string;
  readonly now: number;
}

/** What a right answer does, in one transaction that begins with its use. */
@Injectable()
export class AnswerRedemption {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly questions: SecurityQuestions,
    private readonly accounts: ManagedUserRepository,
    private readonly users: UserRepository,
    private readonly writer: PasswordWriter,
    private readonly counter: SignInCounter,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError credentials.incorrect when account or question are not what they were */
  async run({ actor, brand, question, ...proven }: ProvenAnswer): Promise<UserEntity> {
    return this.transaction.run(async (store, revoke) => {
      const user = await this.accounts.hold(store, brand.id, proven.user.uid);
      const isAsProven = user?.status === 'Active' && (await this.questions.clearTries(store, question));
      if (!isAsProven) throw wrongAnswer();
      await this.writer.write({ ...proven, store, revoke, brand, user });
      await this.counter.forgive(store, brand.id, user.id);
      const event = { event: 'user.password_reset' as const, target: { type: 'user', id: user.uid } };
      await this.audit.record(store, originIn(brand.id, actor), { ...event, details: { by: 'security-question' } });
      return (await this.users.findById(store, brand.id, user.id)) ?? user;
    });
  }
}

export function wrongAnswer(): BrandgateError {
  return new BrandgateError('credentials.incorrect', { reason: 'answer-wrong' });
}
