import { Controller, Delete, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RemoveSecurityQuestionFlow } from '../../flows/set-security-question/remove-security-question.flow';
import { SetSecurityQuestionFlow } from '../../flows/set-security-question/set-security-question.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { invalidField } from '../../kernel/errors/brandgate-error';
import { Answers } from '../wire/answers.decorator';
import { TRUE } from '../wire/schema';
import { requiredText } from './body-members';
import { RemoveSecurityQuestionDto, SecurityQuestionDto } from './dto/security-question.dto';
import { JsonBody } from './json-body.decorator';
import { Hangup, Via } from './via.decorator';

const QUESTION_LENGTH = 255;
const ANSWER_LENGTH = 255;

/** One's own security question (jfw.md §28). */
@ApiTags('Users')
@Controller('api/v1/users/me/security-question')
export class SecurityQuestionController {
  constructor(
    private readonly setQuestion: SetSecurityQuestionFlow,
    private readonly removeQuestion: RemoveSecurityQuestionFlow,
  ) {}

  @Put()
  @ApiOperation({ summary: 'Choose a question to answer when the password is forgotten' })
  @Answers(TRUE)
  @Access({ level: 'user' })
  async setSecurityQuestion(@JsonBody() body: SecurityQuestionDto, @Via() via: Passage, @Hangup() signal: AbortSignal) {
    const { answer, password } = body;
    if (answer.trim() === '') throw invalidField('answer', 'answer is required.');
    if (answer.length > ANSWER_LENGTH) throw invalidField('answer', `answer has at most ${ANSWER_LENGTH} characters.`);
    const question = requiredText('question', body.question, QUESTION_LENGTH);
    const { id: userId } = via.sessionOrThrow.user;
    await this.setQuestion.run(via.actor, via.brandOrThrow, { userId, question, answer, password, at: via.at, signal });
    return true;
  }

  @Delete()
  @ApiOperation({ summary: 'Have no security question any more' })
  @Answers(TRUE)
  @Access({ level: 'user' })
  async removeSecurityQuestion(
    @JsonBody() { password }: RemoveSecurityQuestionDto,
    @Via() via: Passage,
    @Hangup() signal: AbortSignal,
  ) {
    const { id: userId } = via.sessionOrThrow.user;
    await this.removeQuestion.run(via.actor, via.brandOrThrow, { userId, password, at: via.at, signal });
    return true;
  }
}
