import { Controller, Delete, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { MailChannelReader } from '../../core/mail/mail-channel-reader';
import { ChangeMailChannelFlow } from '../../flows/change-mail-channel/change-mail-channel.flow';
import { TestMailChannelFlow } from '../../flows/test-mail-channel/test-mail-channel.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { Answers } from '../wire/answers.decorator';
import { orNull, TRUE } from '../wire/schema';
import { MailChannelDto, MailChannelTestDto } from './dto/mail-channel.dto';
import { AttributesBody, JsonBody } from './json-body.decorator';
import { MailChannelSchema } from './schemas/mail.schema';
import { Via } from './via.decorator';
import { mailChannelView } from './views/mail.view';

/** A brand's own mail server (jfw.md §28). */
@ApiTags('Brands')
@Controller('api/v1/brands/:id/mail-channel')
export class BrandMailChannelController {
  constructor(
    private readonly channels: MailChannelReader,
    private readonly change: ChangeMailChannelFlow,
    private readonly test: TestMailChannelFlow,
  ) {}

  @Get()
  @ApiOperation({ summary: "A brand's own mail server; null when it uses the installation's" })
  @Answers(orNull(MailChannelSchema))
  @Access({ level: 'user', permission: 'BRAND.READ', brandFromPath: 'id' })
  read(@Via() { targetOrThrow }: Passage) {
    return this.shown(targetOrThrow.id);
  }

  @Put()
  @ApiOperation({ summary: 'Give a brand its own mail server, after it was tried' })
  @Answers(orNull(MailChannelSchema), 'mail.channel-failed')
  @Access({ level: 'user', permission: 'BRAND.UPDATE', brandFromPath: 'id' })
  async save(@AttributesBody() body: MailChannelDto, @Via() via: Passage) {
    const { url, fromAddress, fromName = null } = body;
    await this.change.save(via.actor, via.caller, via.targetOrThrow, { url, fromAddress, fromName }, via.at);
    return this.shown(via.targetOrThrow.id);
  }

  @Delete()
  @ApiOperation({ summary: "Go back to the installation's mail server" })
  @Answers(TRUE, 'channel.not-configured')
  @Access({ level: 'user', permission: 'BRAND.UPDATE', brandFromPath: 'id' })
  async remove(@Via() via: Passage) {
    await this.change.remove(via.actor, via.targetOrThrow);
    return true;
  }

  @Post('test')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send a mail to the own address, to see whether mails of the brand arrive' })
  @Answers(TRUE, 'channel.not-configured')
  @Access({ level: 'user', permission: 'BRAND.UPDATE', brandFromPath: 'id' })
  async sendTest(@JsonBody() { to }: MailChannelTestDto, @Via() via: Passage) {
    await this.test.run(via.actor, via.targetOrThrow, to ?? null, via.at);
    return true;
  }

  private async shown(brandId: Passage['targetOrThrow']['id']) {
    const channel = await this.channels.find(brandId);
    return channel === null ? null : mailChannelView(channel);
  }
}
