import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { SessionList } from '../../core/auth-keys/session-list';
import { UserDevices } from '../../core/devices/user-devices';
import { askingOf } from '../../core/devices/removal';
import { EndSessionsFlow } from '../../flows/end-sessions/end-sessions.flow';
import { IntrospectFlow } from '../../flows/introspect/introspect.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { Answers } from '../wire/answers.decorator';
import { FLAG, TRUE } from '../wire/schema';
import { CheckAuthKeyDto } from './dto/keys.dto';
import { type JfwQuery, pageOf } from './jfw-query';
import { JsonBody } from './json-body.decorator';
import { Takes, TakesPage } from './query.decorator';
import { AuthKeySchema, IntrospectionSchema } from './schemas/session.schema';
import { Queried, Via } from './via.decorator';
import { introspectionView, sessionView } from './views/session.view';

/** A user's own sessions, and what a key stands for (jfw.md §10). */
@ApiTags('Authentication')
@Controller('api/v1')
export class AuthKeysController {
  constructor(
    private readonly sessions: SessionList,
    private readonly devices: UserDevices,
    private readonly endSessions: EndSessionsFlow,
    private readonly introspection: IntrospectFlow,
  ) {}

  @Post('auth-keys/introspect')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ask what a key stands for' })
  @Answers(IntrospectionSchema)
  @Access({ level: 'user', sessionLimit: 'introspect', bodyKeyIsTarget: true, mayCross: true })
  async introspect(@JsonBody() { authKey }: CheckAuthKeyDto, @Via() via: Passage) {
    const caller = via.sessionOrThrow;
    const brand = via.target ?? via.brandOrThrow;
    const mayIntrospect = caller.permissions.has('AUTHKEY.INTROSPECT');
    const key = await this.introspection.run(via.actor, brand, { authKey, caller, mayIntrospect, at: via.at });
    return introspectionView(key, brand);
  }

  @Get('users/me/auth-keys')
  @ApiOperation({ summary: 'List own sessions' })
  @Answers({ list: AuthKeySchema })
  @TakesPage()
  @Access({ level: 'user' })
  async list(@Via() via: Passage, @Queried() query: JfwQuery) {
    const page = query.page();
    const { brandId, user, sessionUid } = via.sessionOrThrow;
    const sessions = await this.sessions.of(brandId, user.id, via.at);
    const devices = await this.devices.listOf(brandId, user.id);
    return pageOf(
      sessions.map((session) => sessionView(session, devices, sessionUid)),
      page,
    );
  }

  @Delete('users/me/auth-keys/:id')
  @ApiOperation({ summary: 'End one own session' })
  @Answers(TRUE, 'auth-key.not-found')
  @Access({ level: 'user' })
  async end(@Param('id') id: string, @Via() via: Passage) {
    await this.endSessions.one(via.actor, ownerOf(via), id, via.at);
    return true;
  }

  @Delete('users/me/auth-keys')
  @ApiOperation({ summary: 'End all own sessions' })
  @Answers(TRUE)
  @Takes({ exceptCurrent: FLAG })
  @Access({ level: 'user' })
  async endAll(@Via() via: Passage, @Queried() query: JfwQuery) {
    const except = query.flag('exceptCurrent') === true ? via.sessionOrThrow.sessionId : null;
    await this.endSessions.all(via.actor, ownerOf(via), except, via.at);
    return true;
  }
}

function ownerOf({ sessionOrThrow: session }: Passage) {
  return { brandId: session.brandId, userId: session.user.id, asking: askingOf(session) };
}
