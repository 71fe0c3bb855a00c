import { Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { DELIVERY_STATES } from '../../core/pushes/push-delivery.entity';
import { PushReader } from '../../core/pushes/push-reader';
import { CancelPushFlow } from '../../flows/cancel-push/cancel-push.flow';
import { PreviewPushFlow } from '../../flows/send-push/preview-push.flow';
import { SendPushFlow } from '../../flows/send-push/send-push.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { Answers } from '../wire/answers.decorator';
import { FLAG, oneOf } from '../wire/schema';
import { AudienceDto, SendPushDto } from './dto/send-push.dto';
import { type JfwQuery, listView } from './jfw-query';
import { JsonBody } from './json-body.decorator';
import { TakesPage } from './query.decorator';
import { CountedPushSchema, PushDeliverySchema, PushReachSchema, PushSchema } from './schemas/push.schema';
import { Queried, Via } from './via.decorator';
import { countedPushView, deliveryView, pushView } from './views/push.view';

/** Messages to many devices (jfw.md §28). */
@ApiTags('Pushes')
@Controller('api/v1/pushes')
export class PushesController {
  constructor(
    private readonly reader: PushReader,
    private readonly sendPush: SendPushFlow,
    private readonly previewPush: PreviewPushFlow,
    private readonly cancelPush: CancelPushFlow,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Send a message to devices of the brand; an idempotency key seen before sends nothing again',
  })
  @Answers({ data: CountedPushSchema, statuses: [200, 201] }, 'push.payload-invalid', 'push.not-configured')
  @Access({ level: 'user', permission: 'PUSH.SEND' })
  async send(@JsonBody() body: SendPushDto, @Via() via: Passage, @Res({ passthrough: true }) response: Response) {
    const { audience, idempotencyKey, ...content } = body;
    const command = { content, audience, idempotencyKey, at: via.at };
    const { push, isNew } = await this.sendPush.run(via.actor, via.caller, command);
    response.status(isNew ? 201 : 200);
    return countedPushView(push, await this.reader.count(push));
  }

  @Post('preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'How many devices a message would reach; sends nothing' })
  @Answers(PushReachSchema)
  @Access({ level: 'user', permission: 'PUSH.SEND' })
  async preview(@JsonBody() { audience }: AudienceDto, @Via() { caller, at }: Passage) {
    return { devices: await this.previewPush.run(caller.brandId, audience, at) };
  }

  @Get()
  @ApiOperation({ summary: 'List messages, newest first' })
  @Answers({ list: PushSchema })
  @TakesPage({ filters: {} })
  @Access({ level: 'user', permission: 'PUSH.SEND' })
  async listPushes(@Via() { caller }: Passage, @Queried() query: JfwQuery) {
    const page = query.page();
    const { items, total } = await this.reader.list(caller.brandId, page);
    return listView(items.map(pushView), total, page);
  }

  @Get(':id')
  @ApiOperation({ summary: 'A message, and what became of its deliveries' })
  @Answers(CountedPushSchema, 'push.not-found')
  @Access({ level: 'user', permission: 'PUSH.SEND' })
  async findPush(@Param('id') uid: string, @Via() { caller }: Passage) {
    const push = await this.reader.get(caller.brandId, uid);
    return countedPushView(push, await this.reader.count(push));
  }

  @Get(':id/deliveries')
  @ApiOperation({ summary: "A message's deliveries, one a device" })
  @Answers({ list: PushDeliverySchema }, 'push.not-found')
  @TakesPage({ filters: { state: oneOf(DELIVERY_STATES) } })
  @Access({ level: 'user', permission: 'PUSH.SEND' })
  async listDeliveries(@Param('id') uid: string, @Via() { caller }: Passage, @Queried() query: JfwQuery) {
    const page = query.page();
    const state = query.choice('state', DELIVERY_STATES);
    const { items, total } = await this.reader.listDeliveries(caller.brandId, uid, state, page);
    return listView(
      items.map(({ delivery, name }) => deliveryView(delivery, name)),
      total,
      page,
    );
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Cancel a message: what Google has not taken stays here; false when it was over before' })
  @Answers(FLAG, 'push.not-found')
  @Access({ level: 'user', permission: 'PUSH.SEND' })
  cancel(@Param('id') uid: string, @Via() via: Passage) {
    return this.cancelPush.run(via.actor, via.caller, uid, via.at);
  }
}
