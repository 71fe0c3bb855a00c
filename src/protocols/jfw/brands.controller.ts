import { Controller, Get, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CreateBrandFlow } from '../../flows/create-brand/create-brand.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { Answers } from '../wire/answers.decorator';
import { CreateBrandDto } from './dto/create-brand.dto';
import { JsonBody } from './json-body.decorator';
import { BrandSchema, VisibleBrandSchema } from './schemas/brand.schema';
import { Via } from './via.decorator';
import { fullBrandView, publicBrandView } from './views/brand.view';

/** Brands (jfw.md §22.4). */
@ApiTags('Brands')
@Controller('api/v1/brands')
export class BrandsController {
  constructor(private readonly createBrand: CreateBrandFlow) {}

  @Get('by-url')
  @ApiOperation({ summary: 'The brand of this request' })
  @Answers(VisibleBrandSchema)
  @Access({ level: 'optional', brandFromOrigin: true })
  byUrl(@Via() { brandOrThrow, session }: Passage) {
    const mayReadAll = session?.permissions.has('BRAND.READ') === true;
    return mayReadAll ? fullBrandView(brandOrThrow) : publicBrandView(brandOrThrow);
  }

  @Post()
  @ApiOperation({ summary: 'Create a brand' })
  @Answers(BrandSchema, 'brand.domain-taken')
  @Access({ level: 'user', permission: 'BRAND.CREATE' })
  async create(@JsonBody() body: CreateBrandDto, @Via() via: Passage) {
    const { logoUrl, faviconUrl, slogan } = body.profile ?? {};
    const brand = await this.createBrand.run(via.actor, {
      name: body.name.trim(),
      abbr: body.abbr.trim(),
      description: body.description ?? null,
      parentUid: body.parentId ?? null,
      code: body.code ?? null,
      domain: body.setting.domain,
      profile: { logoURL: logoUrl ?? null, faviconURL: faviconUrl ?? null, slogan: slogan ?? null },
      at: via.at,
    });
    return fullBrandView(brand);
  }
}
