import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ConfirmPushFlow } from '../../flows/confirm-push/confirm-push.flow';
import { ListFarewellsFlow } from '../../flows/list-farewells/list-farewells.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { invalidField } from '../../kernel/errors/brandgate-error';
import { Answers } from '../wire/answers.decorator';
import { FLAG, ID } from '../wire/schema';
import { PushReceiptDto } from './dto/send-push.dto';
import { type JfwQuery, listView } from './jfw-query';
import { JsonBody } from './json-body.decorator';
import { TakesPage } from './query.decorator';
import { FarewellSchema } from './schemas/push.schema';
import { Queried, Via } from './via.decorator';
import { farewellView } from './views/push.view';

/** What apps say of messages, and what that proves (jfw.md §28). */
@ApiTags('Pushes')
@Controller('api/v1')
export class PushReceiptsController {
  constructor(
    private readonly confirmPush: ConfirmPushFlow,
    private readonly listFarewells: ListFarewellsFlow,
  ) {}

  @Post('push-receipts')
  @HttpCode(200)
  @ApiOperation({ summary: 'The app says that a message came; it may be signed out by then' })
  @Answers(FLAG)
  // An app that may do nothing else any more still tells that it heard of it.
  @Access({ level: 'brand', ignoresAppVersion: true })
  confirm(@JsonBody() { deliveryId }: PushReceiptDto, @Via() { brandOrThrow, at }: Passage) {
    if (typeof deliveryId !== 'string') throw invalidField('deliveryId', 'deliveryId must be a text.');
    return this.confirmPush.run(brandOrThrow.id, deliveryId, at);
  }

  @Get('users/:userId/farewells')
  @ApiOperation({ summary: 'What became of the last messages to devices of a user that were signed out, newest first' })
  @Answers({ list: FarewellSchema }, 'user.not-found')
  @TakesPage({ filters: { deviceId: ID } })
  @Access({ level: 'user', selfOr: 'DEVICE.READ' })
  async farewells(@Param('userId') userUid: string, @Via() via: Passage, @Queried() query: JfwQuery) {
    const page = query.page();
    const asked = { userUid, deviceUid: query.text('deviceId'), page };
    const { items, total } = await this.listFarewells.run(via.caller, asked);
    return listView(items.map(farewellView), total, page);
  }
}
