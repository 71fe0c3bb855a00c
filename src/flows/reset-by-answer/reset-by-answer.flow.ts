import { Injectable } from '@nestjs/common';
import type { Actor } from '../../core/audit/actor';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { PasswordRules } from '../../core/passwords/password-rules';
import type { SecurityQuestionEntity } from '../../core/security-questions/security-question.entity';
import { SecurityQuestions } from '../../core/security-questions/security-questions';
import { SignInCandidate } from '../../core/users/sign-in-candidate';
import type { UserEntity } from '../../core/users/user.entity';
import type { IdentifierKind } from '../../core/users/user.repository';
import { PasswordHasher } from '../../kernel/hashing/password-hasher';
import { AnswerRedemption, wrongAnswer } from './answer-redemption';

export interface ResetByAnswerCommand {
  readonly identifier: string;
  readonly kinds: readonly IdentifierKind[];
  readonly answer: string;
  readonly newPassword: string;
  /** Member of the request that holds the password. */
  readonly field: string;
  readonly minLength: number;
  /** Asked once the answer was found right and before anything is written. */
  readonly judge: (user: UserEntity) => Promise<void>;
  readonly at: number;
  readonly signal?: AbortSignal;
}

/** A new password against the answer to a security question, where the brand takes one alone (DF-PWD-12, SEC-RST-06). */
@Injectable()
export class ResetByAnswerFlow {
  constructor(
    private readonly candidate: SignInCandidate,
    private readonly questions: SecurityQuestions,
    private readonly rules: PasswordRules,
    private readonly hasher: PasswordHasher,
    private readonly redemption: AnswerRedemption,
  ) {}

  /** @throws BrandgateError credentials.incorrect for a wrong answer and whatever else is wrong; password.format */
  async run(actor: Actor, brand: BrandSnapshot, command: ResetByAnswerCommand): Promise<UserEntity> {
    const found = await this.candidate.find(brand.id, command.identifier, command.kinds);
    const user = found?.status === 'Active' ? found : null;
    const question = await this.questions.prove(brand, { ...command, userId: user?.id ?? null });
    if (user === null || question === null) throw wrongAnswer();
    try {
      return await this.reset(actor, brand, { user, question }, command);
    } catch (error) {
      // The answer was right, so that the try was none.
      await this.questions.giveBack(question);
      throw error;
    }
  }

  private async reset(actor: Actor, brand: BrandSnapshot, proven: Proven, command: ResetByAnswerCommand) {
    const { user } = proven;
    const { newPassword: password, field, minLength, signal, at: now } = command;
    await command.judge(user);
    const context = signal ? { signal } : {};
    await this.rules.require(brand, { password, names: user, userId: user.id, field, minLength, ...context });
    const hash = await this.hasher.hash(password, { brandId: brand.id, ...context });
    return this.redemption.run({ actor, brand, hash, now, ...proven });
  }
}

interface Proven {
  readonly user: UserEntity;
  readonly question: SecurityQuestionEntity;
}
