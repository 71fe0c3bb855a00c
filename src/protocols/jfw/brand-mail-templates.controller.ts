import { Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { MailRenderer } from '../../core/mail/mail-renderer';
import { MailTemplates, templateNameOf } from '../../core/mail/mail-templates';
import { ChangeMailTemplateFlow } from '../../flows/change-mail-template/change-mail-template.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { Answers } from '../wire/answers.decorator';
import { TRUE } from '../wire/schema';
import { MailPreviewDto, MailTemplateDto } from './dto/mail-template.dto';
import { JsonBody } from './json-body.decorator';
import { ListedMailTemplateSchema, MailPreviewSchema, MailTemplateSchema } from './schemas/mail.schema';
import { Via } from './via.decorator';
import { listedTemplateView, mailPreviewView, mailTemplateView } from './views/mail.view';

/** What a brand's mails say (jfw.md §28). */
@ApiTags('Brands')
@Controller('api/v1/brands/:id/mail-templates')
export class BrandMailTemplatesController {
  constructor(
    private readonly templates: MailTemplates,
    private readonly renderer: MailRenderer,
    private readonly change: ChangeMailTemplateFlow,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The mails of a brand, in every language, with whether it wrote them itself' })
  @Answers({ data: { array: ListedMailTemplateSchema } })
  @Access({ level: 'user', permission: 'BRAND.READ', brandFromPath: 'id' })
  async list(@Via() { targetOrThrow }: Passage) {
    return (await this.templates.list(targetOrThrow.id)).map(listedTemplateView);
  }

  @Get(':topic/:locale')
  @ApiOperation({ summary: 'What a mail says: in the words of the brand, else as shipped' })
  @Answers(MailTemplateSchema, 'mail.template-not-found')
  @Access({ level: 'user', permission: 'BRAND.READ', brandFromPath: 'id' })
  async read(@Param('topic') topic: string, @Param('locale') locale: string, @Via() { targetOrThrow }: Passage) {
    return mailTemplateView(await this.templates.get(targetOrThrow.id, templateNameOf(topic, locale)));
  }

  @Put(':topic/:locale')
  @ApiOperation({ summary: 'Say it in the words of the brand' })
  @Answers(MailTemplateSchema, 'mail.template-not-found')
  @Access({ level: 'user', permission: 'BRAND.UPDATE', brandFromPath: 'id' })
  async save(
    @Param('topic') topic: string,
    @Param('locale') locale: string,
    @JsonBody() { subject, plain, html }: MailTemplateDto,
    @Via() via: Passage,
  ) {
    const name = templateNameOf(topic, locale);
    const text = { subject, plain, html };
    return mailTemplateView(await this.change.save(via.actor, via.caller, name, text, via.at));
  }

  @Delete(':topic/:locale')
  @ApiOperation({ summary: 'Go back to the shipped words' })
  @Answers(TRUE, 'mail.template-not-found')
  @Access({ level: 'user', permission: 'BRAND.UPDATE', brandFromPath: 'id' })
  async reset(@Param('topic') topic: string, @Param('locale') locale: string, @Via() via: Passage) {
    await this.change.reset(via.actor, via.caller, templateNameOf(topic, locale));
    return true;
  }

  @Post(':topic/:locale/preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'How a mail would look, with example values; nothing is sent or kept' })
  @Answers(MailPreviewSchema, 'mail.template-not-found')
  @Access({ level: 'user', permission: 'BRAND.READ', brandFromPath: 'id' })
  async preview(
    @Param('topic') topic: string,
    @Param('locale') locale: string,
    @JsonBody() given: MailPreviewDto,
    @Via() { targetOrThrow }: Passage,
  ) {
    const name = templateNameOf(topic, locale);
    const text = await this.templates.draft(targetOrThrow.id, name, given);
    return mailPreviewView(this.renderer.preview(targetOrThrow, name, text));
  }
}
