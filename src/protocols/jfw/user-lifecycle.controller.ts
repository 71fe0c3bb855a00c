import { Controller, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ChangeUserStatusFlow, type StatusAction } from '../../flows/change-user-status/change-user-status.flow';
import { ChangeUserTypeFlow } from '../../flows/change-user-type/change-user-type.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { Answers } from '../wire/answers.decorator';
import { TRUE } from '../wire/schema';
import { STATUS_REFUSALS } from './jfw.refusals';
import { Via } from './via.decorator';

/** States and types of accounts (jfw.md §22.2, EP-27 to -30). */
@ApiTags('Users')
@Controller('api/v1/users')
export class UserLifecycleController {
  constructor(
    private readonly changeStatus: ChangeUserStatusFlow,
    private readonly changeType: ChangeUserTypeFlow,
  ) {}

  @Post(':id/activate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let an inactive user in' })
  @Answers(TRUE, ...STATUS_REFUSALS)
  @Access({ level: 'user', permission: 'USER.UPDATE' })
  activateUser(@Param('id') uid: string, @Via() via: Passage) {
    return this.move(uid, 'activate', via);
  }

  @Post(':id/deactivate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Make a user inactive' })
  @Answers(TRUE, ...STATUS_REFUSALS)
  @Access({ level: 'user', permission: 'USER.UPDATE' })
  deactivateUser(@Param('id') uid: string, @Via() via: Passage) {
    return this.move(uid, 'deactivate', via);
  }

  @Post(':id/lock')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lock a user' })
  @Answers(TRUE, ...STATUS_REFUSALS)
  @Access({ level: 'user', permission: 'USER.UPDATE' })
  lockUser(@Param('id') uid: string, @Via() via: Passage) {
    return this.move(uid, 'lock', via);
  }

  @Post(':id/unlock')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a lock away, an automatic one too' })
  @Answers(TRUE, ...STATUS_REFUSALS)
  @Access({ level: 'user', permission: 'USER.UPDATE' })
  unlockUser(@Param('id') uid: string, @Via() via: Passage) {
    return this.move(uid, 'unlock', via);
  }

  @Post(':id/suspend')
  @HttpCode(200)
  @ApiOperation({ summary: 'Suspend a user' })
  @Answers(TRUE, ...STATUS_REFUSALS)
  @Access({ level: 'user', permission: 'USER.UPDATE' })
  suspendUser(@Param('id') uid: string, @Via() via: Passage) {
    return this.move(uid, 'suspend', via);
  }

  @Post(':id/unsuspend')
  @HttpCode(200)
  @ApiOperation({ summary: 'End the suspension of a user' })
  @Answers(TRUE, ...STATUS_REFUSALS)
  @Access({ level: 'user', permission: 'USER.UPDATE' })
  unsuspendUser(@Param('id') uid: string, @Via() via: Passage) {
    return this.move(uid, 'unsuspend', via);
  }

  @Put(':id/type/:type')
  @ApiOperation({ summary: 'Change the type of a user' })
  @Answers(TRUE, 'user.type-invalid', 'user.not-found', 'user.last-super-admin')
  @Access({ level: 'user', permission: 'ROLE.UPDATE' })
  async changeUserType(@Param('id') userUid: string, @Param('type') typeName: string, @Via() via: Passage) {
    await this.changeType.run(via.actor, via.caller, via.targetOrThrow, { userUid, typeName, at: via.at });
    return true;
  }

  private async move(uid: string, action: StatusAction, via: Passage): Promise<true> {
    await this.changeStatus.run(via.actor, via.caller, uid, action, via.at);
    return true;
  }
}
