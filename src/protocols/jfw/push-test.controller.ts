import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { LinkName } from '../../core/devices/link-names.repository';
import { TestPushFlow } from '../../flows/test-push/test-push.flow';
import { Access } from '../../gate/access.decorator';
import { GeneralLimit } from '../../gate/limits/general-limit';
import type { Passage } from '../../gate/passage';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { ErrorCode } from '../../kernel/errors/catalogue';
import { Answers } from '../wire/answers.decorator';
import { PushTestDto } from './dto/push-test.dto';
import { JsonBody } from './json-body.decorator';
import { PushSentSchema } from './schemas/push.schema';
import { Via } from './via.decorator';

const REFUSALS = [
  'push.payload-invalid',
  'push.not-registered',
  'push.not-configured',
  'push.unavailable',
] as const satisfies readonly ErrorCode[];

/** One message to one device (jfw.md §17, EP-44 and -56). */
@ApiTags('Devices')
@Controller('api/v1')
export class PushTestController {
  constructor(
    private readonly testPush: TestPushFlow,
    private readonly limit: GeneralLimit,
  ) {}

  @Post('devices/current/push-test')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send a push message to the device the request names' })
  @Answers(PushSentSchema, ...REFUSALS)
  @Access({ level: 'user', device: 'required' })
  async toOwn(@JsonBody() body: PushTestDto, @Via() via: Passage) {
    if (via.device === null) throw new BrandgateError('device.not-found');
    return this.send({ userUid: via.sessionOrThrow.user.uid, deviceUid: via.device.device.uid }, body, via);
  }

  @Post('users/:userId/devices/:deviceId/push-test')
  @HttpCode(200)
  @ApiOperation({ summary: "Send a push message to a user's device" })
  @Answers(PushSentSchema, 'user.not-found', 'device.not-found', ...REFUSALS)
  @Access({ level: 'user', permission: 'PUSH.SEND' })
  async toUser(
    @Param('userId') userUid: string,
    @Param('deviceId') deviceUid: string,
    @JsonBody() body: PushTestDto,
    @Via() via: Passage,
  ) {
    return this.send({ userUid, deviceUid }, body, via);
  }

  private async send(link: LinkName, payload: PushTestDto, via: Passage) {
    const countTry = (id: Parameters<GeneralLimit['countLink']>[2]) => this.limit.countLink(via, 'pushTest', id);
    const messageId = await this.testPush.run(via.actor, via.targetOrThrow, { link, payload, countTry, at: via.at });
    return { messageId };
  }
}
