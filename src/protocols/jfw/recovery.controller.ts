import { Controller, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { requireAllowedLink } from '../../core/brands/link-policy';
import { BrandPages } from '../../core/mail/brand-pages';
import { RequestResetFlow } from '../../flows/request-reset/request-reset.flow';
import { ResetPasswordFlow } from '../../flows/reset-password/reset-password.flow';
import { RequestVerificationFlow } from '../../flows/verify-email/request-verification.flow';
import { VerifyEmailFlow } from '../../flows/verify-email/verify-email.flow';
import { Access } from '../../gate/access.decorator';
import { limitOf } from '../../gate/limits/buckets';
import type { Passage } from '../../gate/passage';
import { invalidField } from '../../kernel/errors/brandgate-error';
import { Answers } from '../wire/answers.decorator';
import { TEXT, TRUE } from '../wire/schema';
import { ForgotPasswordDto, ResetPasswordDto, VerifyEmailDto } from './dto/recovery.dto';
import type { JfwQuery } from './jfw-query';
import { JsonBody } from './json-body.decorator';
import { Takes } from './query.decorator';
import { Hangup, Queried, Via } from './via.decorator';

/** Forgotten passwords and addresses to confirm (jfw.md §11). Nobody is signed in here, whatever key is sent along (SEC-RST-02). */
@ApiTags('Users')
@Controller('api/v1/users')
export class RecoveryController {
  constructor(
    private readonly pages: BrandPages,
    private readonly requestReset: RequestResetFlow,
    private readonly resetFlow: ResetPasswordFlow,
    private readonly requestVerification: RequestVerificationFlow,
    private readonly verifyFlow: VerifyEmailFlow,
  ) {}

  @Post('forgot-password')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ask for a mail to choose a new password' })
  @Answers(TRUE, 'link.not-allowed')
  @Access({ level: 'brand', limits: ['recovery'] })
  async forgotPassword(@JsonBody() { emailAddress, resetPasswordLink }: ForgotPasswordDto, @Via() via: Passage) {
    const brand = via.brandOrThrow;
    const link = this.resetLinkOf(brand, resetPasswordLink);
    const who = { identifier: emailAddress, kinds: ['email' as const], kind: 'link' as const };
    const lifetime = brand.settings.resetTokenLifetime * 1_000;
    await this.requestReset.run(brand, { ...who, link, lifetime, targetLimit: targetLimitOf(brand), at: via.at });
    return true;
  }

  @Post('reset-password')
  @HttpCode(200)
  @ApiOperation({ summary: 'Choose a new password with the token of a mail' })
  @Answers(TRUE, 'token.invalid', 'password.format')
  @Access({ level: 'brand', limits: ['recovery'] })
  async resetPassword(
    @JsonBody() { emailAddress, token, newPassword }: ResetPasswordDto,
    @Via() via: Passage,
    @Hangup() signal: AbortSignal,
  ) {
    await this.resetFlow.run(via.actor, via.brandOrThrow, {
      proof: { kind: 'link', secret: token, emailAddress },
      purposes: ['password-reset'],
      ...{ newPassword, field: 'newPassword', at: via.at, signal },
    });
    return true;
  }

  @Post(':id/email-address/verify/send')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ask for a mail that confirms the address of a user' })
  @Answers(TRUE, 'link.not-allowed')
  @Takes({ returnURL: { ...TEXT, description: "Where the mail leads; absent: the brand's own page." } })
  @Access({ level: 'brand', limits: ['recovery'] })
  async sendVerification(@Param('id') userUid: string, @Queried() query: JfwQuery, @Via() via: Passage) {
    const brand = via.brandOrThrow;
    const page = this.pages.urlOf(brand, 'verify-email');
    const link = requireAllowedLink(brand, query.text('returnURL') ?? page, page);
    const lifetime = brand.settings.emailTokenLifetime * 1_000;
    const command = { userUid, link, lifetime, targetLimit: targetLimitOf(brand), at: via.at };
    await this.requestVerification.run(brand, command);
    return true;
  }

  @Put('email-address/active')
  @ApiOperation({ summary: 'Confirm an address with the token of a mail' })
  @Answers(TRUE, 'token.invalid', 'user.email-verified')
  @Access({ level: 'brand', limits: ['recovery'] })
  async verifyEmail(@JsonBody() { token }: VerifyEmailDto, @Via() via: Passage) {
    await this.verifyFlow.run(via.actor, via.brandOrThrow, { secret: token, at: via.at });
    return true;
  }

  /** Judged before any account is looked for (JFW-PWD-07); the brand's own setting was judged when it was made. */
  private resetLinkOf(brand: BrandSnapshot, given: string | undefined): string {
    if (given !== undefined && given.trim() !== '') {
      return requireAllowedLink(brand, given, this.pages.urlOf(brand, 'reset-password'));
    }
    const { resetPasswordUrl } = brand.settings;
    if (resetPasswordUrl !== null) return resetPasswordUrl;
    throw invalidField(
      'resetPasswordLink',
      'resetPasswordLink is required, because the brand setting resetPasswordUrl is not set.',
    );
  }
}

function targetLimitOf({ settings }: BrandSnapshot) {
  return limitOf('recoveryTarget', settings);
}
