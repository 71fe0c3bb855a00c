import { Controller, Get, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { SignInFlow } from '../../flows/sign-in/sign-in.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import type { Form } from './form-body';
import { memberOf, requireMembers } from './form-members';
import { PageCookies } from './page-cookies';
import { Hangup, SentForm, Via } from './page.decorators';
import { showAgain } from './shown-again';
import { SeeOther, type View } from './views/page-view';
import { signInPage } from './views/sign-in.page';

/** Signing in on a brand's pages. */
@ApiExcludeController()
@Controller('pages/:brand')
export class SignInController {
  constructor(
    private readonly signIn: SignInFlow,
    private readonly cookies: PageCookies,
  ) {}

  @Get()
  @Access({ level: 'brand' })
  enter(): SeeOther {
    return new SeeOther('account');
  }

  @Get('sign-in')
  @Access({ level: 'brand' })
  show(): View {
    return signInPage;
  }

  /** The same flow, counters and locks as every sign-in (SEC-BF-04). */
  @Post('sign-in')
  @Access({ level: 'brand', limits: ['login', 'loginIdentifier'], isSignIn: true })
  async authenticate(@SentForm() form: Form, @Via() via: Passage, @Hangup() signal: AbortSignal): Promise<SeeOther> {
    showAgain(via, signInPage);
    const { username: identifier, password } = requireMembers(form, 'username', 'password');
    const otp = memberOf(form, 'otp')?.trim();
    const who = { identifier, kinds: ['username', 'email', 'phone'] as const, password, ...(otp ? { otp } : {}) };
    const device = { claim: null, wasClaimIgnored: false, evictDeviceIds: [] };
    const command = { ...who, ...device, dialect: 'pages', at: via.at, signal };
    const { pair } = await this.signIn.run(via.actor, unrefreshed(via.brandOrThrow), command);
    via.answerHeaders.push('Set-Cookie', this.cookies.signedIn(via.brandOrThrow, pair.authKey));
    return new SeeOther('account');
  }
}

/** Nobody keeps the refresh key of a sign-in here: the session ends with its Auth Key, and leaves the lists with it. */
function unrefreshed(brand: BrandSnapshot): BrandSnapshot {
  const { authKeyLifetime: lifetime } = brand.settings;
  const settings = { ...brand.settings, refreshKeyLifetime: lifetime, refreshKeyAbsoluteLifetime: lifetime };
  return { ...brand, settings };
}
