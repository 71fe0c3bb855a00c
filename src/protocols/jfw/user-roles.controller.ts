import { Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { permissionsOf } from '../../core/roles/access-evaluator';
import { requireSelfOr } from '../../core/roles/caller';
import { UserRoleReader } from '../../core/users/user-role-reader';
import { AssignRolesFlow } from '../../flows/assign-roles/assign-roles.flow';
import { SetAppRoleFlow } from '../../flows/set-app-role/set-app-role.flow';
import { PERMISSIONS } from '../../core/roles/permission';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { Answers } from '../wire/answers.decorator';
import { oneOf, TRUE } from '../wire/schema';
import { AppRoleDto, RoleIdsDto } from './dto/role.dto';
import type { JfwQuery } from './jfw-query';
import { JsonBody } from './json-body.decorator';
import { listOf } from './role-body';
import { Takes, TEXTS } from './query.decorator';
import { AppRoleSchema } from './schemas/role-access.schema';
import { RoleSchema } from './schemas/user.schema';
import { Queried, Via } from './via.decorator';
import { appRoleView } from './views/role-access.view';
import { roleView } from './views/user.view';

/** Roles of users, and what these allow (jfw.md §22.2, EP-31 to -34, and §28). */
@ApiTags('Users')
@Controller('api/v1/users')
export class UserRolesController {
  constructor(
    private readonly userRoles: UserRoleReader,
    private readonly assign: AssignRolesFlow,
    private readonly appRole: SetAppRoleFlow,
  ) {}

  @Get(':id/permissions')
  @ApiOperation({ summary: 'What a user may do' })
  @Answers({ array: oneOf(PERMISSIONS) }, 'user.not-found')
  @Access({ level: 'user', selfOr: 'ROLE.READ' })
  async permissionsOfUser(@Param('id') uid: string, @Via() { caller }: Passage) {
    requireSelfOr(caller, uid, 'ROLE.READ');
    return [...permissionsOf(await this.userRoles.listOf(caller.brandId, uid))];
  }

  @Get(':id/roles')
  @ApiOperation({ summary: 'The roles of a user' })
  @Answers({ array: RoleSchema }, 'user.not-found')
  @Access({ level: 'user', selfOr: 'ROLE.READ' })
  async rolesOfUser(@Param('id') uid: string, @Via() { caller }: Passage) {
    requireSelfOr(caller, uid, 'ROLE.READ');
    return (await this.userRoles.listOf(caller.brandId, uid)).map(roleView);
  }

  @Post(':id/roles')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give custom roles to a user' })
  @Answers(TRUE, 'user.not-found', 'role.not-found', 'role.built-in')
  @Takes({ roleIds: TEXTS })
  @Access({ level: 'user', permission: 'ROLE.UPDATE' })
  async giveRoles(
    @Param('id') uid: string,
    @JsonBody() body: RoleIdsDto,
    @Via() via: Passage,
    @Queried() query: JfwQuery,
  ) {
    const roleUids = listOf(query, 'roleIds', body.roleIds);
    await this.assign.give(via.actor, via.caller, { userUids: [uid], roleUids });
    return true;
  }

  @Delete(':id/roles')
  @ApiOperation({ summary: 'Take custom roles from a user' })
  @Answers(TRUE, 'user.not-found', 'role.not-found', 'role.built-in')
  @Takes({ roleIds: TEXTS })
  @Access({ level: 'user', permission: 'ROLE.UPDATE' })
  async takeRoles(
    @Param('id') uid: string,
    @JsonBody() body: RoleIdsDto,
    @Via() via: Passage,
    @Queried() query: JfwQuery,
  ) {
    const roleUids = listOf(query, 'roleIds', body.roleIds);
    await this.assign.take(via.actor, via.caller, { userUids: [uid], roleUids });
    return true;
  }

  @Get(':id/apps/:appId/role')
  @ApiOperation({ summary: 'The role that counts for a user within an app' })
  @Answers(AppRoleSchema, 'user.not-found', 'app.not-found')
  @Access({ level: 'user', selfOr: 'ROLE.READ' })
  async roleInApp(@Param('id') uid: string, @Param('appId') appUid: string, @Via() { caller }: Passage) {
    requireSelfOr(caller, uid, 'ROLE.READ');
    return appRoleView(await this.userRoles.inApp(caller.brandId, uid, appUid), uid, appUid);
  }

  @Put(':id/apps/:appId/role')
  @ApiOperation({ summary: 'Give a user a role of their own within an app' })
  @Answers(AppRoleSchema, 'user.not-found', 'app.not-found', 'role.not-found')
  @Access({ level: 'user', permission: 'ROLE.UPDATE' })
  async setRoleInApp(
    @Param('id') userUid: string,
    @Param('appId') appUid: string,
    @JsonBody() { roleId }: AppRoleDto,
    @Via() via: Passage,
  ) {
    await this.appRole.set(via.actor, via.caller, { userUid, appUid }, roleId);
    return this.roleInApp(userUid, appUid, via);
  }

  @Delete(':id/apps/:appId/role')
  @ApiOperation({ summary: 'Take back the role of a user within an app' })
  @Answers(TRUE, 'user.not-found', 'app.not-found')
  @Access({ level: 'user', permission: 'ROLE.UPDATE' })
  async clearRoleInApp(@Param('id') userUid: string, @Param('appId') appUid: string, @Via() via: Passage) {
    await this.appRole.clear(via.actor, via.caller, { userUid, appUid });
    return true;
  }
}
