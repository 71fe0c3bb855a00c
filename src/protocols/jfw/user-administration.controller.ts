import { Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { askingOf } from '../../core/devices/removal';
import { requireSelfOr } from '../../core/roles/caller';
import { UserLookup, type UserWithRoles } from '../../core/users/user-lookup';
import { USER_SORTS } from '../../core/users/user-search.repository';
import { DeleteUserFlow } from '../../flows/delete-user/delete-user.flow';
import { SetPasswordFlow } from '../../flows/set-password/set-password.flow';
import { UpdateUserFlow } from '../../flows/update-user/update-user.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { invalidField } from '../../kernel/errors/brandgate-error';
import { canonicalIdentifier } from '../../kernel/text/canonical-key';
import { Answers } from '../wire/answers.decorator';
import { TRUE } from '../wire/schema';
import { SetPasswordDto } from './dto/set-password.dto';
import { UpdateUserDto } from './dto/update-user.dto';
import { type JfwQuery, listView } from './jfw-query';
import { AttributesBody, JsonBody } from './json-body.decorator';
import { profileOf, USER_FILTERS, userFilterOf } from './user-query';
import { Takes, TakesPage, TEXTS } from './query.decorator';
import { UserSchema } from './schemas/user.schema';
import { NAMES_TAKEN } from './jfw.refusals';
import { Hangup, Queried, Via } from './via.decorator';
import { userView } from './views/user.view';

/** Accounts, by their owner or by who administers them (jfw.md §22.2, EP-15 to -20, -22). */
@ApiTags('Users')
@Controller('api/v1/users')
export class UserAdministrationController {
  constructor(
    private readonly lookup: UserLookup,
    private readonly updateFlow: UpdateUserFlow,
    private readonly deleteFlow: DeleteUserFlow,
    private readonly passwordFlow: SetPasswordFlow,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List users' })
  @Answers({ list: UserSchema })
  @TakesPage({ sort: Object.keys(USER_SORTS), filters: USER_FILTERS })
  @Access({ level: 'user', permission: 'USER.READ' })
  async listUsers(@Via() via: Passage, @Queried() query: JfwQuery) {
    const page = query.page();
    const sort = query.sort(Object.keys(USER_SORTS) as (keyof typeof USER_SORTS)[]);
    const request = { filter: userFilterOf(query), page, sort };
    const { items, total } = await this.lookup.find(via.caller.brandId, request, via.at);
    return listView(
      items.map((item) => viewOf(item, via)),
      total,
      page,
    );
  }

  @Get('by-list-id')
  @ApiOperation({ summary: 'Several users by their ids' })
  @Answers({ array: UserSchema })
  @Takes({ ids: TEXTS })
  @Access({ level: 'user', permission: 'USER.READ' })
  async findUsersByIds(@Via() via: Passage, @Queried() query: JfwQuery) {
    const users = await this.lookup.listByUids(via.caller.brandId, query.list('ids', ','));
    return users.map((item) => viewOf(item, via));
  }

  @Get('by-username/:username')
  @ApiOperation({ summary: 'A user by the username' })
  @Answers(UserSchema, 'user.not-found')
  @Access({ level: 'user', selfOr: 'USER.READ' })
  async findUserByName(@Param('username') username: string, @Via() via: Passage) {
    const { caller } = via;
    requireSelfOr(caller, isOwnName(username, via) ? (caller.self?.uid ?? '') : '', 'USER.READ');
    return viewOf(await this.lookup.getByUsername(caller.brandId, username), via);
  }

  @Get(':id')
  @ApiOperation({ summary: 'A user' })
  @Answers(UserSchema, 'user.not-found')
  @Access({ level: 'user', selfOr: 'USER.READ' })
  async findUser(@Param('id') uid: string, @Via() via: Passage) {
    requireSelfOr(via.caller, uid, 'USER.READ');
    return viewOf(await this.lookup.get(via.caller.brandId, uid), via);
  }

  @Put(':id')
  @ApiOperation({ summary: 'Change the profile of a user' })
  @Answers(UserSchema, 'user.not-found', ...NAMES_TAKEN)
  @Access({ level: 'user', selfOr: 'USER.UPDATE' })
  async updateUser(@Param('id') userUid: string, @AttributesBody() body: UpdateUserDto, @Via() via: Passage) {
    const command = { userUid, profile: profileOf(body), authAt: via.sessionOrThrow.authAt, at: via.at };
    return viewOf(await this.updateFlow.run(via.actor, via.caller, via.targetOrThrow, command), via);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Delete a user' })
  @Answers(TRUE, 'user.not-found', 'user.last-super-admin')
  @Access({ level: 'user', selfOr: 'USER.DELETE' })
  async deleteUser(@Param('id') uid: string, @Via() via: Passage) {
    await this.deleteFlow.run(via.actor, via.caller, { uid, asking: askingOf(via.sessionOrThrow) }, via.at);
    return true;
  }

  @Put(':id/change-password')
  @ApiOperation({ summary: 'Give another user a new password' })
  @Answers(TRUE, 'user.not-found', 'password.format')
  @Access({ level: 'user', permission: 'USER.UPDATE' })
  async setUserPassword(
    @Param('id') userUid: string,
    @JsonBody() { newPassword, confirmPassword }: SetPasswordDto,
    @Via() via: Passage,
    @Hangup() signal: AbortSignal,
  ) {
    if (newPassword !== confirmPassword) throw invalidField('confirmPassword', 'The passwords are not equal.');
    const command = { userUid, newPassword, at: via.at, signal };
    await this.passwordFlow.run(via.actor, via.caller, via.targetOrThrow, command);
    return true;
  }
}

function viewOf({ user, roles }: UserWithRoles, { targetOrThrow, at }: Passage) {
  return userView(user, roles, targetOrThrow.uid, at);
}

function isOwnName(username: string, { caller, sessionOrThrow: { user } }: Passage): boolean {
  const key = canonicalIdentifier(username);
  return caller.self !== null && key !== null && key === canonicalIdentifier(user.username ?? '');
}
