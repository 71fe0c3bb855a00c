import { Injectable } from '@nestjs/common';
import type { BrandSnapshot } from '../../../core/brands/brand-snapshot';
import { SecurityQuestions } from '../../../core/security-questions/security-questions';
import { SignInCandidate } from '../../../core/users/sign-in-candidate';
import type { UserEntity } from '../../../core/users/user.entity';
import { AccountKinds } from './account-kinds';
import { kindsOf, type PasswordRequest } from './password-request';

/** What is asked of whoever forgot their password, where the brand asks anything (DF-PWD-12, -14, -21). */
@Injectable()
export class KnownQuestion {
  constructor(
    private readonly candidate: SignInCandidate,
    private readonly questions: SecurityQuestions,
    private readonly kinds: AccountKinds,
  ) {}

  /** An inactive account is an unknown one (DF-PWD-07). */
  async account(brand: BrandSnapshot, request: PasswordRequest): Promise<UserEntity | null> {
    const found = await this.candidate.find(brand.id, request.identifier ?? '', kindsOf(request));
    return found?.status === 'Active' ? found : null;
  }

  /** In the mail's place: null for accounts of the other kind, and for those that have none. */
  async alone(brand: BrandSnapshot, request: PasswordRequest): Promise<string | null> {
    const user = await this.account(brand, request);
    const question = await this.questions.find(brand.id, user?.id ?? null);
    if (user === null || question === null || !(await this.kinds.isOfKind(user, request.kind))) return null;
    return question.question;
  }

  /** Beside the mail: always one, told by the same statements. */
  async besideCode(brand: BrandSnapshot, request: PasswordRequest): Promise<string> {
    const user = await this.account(brand, request);
    const question = await this.questions.find(brand.id, user?.id ?? null);
    return question?.question ?? this.questions.decoy(brand, request.identifier ?? '');
  }
}
