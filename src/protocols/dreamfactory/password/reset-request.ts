import { Injectable } from '@nestjs/common';
import type { BrandSnapshot } from '../../../core/brands/brand-snapshot';
import { BrandPages } from '../../../core/mail/brand-pages';
import { MailChannels } from '../../../core/mail/mail-channels';
import { RequestResetFlow } from '../../../flows/request-reset/request-reset.flow';
import { limitOf } from '../../../gate/limits/buckets';
import { AccountKinds } from './account-kinds';
import { KnownQuestion } from './known-question';
import { kindsOf, type PasswordRequest } from './password-request';
import { missingName, nothingToReachThem, unknownName, wrongKind } from './password.texts';

const MINUTE_MS = 60_000;

export interface QuestionAnswer {
  readonly security_question: string;
}

/** Branch 2: somebody forgot their password (DF-PWD-05 to -07, -15, -19). */
@Injectable()
export class ResetRequest {
  constructor(
    private readonly known: KnownQuestion,
    private readonly channels: MailChannels,
    private readonly kinds: AccountKinds,
    private readonly requestReset: RequestResetFlow,
    private readonly pages: BrandPages,
  ) {}

  /** @returns the question, where the brand asks one; null: a code is on its way, or nothing that anybody is told */
  async run(brand: BrandSnapshot, request: PasswordRequest, at: number): Promise<QuestionAnswer | null> {
    const { identifier } = request;
    if (identifier === null) throw missingName(request);
    const { securityQuestion } = brand.settings.dreamfactory;
    const alone = securityQuestion === 'alone' ? await this.known.alone(brand, request) : null;
    if (alone !== null) return { security_question: alone };
    if (!(await this.channels.canSend(brand))) throw nothingToReachThem();
    await this.tellUnknown(brand, request);
    const beside = securityQuestion === 'with-code' ? await this.known.besideCode(brand, request) : null;
    await this.mail(brand, request, identifier, at);
    return beside === null ? null : { security_question: beside };
  }

  /** Only where the brand wants it so. */
  private async tellUnknown(brand: BrandSnapshot, request: PasswordRequest): Promise<void> {
    if (!brand.settings.dreamfactory.revealUnknownEmail) return;
    const user = await this.known.account(brand, request);
    if (user === null) throw unknownName(request, true);
    if (!(await this.kinds.isOfKind(user, request.kind))) throw wrongKind(request.identifier ?? '');
  }

  private async mail(brand: BrandSnapshot, request: PasswordRequest, identifier: string, at: number): Promise<void> {
    const { resetUrl, passwordResetTtlMinutes } = brand.settings.dreamfactory;
    await this.requestReset.run(brand, {
      ...{ identifier, kinds: kindsOf(request), kind: 'code', at },
      link: resetUrl ?? this.pages.urlOf(brand, 'reset-password'),
      lifetime: passwordResetTtlMinutes * MINUTE_MS,
      targetLimit: limitOf('recoveryTarget', brand.settings),
    });
  }
}
