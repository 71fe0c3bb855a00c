import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { verdictOn } from '../../core/brands/version-question';
import { SYSTEMS } from '../../core/releases/release-claim';
import { ReleaseStatistics } from '../../core/releases/release-statistics';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { Answers } from '../wire/answers.decorator';
import { oneOf, TEXT } from '../wire/schema';
import { SPAN_PARAMETERS, spanOf } from './device-query';
import type { JfwQuery } from './jfw-query';
import { Takes } from './query.decorator';
import { AdoptionSchema, ReleaseDaySchema, VersionVerdictSchema } from './schemas/release.schema';
import { Queried, Via } from './via.decorator';
import { releaseDayView, versionVerdictView } from './views/release.view';

const { startDate, endDate } = SPAN_PARAMETERS;

/** Which versions of a brand's app are in use (jfw.md §28). */
@ApiTags('Releases')
@Controller('api/v1/brands/:id/releases')
export class ReleasesController {
  constructor(private readonly statistics: ReleaseStatistics) {}

  @Get()
  @ApiOperation({ summary: 'Active devices, sign-ins and refusals per day, system and version' })
  @Answers({ array: ReleaseDaySchema })
  @Takes({ startDate, endDate, osDevice: oneOf(SYSTEMS) })
  @Access({ level: 'user', permission: 'BRAND.READ', brandFromPath: 'id' })
  async listReleaseDays(@Via() via: Passage, @Queried() query: JfwQuery) {
    const os = query.choice('osDevice', SYSTEMS) ?? null;
    const days = await this.statistics.perDay(via.targetOrThrow.id, spanOf(query, via.at), os);
    return days.map((day) => releaseDayView(day));
  }

  @Get('adoption')
  @ApiOperation({ summary: 'How many devices last reported each version' })
  @Answers({ array: AdoptionSchema })
  @Access({ level: 'user', permission: 'BRAND.READ', brandFromPath: 'id' })
  listAdoption(@Via() { targetOrThrow }: Passage) {
    return this.statistics.adoption(targetOrThrow.id);
  }

  @Get('verdict')
  @ApiOperation({ summary: 'What the version gate would say to an app' })
  @Answers(VersionVerdictSchema)
  @Takes({ osDevice: { needed: TEXT }, appVersionNumber: { needed: TEXT }, path: TEXT })
  @Access({ level: 'user', permission: 'BRAND.READ', brandFromPath: 'id' })
  judgeVersion(@Via() { targetOrThrow, at }: Passage, @Queried() query: JfwQuery) {
    const app = {
      os: query.required('osDevice'),
      version: query.required('appVersionNumber'),
      path: query.text('path'),
    };
    return versionVerdictView(verdictOn(targetOrThrow.settings, app, at));
  }
}
