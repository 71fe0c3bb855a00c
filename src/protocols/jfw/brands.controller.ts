import { Controller, Get, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { BRAND_SORTS, BrandSearchRepository } from '../../core/brands/brand-search.repository';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { DomainNames } from '../../core/brands/domain-names';
import { BrandStatistics } from '../../core/statistics/brand-statistics';
import { ChangeBrandStatusFlow } from '../../flows/change-brand-status/change-brand-status.flow';
import { CreateBrandFlow } from '../../flows/create-brand/create-brand.flow';
import { UpdateBrandFlow } from '../../flows/update-brand/update-brand.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { Answers } from '../wire/answers.decorator';
import { FLAG, TRUE } from '../wire/schema';
import { BRAND_FILTERS, brandFilterOf, listRootOf } from './brand-query';
import { newBrandOf, updatedBrandOf } from './brand-body';
import { CreateBrandDto } from './dto/create-brand.dto';
import { BrandStatusDto, UpdateBrandDto } from './dto/update-brand.dto';
import { type JfwQuery, listView } from './jfw-query';
import { AttributesBody, JsonBody } from './json-body.decorator';
import { TakesPage } from './query.decorator';
import { BrandSchema, BrandStatisticsSchema, GeneratedDomainSchema, VisibleBrandSchema } from './schemas/brand.schema';
import { Queried, Via } from './via.decorator';
import { brandStatisticsView } from './views/brand-statistics.view';
import { fullBrandView, publicBrandView } from './views/brand.view';

/** Brands (jfw.md §22.4, EP-59 to -65 and -70). */
@ApiTags('Brands')
@Controller('api/v1/brands')
export class BrandsController {
  constructor(
    private readonly search: BrandSearchRepository,
    private readonly names: DomainNames,
    private readonly statistics: BrandStatistics,
    private readonly createBrand: CreateBrandFlow,
    private readonly updateBrand: UpdateBrandFlow,
    private readonly changeStatus: ChangeBrandStatusFlow,
  ) {}

  @Get('by-url')
  @ApiOperation({ summary: 'The brand of this request' })
  @Answers(VisibleBrandSchema)
  @Access({ level: 'optional', brandFromOrigin: true, moreWith: 'BRAND.READ', ignoresAppVersion: true })
  byUrl(@Via() via: Passage) {
    return visible(via);
  }

  @Get('check-domain-exists/:domain')
  @ApiOperation({ summary: 'Whether a brand holds a domain' })
  @Answers(FLAG)
  @Access({ level: 'brand' })
  checkDomainExists(@Param('domain') domain: string) {
    return this.names.isTaken(domain);
  }

  @Get('generate-domain')
  @ApiOperation({ summary: 'A name for a new brand that nobody holds' })
  @Answers(GeneratedDomainSchema, 'brand.root-domain')
  @Access({ level: 'brand' })
  generateDomain() {
    return this.names.generate();
  }

  @Get()
  @ApiOperation({ summary: 'List the own brand and those below it; for a SuperAdmin, all' })
  @TakesPage({ sort: Object.keys(BRAND_SORTS), filters: BRAND_FILTERS })
  @Answers({ data: { list: BrandSchema } })
  @Access({ level: 'user', permission: 'BRAND.READ' })
  async list(@Via() via: Passage, @Queried() query: JfwQuery) {
    const page = query.page();
    const sort = query.sort(Object.keys(BRAND_SORTS) as (keyof typeof BRAND_SORTS)[]);
    const { items, total } = await this.search.find(listRootOf(via), { filter: brandFilterOf(query), page, sort });
    return listView(
      items.map((brand) => fullBrandView(brand)),
      total,
      page,
    );
  }

  @Post()
  @ApiOperation({ summary: 'Create a brand' })
  @Answers(BrandSchema, 'brand.domain-taken')
  @Access({ level: 'user', permission: 'BRAND.CREATE' })
  async create(@JsonBody() body: CreateBrandDto, @Via() via: Passage) {
    return fullBrandView(await this.createBrand.run(via.actor, newBrandOf(body, via.at)));
  }

  @Get(':id')
  @ApiOperation({ summary: 'A brand' })
  @Answers(VisibleBrandSchema)
  @Access({ level: 'optional', brandFromPath: 'id', moreWith: 'BRAND.READ' })
  find(@Via() via: Passage) {
    return visible(via);
  }

  @Put(':id')
  @ApiOperation({ summary: 'Change what a brand is called and looks like' })
  @Answers(TRUE)
  @Access({ level: 'user', permission: 'BRAND.UPDATE', brandFromPath: 'id' })
  async update(@AttributesBody() body: UpdateBrandDto, @Via() via: Passage) {
    await this.updateBrand.run(via.actor, via.caller, updatedBrandOf(body, via.at));
    return true;
  }

  @Put(':id/status')
  @ApiOperation({ summary: 'Open or close a brand below the own one; a SuperAdmin, any' })
  @Answers(TRUE, 'brand.is-system', 'brand.domain-required')
  @Access({ level: 'user', permission: 'BRAND.UPDATE', brandFromPath: 'id' })
  async setStatus(@JsonBody() { status }: BrandStatusDto, @Via() via: Passage) {
    await this.changeStatus.run(via.actor, via.caller, status, via.at);
    return true;
  }

  @Get(':id/statistics')
  @ApiOperation({ summary: 'Counts of users, sessions, devices and sign-ins' })
  @Answers(BrandStatisticsSchema)
  @Access({ level: 'user', permission: 'BRAND.READ', brandFromPath: 'id' })
  async count(@Via() via: Passage) {
    return brandStatisticsView(await this.statistics.read(via.targetOrThrow.id, via.at));
  }
}

/** JFW-ADM-09. */
function visible({ targetOrThrow, showsMore }: Passage): ReturnType<typeof viewOf> {
  return viewOf(targetOrThrow, showsMore);
}

function viewOf(brand: BrandSnapshot, isFull: boolean) {
  return isFull ? fullBrandView(brand) : publicBrandView(brand);
}
