import { Module } from '@nestjs/common';
import { DreamFactoryDialect } from './dreamfactory.dialect';
import { DreamFactoryPresenter } from './dreamfactory.presenter';
import { DreamFactorySteps } from './dreamfactory-steps';
import { AccountKinds } from './password/account-kinds';
import { DreamFactoryAdminPasswordController } from './password/admin-password.controller';
import { KnownQuestion } from './password/known-question';
import { PasswordBranches } from './password/password-branches';
import { ResetRedemption } from './password/reset-redemption';
import { ResetRequest } from './password/reset-request';
import { DreamFactoryUserPasswordController } from './password/user-password.controller';
import { CheckRole } from './steps/check-role';
import { ResolveApp } from './steps/resolve-app';
import { ResolveNamedBrand } from './steps/resolve-named-brand';
import { ResolveToken } from './steps/resolve-token';

/** The DreamFactory dialect. */
@Module({
  controllers: [DreamFactoryUserPasswordController, DreamFactoryAdminPasswordController],
  providers: [
    ...[ResolveApp, ResolveNamedBrand, ResolveToken, CheckRole, DreamFactorySteps],
    ...[AccountKinds, KnownQuestion, ResetRequest, ResetRedemption, PasswordBranches],
    ...[DreamFactoryPresenter, DreamFactoryDialect],
  ],
  exports: [DreamFactoryDialect],
})
export class DreamFactoryModule {}
