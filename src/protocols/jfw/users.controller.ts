import { Controller, Get, Post } from '@nestjs/common';
import { RegisterUserFlow } from '../../flows/register-user/register-user.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { RegisterDto } from './dto/register.dto';
import { JsonBody } from './json-body.decorator';
import { Hangup, Via } from './via.decorator';
import { OwnUserView } from './views/own-user.view';
import { userView } from './views/user.view';

/** Accounts (jfw.md §22.2). */
@Controller('api/v1/users')
export class UsersController {
  constructor(
    private readonly registerUser: RegisterUserFlow,
    private readonly ownUser: OwnUserView,
  ) {}

  @Post('register')
  @Access({ level: 'optional', limits: ['register'] })
  async register(@JsonBody() { password, ...draft }: RegisterDto, @Via() via: Passage, @Hangup() signal: AbortSignal) {
    const brand = via.target ?? via.brandOrThrow;
    const mayCreateUsers = via.session?.permissions.has('USER.CREATE') === true;
    const command = { draft, password, mayCreateUsers, at: via.at, signal };
    const { user, roles } = await this.registerUser.run(via.actor, brand, command);
    return userView(user, roles, brand.uid, via.at);
  }

  @Get('me')
  @Access({ level: 'user' })
  me(@Via() via: Passage) {
    return this.ownUser.viewOf(via);
  }
}
