import { Controller, Get, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { BrandPages } from '../../core/mail/brand-pages';
import { RequestResetFlow } from '../../flows/request-reset/request-reset.flow';
import { ResetPasswordFlow } from '../../flows/reset-password/reset-password.flow';
import { VerifyEmailFlow } from '../../flows/verify-email/verify-email.flow';
import { Access } from '../../gate/access.decorator';
import { limitOf } from '../../gate/limits/buckets';
import type { Passage } from '../../gate/passage';
import type { Form } from './form-body';
import { requireEmailAddress, requireNewPassword } from './form-members';
import { linkSecret, requireProof } from './link-proof';
import { Hangup, SentForm, Via } from './page.decorators';
import { showAgain } from './shown-again';
import { forgotPasswordPage } from './views/address.pages';
import { LINK_PAGES } from './views/link.pages';
import { SeeOther, type View } from './views/page-view';

/**
 * Forgotten passwords, addresses to confirm, invitations. Opening a link changes nothing, since programs open links as
 * well (SEC-WEB-02); nobody is signed in by any of it (SEC-RST-02, -04).
 */
@ApiExcludeController()
@Controller('pages/:brand')
export class RecoveryPagesController {
  constructor(
    private readonly pages: BrandPages,
    private readonly requestReset: RequestResetFlow,
    private readonly resetPassword: ResetPasswordFlow,
    private readonly verifyEmail: VerifyEmailFlow,
  ) {}

  @Get('forgot-password')
  @Access({ level: 'brand' })
  askForLink(): View {
    return forgotPasswordPage;
  }

  /** One answer, whoever is asked for (SEC-ENU-02). */
  @Post('forgot-password')
  @Access({ level: 'brand', limits: ['recovery'] })
  async sendLink(@SentForm() form: Form, @Via() via: Passage): Promise<SeeOther> {
    showAgain(via, forgotPasswordPage);
    const identifier = requireEmailAddress(form);
    const brand = via.brandOrThrow;
    const mail = { kind: 'link' as const, link: this.pages.urlOf(brand, 'reset-password') };
    const lifetime = brand.settings.resetTokenLifetime * 1_000;
    const targetLimit = limitOf('recoveryTarget', brand.settings);
    const command = { identifier, kinds: ['email' as const], ...mail, lifetime, targetLimit, at: via.at };
    await this.requestReset.run(brand, command);
    return new SeeOther('done/reset-link-sent');
  }

  @Get('reset-password')
  @Access({ level: 'brand' })
  openReset(@Via() via: Passage): View {
    requireProof(linkSecret(via));
    return LINK_PAGES['reset-password'];
  }

  @Post('reset-password')
  @Access({ level: 'brand', limits: ['recovery'] })
  async reset(@SentForm() form: Form, @Via() via: Passage, @Hangup() signal: AbortSignal): Promise<SeeOther> {
    showAgain(via, LINK_PAGES['reset-password']);
    const proof = requireProof(linkSecret(via));
    await this.redeem(via, form, { proof, purposes: ['password-reset'], signal });
    return new SeeOther('done/password-changed');
  }

  @Get('accept-invitation')
  @Access({ level: 'brand' })
  openInvitation(@Via() via: Passage): View {
    requireProof(linkSecret(via));
    return LINK_PAGES['accept-invitation'];
  }

  /** Also the second step of a registration. */
  @Post('accept-invitation')
  @Access({ level: 'brand', limits: ['recovery'] })
  async accept(@SentForm() form: Form, @Via() via: Passage, @Hangup() signal: AbortSignal): Promise<SeeOther> {
    showAgain(via, LINK_PAGES['accept-invitation']);
    const proof = requireProof(linkSecret(via));
    await this.redeem(via, form, { proof, purposes: ['invitation', 'registration'], signal });
    return new SeeOther('done/account-ready');
  }

  @Get('verify-email')
  @Access({ level: 'brand' })
  openVerification(@Via() via: Passage): View {
    requireProof(linkSecret(via));
    return LINK_PAGES['verify-email'];
  }

  @Post('verify-email')
  @Access({ level: 'brand', limits: ['recovery'] })
  async verify(@Via() via: Passage): Promise<SeeOther> {
    showAgain(via, LINK_PAGES['verify-email']);
    const { secret } = requireProof(linkSecret(via));
    await this.verifyEmail.run(via.actor, via.brandOrThrow, { secret, at: via.at });
    return new SeeOther('done/email-verified');
  }

  private async redeem(
    via: Passage,
    form: Form,
    link: Pick<Parameters<ResetPasswordFlow['run']>[2], 'proof' | 'purposes'> & { readonly signal: AbortSignal },
  ): Promise<void> {
    const newPassword = requireNewPassword(form);
    const command = { ...link, newPassword, field: 'newPassword', at: via.at };
    await this.resetPassword.run(via.actor, via.brandOrThrow, command);
  }
}
