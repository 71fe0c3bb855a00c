import { Module } from '@nestjs/common';
import { AppsController } from './apps.controller';
import { AuditController } from './audit.controller';
import { AuthKeysController } from './auth-keys.controller';
import { AuthenticationController } from './authentication.controller';
import { BrandDomainsController } from './brand-domains.controller';
import { BrandMailChannelController } from './brand-mail-channel.controller';
import { BrandMailTemplatesController } from './brand-mail-templates.controller';
import { BrandSettingsController } from './brand-settings.controller';
import { BrandsController } from './brands.controller';
import { DeviceLookupsController } from './device-lookups.controller';
import { DeviceReporter } from './device-reporter';
import { DevicesController } from './devices.controller';
import { InvitationsController } from './invitations.controller';
import { JfwDialect } from './jfw.dialect';
import { JfwPresenter } from './jfw.presenter';
import { PushReceiptsController } from './push-receipts.controller';
import { PushTestController } from './push-test.controller';
import { PushesController } from './pushes.controller';
import { RecoveryController } from './recovery.controller';
import { UserAdministrationController } from './user-administration.controller';
import { UserAuthKeysController } from './user-auth-keys.controller';
import { UserLifecycleController } from './user-lifecycle.controller';
import { ReleasesController } from './releases.controller';
import { RoleLinksController } from './role-links.controller';
import { RolesController } from './roles.controller';
import { SecurityQuestionController } from './security-question.controller';
import { ServicesController } from './services.controller';
import { UserDevicesController } from './user-devices.controller';
import { UserRolesController } from './user-roles.controller';
import { UsersController } from './users.controller';
import { OwnUserView } from './views/own-user.view';

/** The native dialect. */
@Module({
  // The first route that fits a path answers: `devices/statistics` before `devices/:id`.
  controllers: [
    AuthenticationController,
    AuthKeysController,
    AuditController,
    UsersController,
    RecoveryController,
    InvitationsController,
    SecurityQuestionController,
    UserDevicesController,
    PushTestController,
    PushesController,
    PushReceiptsController,
    DeviceLookupsController,
    DevicesController,
    UserAuthKeysController,
    UserLifecycleController,
    UserAdministrationController,
    BrandsController,
    UserRolesController,
    RolesController,
    RoleLinksController,
    AppsController,
    ServicesController,
    BrandDomainsController,
    BrandSettingsController,
    BrandMailChannelController,
    BrandMailTemplatesController,
    ReleasesController,
  ],
  providers: [JfwPresenter, JfwDialect, OwnUserView, DeviceReporter],
  exports: [JfwDialect],
})
export class JfwModule {}
