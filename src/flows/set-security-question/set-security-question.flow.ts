import { Injectable } from '@nestjs/common';
import { type Actor, originOf } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { PasswordProof } from '../../core/passwords/password-proof';
import { SecurityQuestionRepository } from '../../core/security-questions/security-question.repository';
import { SecurityQuestions } from '../../core/security-questions/security-questions';
import { ManagedUserRepository } from '../../core/users/managed-user.repository';
import { UserRepository } from '../../core/users/user.repository';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import type { UserId } from '../../kernel/ids';
import { Database } from '../../storage/database';

export interface SetSecurityQuestionCommand {
  readonly userId: UserId;
  readonly question: string;
  readonly answer: string;
  /** The current one; a wrong one counts like a failed sign-in. */
  readonly password: string;
  readonly at: number;
  readonly signal?: AbortSignal;
}

/** A user chooses the question that a forgotten password is answered with (DF-PWD-12, SEC-RST-06). */
@Injectable()
export class SetSecurityQuestionFlow {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly accounts: ManagedUserRepository,
    private readonly proof: PasswordProof,
    private readonly questions: SecurityQuestions,
    private readonly repository: SecurityQuestionRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError access.denied for a wrong password; request.invalid for a question that is not the brand's */
  async run(actor: Actor, brand: BrandSnapshot, command: SetSecurityQuestionCommand): Promise<void> {
    const { question, answer, password, at, signal } = command;
    requireOffered(brand, question);
    const user = await this.users.findById(this.database.store, brand.id, command.userId);
    if (!user) throw new BrandgateError('access.denied', { reason: 'user-deleted' });
    const context = { brandId: brand.id, ...(signal ? { signal } : {}) };
    await this.proof.require(brand, user, password, at, context);
    const answerHash = await this.questions.hash(brand.id, answer, signal);
    await this.database.transaction(async (store) => {
      const held = await this.accounts.hold(store, brand.id, user.uid);
      if (held?.credentialVersion !== user.credentialVersion) {
        throw new BrandgateError('access.denied', { reason: 'credentials-changed' });
      }
      await this.repository.replace(store, { brandId: brand.id, userId: user.id }, { question, answerHash }, at);
      const event = { event: 'user.question_changed' as const, target: { type: 'user', id: user.uid } };
      await this.audit.record(store, originOf(actor), event);
    });
  }
}

/** Beside a mailed code it is one of the brand's, so that a decoy looks like it (SEC-ENU-05). */
function requireOffered({ settings: { dreamfactory } }: BrandSnapshot, question: string): void {
  const isFree = dreamfactory.securityQuestion !== 'with-code' || dreamfactory.securityQuestions.includes(question);
  if (!isFree)
    throw invalidField('question', "question must be one of the brand's setting dreamfactory.securityQuestions.");
}
