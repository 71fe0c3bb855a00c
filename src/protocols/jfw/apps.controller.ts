import { Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { APP_SORTS } from '../../core/apps/app-search.repository';
import { AppListing } from '../../core/roles/app-listing';
import { RegenerateKeyFlow } from '../../flows/regenerate-key/regenerate-key.flow';
import { RemoveAppFlow } from '../../flows/remove-app/remove-app.flow';
import { SaveAppFlow } from '../../flows/save-app/save-app.flow';
import { ShowKeyFlow } from '../../flows/show-key/show-key.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { Answers } from '../wire/answers.decorator';
import { FLAG, TEXT, TRUE } from '../wire/schema';
import { appAttributesOf, appChangesOf } from './app-body';
import { CreateAppDto, UpdateAppDto } from './dto/app.dto';
import { type JfwQuery, listView } from './jfw-query';
import { AttributesBody } from './json-body.decorator';
import { TakesPage, TEXTS } from './query.decorator';
import { AppKeySchema, AppSchema } from './schemas/app.schema';
import { Queried, Via } from './via.decorator';
import { appView } from './views/app.view';

/** Apps and their API keys (jfw.md §28). */
@ApiTags('Apps')
@Controller('api/v1/apps')
export class AppsController {
  constructor(
    private readonly apps: AppListing,
    private readonly saveApp: SaveAppFlow,
    private readonly removal: RemoveAppFlow,
    private readonly regeneration: RegenerateKeyFlow,
    private readonly showKey: ShowKeyFlow,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Create an app; its key is shown this once' })
  @Answers(AppSchema, 'role.not-found', 'app.exists')
  @Access({ level: 'user', permission: 'BRAND.UPDATE' })
  async createApp(@AttributesBody() body: CreateAppDto, @Via() via: Passage) {
    const { app, apiKey } = await this.saveApp.create(via.actor, via.caller, appAttributesOf(body), via.at);
    return appView(await this.apps.withRole(app), apiKey);
  }

  @Get()
  @ApiOperation({ summary: 'List apps' })
  @Answers({ list: AppSchema })
  @TakesPage({ sort: Object.keys(APP_SORTS), filters: { ids: TEXTS, name: TEXT, isActive: FLAG, keywords: TEXT } })
  @Access({ level: 'user', permission: 'BRAND.READ' })
  async listApps(@Via() { caller }: Passage, @Queried() query: JfwQuery) {
    const page = query.page();
    const sort = query.sort(Object.keys(APP_SORTS) as (keyof typeof APP_SORTS)[]);
    const [name, isActive, keywords] = [query.text('name'), query.flag('isActive'), query.text('keywords')];
    const filter = { uids: query.ids(), name, isActive, keywords };
    const { items, total } = await this.apps.find(caller.brandId, { filter, page, sort });
    return listView(
      items.map((app) => appView(app)),
      total,
      page,
    );
  }

  @Get(':id')
  @ApiOperation({ summary: 'An app' })
  @Answers(AppSchema, 'app.not-found')
  @Access({ level: 'user', permission: 'BRAND.READ' })
  async findApp(@Param('id') uid: string, @Via() { caller }: Passage) {
    return appView(await this.apps.get(caller.brandId, uid));
  }

  @Put(':id')
  @ApiOperation({ summary: 'Change an app' })
  @Answers(AppSchema, 'app.not-found', 'role.not-found', 'app.exists', 'app.built-in')
  @Access({ level: 'user', permission: 'BRAND.UPDATE' })
  async updateApp(@Param('id') uid: string, @AttributesBody() body: UpdateAppDto, @Via() via: Passage) {
    const app = await this.saveApp.update(via.actor, via.caller, uid, appChangesOf(body), via.at);
    return appView(await this.apps.withRole(app));
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Delete an app; its key is unknown from then on' })
  @Answers(TRUE, 'app.not-found', 'app.built-in')
  @Access({ level: 'user', permission: 'BRAND.UPDATE' })
  async removeApp(@Param('id') uid: string, @Via() via: Passage) {
    await this.removal.run(via.actor, via.caller, uid, via.at);
    return true;
  }

  @Post(':id/regenerate-key')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give an app a new key, shown this once; the old one is dead' })
  @Answers(AppSchema, 'app.not-found')
  @Access({ level: 'user', permission: 'BRAND.UPDATE' })
  async regenerateKey(@Param('id') uid: string, @Via() via: Passage) {
    const { app, apiKey } = await this.regeneration.run(via.actor, via.caller, uid, via.at);
    return appView(await this.apps.withRole(app), apiKey);
  }

  @Get(':id/key')
  @ApiOperation({ summary: 'The key of an app, in full where it is kept' })
  @Answers(AppKeySchema, 'app.not-found')
  @Access({ level: 'user', permission: 'BRAND.READ' })
  async keyOfApp(@Param('id') uid: string, @Via() via: Passage) {
    return this.showKey.run(via.actor, via.caller, uid);
  }
}
