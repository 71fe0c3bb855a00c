import { Controller, Get, Put } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BrandSettingRepository } from '../../core/brands/brand-setting.repository';
import { ChangeBrandSettingsFlow } from '../../flows/change-brand-settings/change-brand-settings.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { Answers } from '../wire/answers.decorator';
import { settingsCommandOf } from './brand-settings-body';
import { type JfwQuery, listView } from './jfw-query';
import { AnyMembers } from './json-body.decorator';
import { TakesPage } from './query.decorator';
import { BRAND_SETTINGS_CHANGE, BrandSettingsSchema, SettingVersionSchema } from './schemas/brand-settings.schema';
import { Queried, Via } from './via.decorator';
import { brandSettingsView, settingVersionView } from './views/brand-settings.view';

/** The settings of a brand (jfw.md §22.4, EP-71 and -72). */
@ApiTags('Brands')
@Controller('api/v1/brands/:id/setting')
export class BrandSettingsController {
  constructor(
    private readonly settings: BrandSettingRepository,
    private readonly changeSettings: ChangeBrandSettingsFlow,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The settings of a brand' })
  @Answers(BrandSettingsSchema)
  @Access({ level: 'user', permission: 'BRAND.READ', brandFromPath: 'id' })
  read(@Via() { targetOrThrow }: Passage) {
    return brandSettingsView(targetOrThrow.settings);
  }

  @Put()
  @ApiOperation({ summary: 'Change settings of a brand, or go back to what they were' })
  @ApiBody({ schema: BRAND_SETTINGS_CHANGE as object })
  @Answers(BrandSettingsSchema, 'push.credential-refused', 'push.unavailable')
  @Access({ level: 'user', permission: 'BRAND.UPDATE', brandFromPath: 'id' })
  async change(@AnyMembers() body: Readonly<Record<string, unknown>>, @Via() via: Passage) {
    const settings = await this.changeSettings.run(via.actor, via.caller, settingsCommandOf(body, via.at));
    return brandSettingsView(settings);
  }

  @Get('versions')
  @ApiOperation({ summary: 'What the settings of a brand were, newest first' })
  @TakesPage()
  @Answers({ data: { list: SettingVersionSchema } })
  @Access({ level: 'user', permission: 'BRAND.READ', brandFromPath: 'id' })
  async listVersions(@Via() { targetOrThrow }: Passage, @Queried() query: JfwQuery) {
    const page = query.page();
    const { items, total } = await this.settings.listVersions(targetOrThrow.id, page);
    return listView(
      items.map((version) => settingVersionView(version)),
      total,
      page,
    );
  }
}
