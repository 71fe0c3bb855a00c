import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { BrandSettingRepository } from '../../core/brands/brand-setting.repository';
import { brandSettingsSchema } from '../../core/brands/settings/setting-members';
import { ChangeBrandSettingsFlow } from '../../flows/change-brand-settings/change-brand-settings.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { settingsCommandOf } from './brand-settings-body';
import { type JfwQuery, listView } from './jfw-query';
import { Answers } from '../wire/answers.decorator';
import { TakesPage } from './query.decorator';
import { BrandSettingsSchema, SettingVersionSchema } from './schemas/brand.schema';
import { Queried, Via } from './via.decorator';
import { brandSettingsView, settingVersionView } from './views/brand-settings.view';

/** The settings of a brand (jfw.md §22.4, EP-71 and -72). */
@ApiTags('Brands')
@ApiParam({ name: 'id', type: String })
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
  brandSettings(@Via() { targetOrThrow }: Passage) {
    return brandSettingsView(targetOrThrow.settings);
  }

  @Put()
  @ApiOperation({ summary: 'Change settings of a brand, or go back to what they were' })
  @ApiBody({ schema: brandSettingsSchema() as object })
  @Answers(BrandSettingsSchema)
  @Access({ level: 'user', permission: 'BRAND.UPDATE', brandFromPath: 'id' })
  async changeBrandSettings(@Body() body: Record<string, unknown>, @Via() via: Passage) {
    const settings = await this.changeSettings.run(via.actor, via.caller, settingsCommandOf(body, via.at));
    return brandSettingsView(settings);
  }

  @Get('versions')
  @ApiOperation({ summary: 'What the settings of a brand were, newest first' })
  @Answers({ list: SettingVersionSchema })
  @TakesPage()
  @Access({ level: 'user', permission: 'BRAND.READ', brandFromPath: 'id' })
  async brandSettingVersions(@Via() { targetOrThrow }: Passage, @Queried() query: JfwQuery) {
    const page = query.page();
    const { items, total } = await this.settings.listVersions(targetOrThrow.id, page);
    return listView(
      items.map((version) => settingVersionView(version)),
      total,
      page,
    );
  }
}
