import { Controller, HttpCode, Patch, Post, Put } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../../../gate/access.decorator';
import type { Passage } from '../../../gate/passage';
import { Answers } from '../../wire/answers.decorator';
import { Hangup } from '../../wire/hangup.decorator';
import { Asked, Via } from '../asked.decorator';
import { PASSWORD_BODY, PASSWORD_REFUSALS, PasswordAnswerSchema } from './password.schema';
import { PasswordBranches } from './password-branches';
import { type AskedPassword, passwordRequestOf } from './password-request';

const BODY = { schema: PASSWORD_BODY as object };
const MEANING = 'Change or reset the password of an administrator';

/** Passwords of administrators (section 9 of the contract). PUT and PATCH equal POST, but need a role. */
@ApiTags('DreamFactory')
@Controller('api/v2/system/admin/password')
export class DreamFactoryAdminPasswordController {
  constructor(private readonly branches: PasswordBranches) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: MEANING })
  @ApiBody(BODY)
  @Answers(PasswordAnswerSchema, ...PASSWORD_REFUSALS)
  @Access({ level: 'brand' })
  post(@Asked() asked: AskedPassword, @Via() via: Passage, @Hangup() signal: AbortSignal) {
    return this.branches.run(via, passwordRequestOf('admin', asked), signal);
  }

  @Put()
  @ApiOperation({ summary: `${MEANING}, by a role` })
  @ApiBody(BODY)
  @Answers(PasswordAnswerSchema, ...PASSWORD_REFUSALS)
  @Access({ level: 'brand', byRole: true })
  put(@Asked() asked: AskedPassword, @Via() via: Passage, @Hangup() signal: AbortSignal) {
    return this.post(asked, via, signal);
  }

  @Patch()
  @ApiOperation({ summary: `${MEANING}, by a role` })
  @ApiBody(BODY)
  @Answers(PasswordAnswerSchema, ...PASSWORD_REFUSALS)
  @Access({ level: 'brand', byRole: true })
  patch(@Asked() asked: AskedPassword, @Via() via: Passage, @Hangup() signal: AbortSignal) {
    return this.post(asked, via, signal);
  }
}
