import { Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RoleReader } from '../../core/roles/role-reader';
import { ROLE_SORTS, RoleSearchRepository } from '../../core/roles/role-search.repository';
import { RemoveRoleFlow } from '../../flows/remove-role/remove-role.flow';
import { SaveRoleFlow } from '../../flows/save-role/save-role.flow';
import { PERMISSIONS } from '../../core/roles/permission';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { Answers } from '../wire/answers.decorator';
import { oneOf, TEXT, TRUE } from '../wire/schema';
import { CreateRoleDto, PermissionsDto, UpdateRoleDto } from './dto/role.dto';
import { type JfwQuery, listView } from './jfw-query';
import { AttributesBody, JsonBody } from './json-body.decorator';
import { permissionListOf, roleChangesOf, roleDraftOf } from './role-body';
import { Takes, TakesPage, TEXTS } from './query.decorator';
import { RoleSchema } from './schemas/user.schema';
import { Queried, Via } from './via.decorator';
import { roleView } from './views/user.view';

/** Roles and what they grant (jfw.md, EP-35 and §28). */
@ApiTags('Roles')
@Controller('api/v1/roles')
export class RolesController {
  constructor(
    private readonly roles: RoleReader,
    private readonly search: RoleSearchRepository,
    private readonly saveRole: SaveRoleFlow,
    private readonly removal: RemoveRoleFlow,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Create a custom role' })
  @Answers(RoleSchema, 'role.exists')
  @Access({ level: 'user', permission: 'ROLE.UPDATE' })
  async createRole(@JsonBody() body: CreateRoleDto, @Via() via: Passage) {
    return roleView(await this.saveRole.create(via.actor, via.caller, roleDraftOf(body), via.at));
  }

  @Get()
  @ApiOperation({ summary: 'List roles' })
  @Answers({ list: RoleSchema })
  @TakesPage({ sort: Object.keys(ROLE_SORTS), filters: { ids: TEXTS, code: TEXT, name: TEXT, keywords: TEXT } })
  @Access({ level: 'user', permission: 'ROLE.READ' })
  async listRoles(@Via() { caller }: Passage, @Queried() query: JfwQuery) {
    const page = query.page();
    const sort = query.sort(Object.keys(ROLE_SORTS) as (keyof typeof ROLE_SORTS)[]);
    const [code, name, keywords] = [query.text('code'), query.text('name'), query.text('keywords')];
    const filter = { uids: query.ids(), code, name, keywords };
    const { items, total } = await this.search.find(caller.brandId, { filter, page, sort });
    return listView(items.map(roleView), total, page);
  }

  @Get(':id')
  @ApiOperation({ summary: 'A role' })
  @Answers(RoleSchema, 'role.not-found')
  @Access({ level: 'user', permission: 'ROLE.READ' })
  async findRole(@Param('id') uid: string, @Via() { caller }: Passage) {
    return roleView(await this.roles.get(caller.brandId, uid));
  }

  @Put(':id')
  @ApiOperation({ summary: 'Change a custom role' })
  @Answers(RoleSchema, 'role.not-found', 'role.built-in', 'role.exists')
  @Access({ level: 'user', permission: 'ROLE.UPDATE' })
  async updateRole(@Param('id') uid: string, @AttributesBody() body: UpdateRoleDto, @Via() via: Passage) {
    return roleView(await this.saveRole.update(via.actor, via.caller, uid, roleChangesOf(body), via.at));
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Delete a custom role' })
  @Answers(TRUE, 'role.not-found', 'role.built-in', 'role.in-use')
  @Access({ level: 'user', permission: 'ROLE.UPDATE' })
  async removeRole(@Param('id') uid: string, @Via() via: Passage) {
    await this.removal.run(via.actor, via.caller, uid);
    return true;
  }

  @Get(':id/permissions')
  @ApiOperation({ summary: 'What a role grants' })
  @Answers({ array: oneOf(PERMISSIONS) }, 'role.not-found')
  @Access({ level: 'user', permission: 'ROLE.READ' })
  async permissionsOfRole(@Param('id') uid: string, @Via() { caller }: Passage) {
    return (await this.roles.get(caller.brandId, uid)).permissions;
  }

  @Post(':id/permissions')
  @HttpCode(200)
  @ApiOperation({ summary: 'Have a custom role grant more' })
  @Answers(TRUE, 'role.not-found', 'role.built-in')
  @Takes({ permissions: TEXTS })
  @Access({ level: 'user', permission: 'ROLE.UPDATE' })
  async addPermissions(
    @Param('id') uid: string,
    @JsonBody() body: PermissionsDto,
    @Via() via: Passage,
    @Queried() query: JfwQuery,
  ) {
    const added = permissionListOf(query, body.permissions);
    await this.saveRole.addPermissions(via.actor, via.caller, uid, added, via.at);
    return true;
  }

  @Delete(':id/permissions')
  @ApiOperation({ summary: 'Have a custom role grant less' })
  @Answers(TRUE, 'role.not-found', 'role.built-in')
  @Takes({ permissions: TEXTS })
  @Access({ level: 'user', permission: 'ROLE.UPDATE' })
  async removePermissions(
    @Param('id') uid: string,
    @JsonBody() body: PermissionsDto,
    @Via() via: Passage,
    @Queried() query: JfwQuery,
  ) {
    const removed = permissionListOf(query, body.permissions);
    await this.saveRole.removePermissions(via.actor, via.caller, uid, removed, via.at);
    return true;
  }
}
