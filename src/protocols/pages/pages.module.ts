import { Module } from '@nestjs/common';
import { AccountController } from './account.controller';
import { PageContexts } from './page-contexts';
import { PageCookies } from './page-cookies';
import { PageHeaders } from './page-headers';
import { PagesDialect } from './pages.dialect';
import { PagesPresenter } from './pages.presenter';
import { PlainPagesController } from './plain-pages.controller';
import { RecoveryPagesController } from './recovery.controller';
import { RegistrationPagesController } from './registration.controller';
import { SignInController } from './sign-in.controller';
import { CheckForm } from './steps/check-form';

/** The hosted pages of every brand. */
@Module({
  controllers: [
    SignInController,
    RecoveryPagesController,
    RegistrationPagesController,
    AccountController,
    PlainPagesController,
  ],
  providers: [PageCookies, PageContexts, PageHeaders, PagesPresenter, CheckForm, PagesDialect],
  exports: [PagesDialect],
})
export class PagesModule {}
