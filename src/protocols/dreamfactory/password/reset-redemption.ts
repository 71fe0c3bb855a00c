import { Injectable } from '@nestjs/common';
import type { BrandSnapshot } from '../../../core/brands/brand-snapshot';
import { SecurityQuestions } from '../../../core/security-questions/security-questions';
import type { UserEntity } from '../../../core/users/user.entity';
import { ResetByAnswerFlow } from '../../../flows/reset-by-answer/reset-by-answer.flow';
import { ResetPasswordFlow } from '../../../flows/reset-password/reset-password.flow';
import type { Passage } from '../../../gate/passage';
import { BrandgateError } from '../../../kernel/errors/brandgate-error';
import { AccountKinds } from './account-kinds';
import { KnownQuestion } from './known-question';
import { kindsOf, type PasswordRequest } from './password-request';
import { missingName, refuse, unknownName } from './password.texts';

/** 32 printable characters of ASCII; looked at before anything else of it (DF-PWD-08). */
const CODE_FORMAT = /^[\x20-\x7e]{32}$/;

/** Branches 3 and 4: a new password against a code, or against an answer. */
@Injectable()
export class ResetRedemption {
  constructor(
    private readonly resetPassword: ResetPasswordFlow,
    private readonly resetByAnswer: ResetByAnswerFlow,
    private readonly questions: SecurityQuestions,
    private readonly known: KnownQuestion,
    private readonly kinds: AccountKinds,
  ) {}

  async byCode(via: Passage, request: PasswordRequest, signal: AbortSignal): Promise<UserEntity> {
    const { identifier, newPassword } = requireBoth(request);
    const secret = request.code ?? '';
    if (secret === 'y') throw refuse('codeInvalid');
    if (!CODE_FORMAT.test(secret)) throw refuse('codeFormat');
    const { brandOrThrow: brand, actor, at } = via;
    try {
      const user = await this.resetPassword.run(actor, brand, {
        proof: { kind: 'code', secret, identifier, kinds: kindsOf(request) },
        purposes: ['password-reset', 'invitation', 'registration'],
        ...{ newPassword, field: 'password', minLength: brand.settings.dreamfactory.passwordMinLength },
        judge: (owner) => this.judge(brand, owner, { request, at, signal }),
        ...{ at, signal },
      });
      await this.questions.forgive(brand.id, user.id);
      return user;
    } catch (error) {
      const isLate = error instanceof BrandgateError && error.reason?.reason === 'token-expired';
      throw isLate ? refuse('codeExpired', error) : error;
    }
  }

  async byAnswer(via: Passage, request: PasswordRequest, signal: AbortSignal): Promise<UserEntity> {
    const { brandOrThrow: brand, actor, at } = via;
    const { passwordMinLength, securityQuestion, revealUnknownEmail } = brand.settings.dreamfactory;
    // Without its code an answer is a wrong one (DF-PWD-21).
    if (securityQuestion === 'with-code') throw refuse('wrongAnswer');
    const { identifier, newPassword } = requireBoth(request);
    if (revealUnknownEmail && (await this.known.account(brand, request)) === null) throw unknownName(request, false);
    try {
      return await this.resetByAnswer.run(actor, brand, {
        ...{ identifier, kinds: kindsOf(request), answer: request.answer ?? '', newPassword, field: 'password' },
        ...{ minLength: passwordMinLength, at, signal },
        judge: (owner) => this.kinds.require(owner, request.kind),
      });
    } catch (error) {
      const isWrong = error instanceof BrandgateError && error.reason?.reason === 'answer-wrong';
      throw isWrong ? refuse('wrongAnswer', error) : error;
    }
  }

  /** What a right code does not settle: whose path it is, and in some brands the answer to a question. */
  private async judge(brand: BrandSnapshot, owner: UserEntity, { request, at, signal }: Judged): Promise<void> {
    await this.kinds.require(owner, request.kind);
    if (brand.settings.dreamfactory.securityQuestion !== 'with-code') return;
    if ((await this.questions.find(brand.id, owner.id)) === null) return;
    const given = { userId: owner.id, answer: request.answer ?? '', at, signal };
    const question = await this.questions.prove(brand, given);
    if (question === null) throw refuse('wrongAnswer');
    await this.questions.giveBack(question);
  }
}

interface Judged {
  readonly request: PasswordRequest;
  readonly at: number;
  readonly signal: AbortSignal;
}

function requireBoth(request: PasswordRequest): { readonly identifier: string; readonly newPassword: string } {
  const { identifier, newPassword } = request;
  if (identifier === null) throw missingName(request);
  if (newPassword === null) throw refuse('newMissing');
  return { identifier, newPassword };
}
