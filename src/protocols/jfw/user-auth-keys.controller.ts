import { Controller, Delete, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { SessionList } from '../../core/auth-keys/session-list';
import { UserDevices } from '../../core/devices/user-devices';
import { UserLookup } from '../../core/users/user-lookup';
import { EndUserSessionsFlow } from '../../flows/end-sessions/end-user-sessions.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { Answers } from '../wire/answers.decorator';
import { TRUE } from '../wire/schema';
import { EndUserSessionsDto } from './dto/keys.dto';
import { type JfwQuery, pageOf } from './jfw-query';
import { JsonBody } from './json-body.decorator';
import { TakesPage } from './query.decorator';
import { AuthKeySchema } from './schemas/session.schema';
import { Queried, Via } from './via.decorator';
import { sessionView } from './views/session.view';

/** Sessions of other users (jfw.md §10, EP-10 to -12). */
@ApiTags('Authentication')
@Controller('api/v1/users')
export class UserAuthKeysController {
  constructor(
    private readonly lookup: UserLookup,
    private readonly sessions: SessionList,
    private readonly devices: UserDevices,
    private readonly endSessions: EndUserSessionsFlow,
  ) {}

  @Get(':id/auth-keys')
  @ApiOperation({ summary: 'List the sessions of a user' })
  @Answers({ list: AuthKeySchema }, 'user.not-found')
  @TakesPage()
  @Access({ level: 'user', permission: 'AUTHKEY.READ' })
  async listUserSessions(@Param('id') uid: string, @Via() via: Passage, @Queried() query: JfwQuery) {
    const page = query.page();
    const { brandId } = via.caller;
    const { user } = await this.lookup.get(brandId, uid);
    const sessions = await this.sessions.of(brandId, user.id, via.at);
    const devices = await this.devices.listOf(brandId, user.id);
    const { sessionUid } = via.sessionOrThrow;
    return pageOf(
      sessions.map((session) => sessionView(session, devices, sessionUid)),
      page,
    );
  }

  @Delete(':id/auth-keys/:authKeyId')
  @ApiOperation({ summary: 'End one session of a user' })
  @Answers(TRUE, 'user.not-found', 'auth-key.not-found')
  @Access({ level: 'user', permission: 'AUTHKEY.DELETE' })
  async endUserSession(@Param('id') userUid: string, @Param('authKeyId') sessionUid: string, @Via() via: Passage) {
    await this.endSessions.one(via.actor, via.caller, { userUid, sessionUid }, via.at);
    return true;
  }

  @Delete(':id/auth-keys')
  @ApiOperation({ summary: 'End all sessions of a user, or the one of a key' })
  @Answers(TRUE, 'user.not-found', 'auth-key.not-found')
  @Access({ level: 'user', permission: 'AUTHKEY.DELETE', bodyKeyIsTarget: true })
  async endUserSessions(
    @Param('id') userUid: string,
    @JsonBody() { authKey }: EndUserSessionsDto,
    @Via() via: Passage,
  ) {
    const { actor, caller, at } = via;
    if (authKey === undefined) await this.endSessions.all(actor, caller, userUid, at);
    else await this.endSessions.ofKey(actor, caller, { userUid, authKey }, at);
    return true;
  }
}
