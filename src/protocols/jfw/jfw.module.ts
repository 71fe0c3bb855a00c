import { Module } from '@nestjs/common';
import { AuthKeysController } from './auth-keys.controller';
import { AuthenticationController } from './authentication.controller';
import { BrandsController } from './brands.controller';
import { DevicesController } from './devices.controller';
import { JfwDialect } from './jfw.dialect';
import { JfwPresenter } from './jfw.presenter';
import { UsersController } from './users.controller';
import { OwnUserView } from './views/own-user.view';

/** The native dialect. */
@Module({
  controllers: [AuthenticationController, AuthKeysController, UsersController, DevicesController, BrandsController],
  providers: [JfwPresenter, JfwDialect, OwnUserView],
  exports: [JfwDialect],
})
export class JfwModule {}
