import { Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RoleReader } from '../../core/roles/role-reader';
import { UserRoleReader } from '../../core/users/user-role-reader';
import { AssignRolesFlow } from '../../flows/assign-roles/assign-roles.flow';
import { GrantAccessFlow } from '../../flows/grant-access/grant-access.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { Answers } from '../wire/answers.decorator';
import { TRUE } from '../wire/schema';
import { RoleAccessDto } from './dto/role-access.dto';
import { UserIdsDto } from './dto/role.dto';
import { type JfwQuery, listView } from './jfw-query';
import { JsonBody } from './json-body.decorator';
import { accessDraftsOf, listOf } from './role-body';
import { Takes, TakesPage, TEXTS } from './query.decorator';
import { ServiceAccessSchema } from './schemas/role-access.schema';
import { UserBaseSchema } from './schemas/user.schema';
import { Queried, Via } from './via.decorator';
import { roleAccessView } from './views/role-access.view';
import { userBaseView } from './views/user-base.view';

/** Who holds a role, and which services it reaches (jfw.md §28). */
@ApiTags('Roles')
@Controller('api/v1/roles')
export class RoleLinksController {
  constructor(
    private readonly roles: RoleReader,
    private readonly userRoles: UserRoleReader,
    private readonly assign: AssignRolesFlow,
    private readonly grantAccess: GrantAccessFlow,
  ) {}

  @Get(':id/users')
  @ApiOperation({ summary: 'The holders of a role' })
  @Answers({ list: UserBaseSchema }, 'role.not-found')
  @TakesPage()
  @Access({ level: 'user', permission: 'ROLE.READ' })
  async usersOfRole(@Param('id') uid: string, @Via() { caller }: Passage, @Queried() query: JfwQuery) {
    const page = query.page();
    const { items, total } = await this.userRoles.pageOfHolders(caller.brandId, uid, page);
    const isMasked = !caller.permissions.has('USER.READ');
    return listView(
      items.map((holder) => userBaseView(holder, isMasked)),
      total,
      page,
    );
  }

  @Post(':id/users')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give a custom role to users' })
  @Answers(TRUE, 'user.not-found', 'role.not-found', 'role.built-in')
  @Takes({ userIds: TEXTS })
  @Access({ level: 'user', permission: 'ROLE.UPDATE' })
  async giveToUsers(
    @Param('id') uid: string,
    @JsonBody() body: UserIdsDto,
    @Via() via: Passage,
    @Queried() query: JfwQuery,
  ) {
    const userUids = listOf(query, 'userIds', body.userIds);
    await this.assign.give(via.actor, via.caller, { userUids, roleUids: [uid] });
    return true;
  }

  @Delete(':id/users')
  @ApiOperation({ summary: 'Take a custom role from users' })
  @Answers(TRUE, 'user.not-found', 'role.not-found', 'role.built-in')
  @Takes({ userIds: TEXTS })
  @Access({ level: 'user', permission: 'ROLE.UPDATE' })
  async takeFromUsers(
    @Param('id') uid: string,
    @JsonBody() body: UserIdsDto,
    @Via() via: Passage,
    @Queried() query: JfwQuery,
  ) {
    const userUids = listOf(query, 'userIds', body.userIds);
    await this.assign.take(via.actor, via.caller, { userUids, roleUids: [uid] });
    return true;
  }

  @Get(':id/services')
  @ApiOperation({ summary: 'What a role may do with services' })
  @Answers({ array: ServiceAccessSchema }, 'role.not-found')
  @Access({ level: 'user', permission: 'ROLE.READ' })
  async servicesOfRole(@Param('id') uid: string, @Via() { caller }: Passage) {
    return (await this.roles.accessOf(caller.brandId, uid)).map(roleAccessView);
  }

  @Put(':id/services')
  @ApiOperation({ summary: 'Say all that a custom role may do with services' })
  @Answers({ array: ServiceAccessSchema }, 'role.not-found', 'service.not-found', 'role.built-in')
  @Access({ level: 'user', permission: 'ROLE.UPDATE' })
  async setServices(@Param('id') uid: string, @JsonBody() body: RoleAccessDto, @Via() via: Passage) {
    await this.grantAccess.run(via.actor, via.caller, uid, accessDraftsOf(body), via.at);
    return this.servicesOfRole(uid, via);
  }
}
