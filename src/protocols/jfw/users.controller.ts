import { Controller, Get, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ChangePasswordFlow } from '../../flows/change-password/change-password.flow';
import { RegisterUserFlow } from '../../flows/register-user/register-user.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { invalidField } from '../../kernel/errors/brandgate-error';
import { Answers } from '../wire/answers.decorator';
import { TRUE } from '../wire/schema';
import { ChangePasswordDto } from './dto/change-password.dto';
import { RegisterDto } from './dto/register.dto';
import { JsonBody } from './json-body.decorator';
import { NAMES_TAKEN } from './jfw.refusals';
import { UserSchema } from './schemas/user.schema';
import { Hangup, Via } from './via.decorator';
import { OwnUserView } from './views/own-user.view';
import { userView } from './views/user.view';

/** Accounts (jfw.md §22.2). */
@ApiTags('Users')
@Controller('api/v1/users')
export class UsersController {
  constructor(
    private readonly registerUser: RegisterUserFlow,
    private readonly ownUser: OwnUserView,
    private readonly changePassword: ChangePasswordFlow,
  ) {}

  @Post('register')
  @ApiOperation({ summary: 'Create an account' })
  @Answers(UserSchema, 'password.format', 'registration.disabled', ...NAMES_TAKEN)
  @Access({ level: 'optional', limits: ['register'] })
  async register(@JsonBody() { password, ...draft }: RegisterDto, @Via() via: Passage, @Hangup() signal: AbortSignal) {
    const brand = via.target ?? via.brandOrThrow;
    const mayCreateUsers = via.session?.permissions.has('USER.CREATE') === true;
    const command = { draft, password, mayCreateUsers, at: via.at, signal };
    const { user, roles } = await this.registerUser.run(via.actor, brand, command);
    return userView(user, roles, brand.uid, via.at);
  }

  @Get('me')
  @ApiOperation({ summary: 'The signed-in user' })
  @Answers(UserSchema)
  @Access({ level: 'user' })
  me(@Via() via: Passage) {
    return this.ownUser.viewOf(via);
  }

  @Put('change-password')
  @ApiOperation({ summary: 'Change the own password' })
  @Answers(TRUE, 'password.format')
  @Access({ level: 'user' })
  async changeOwnPassword(@JsonBody() body: ChangePasswordDto, @Via() via: Passage, @Hangup() signal: AbortSignal) {
    const { oldPassword, newPassword, confirmPassword } = body;
    if (newPassword !== confirmPassword) throw invalidField('confirmPassword', 'The passwords are not equal.');
    const { sessionId, user } = via.sessionOrThrow;
    const command = { userId: user.id, oldPassword, newPassword, sessionId, at: via.at, signal };
    await this.changePassword.run(via.actor, via.brandOrThrow, command);
    return true;
  }
}
