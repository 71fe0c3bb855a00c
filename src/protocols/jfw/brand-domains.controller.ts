import { Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AddDomainFlow } from '../../flows/add-domain/add-domain.flow';
import { PreferDomainFlow } from '../../flows/prefer-domain/prefer-domain.flow';
import { RemoveDomainFlow } from '../../flows/remove-domain/remove-domain.flow';
import { VerifyDomainFlow } from '../../flows/verify-domain/verify-domain.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { Answers } from '../wire/answers.decorator';
import { TRUE } from '../wire/schema';
import { AddDomainDto, PreferDomainDto } from './dto/brand-domain.dto';
import { JsonBody } from './json-body.decorator';
import { DomainSchema } from './schemas/domain.schema';
import { Via } from './via.decorator';
import { domainView } from './views/domain.view';

/** The names of a brand (jfw.md §22.4, EP-66 to -69). */
@ApiTags('Brands')
@Controller('api/v1/brands/:id/domains')
export class BrandDomainsController {
  constructor(
    private readonly addDomain: AddDomainFlow,
    private readonly verifyDomain: VerifyDomainFlow,
    private readonly preferDomain: PreferDomainFlow,
    private readonly removeDomain: RemoveDomainFlow,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The domains of a brand' })
  @Answers({ data: { array: DomainSchema } })
  @Access({ level: 'user', permission: 'BRAND.READ', brandFromPath: 'id' })
  list(@Via() { targetOrThrow }: Passage) {
    return targetOrThrow.domains.map((domain) => domainView(domain));
  }

  @Post()
  @ApiOperation({ summary: 'Give a brand one more domain' })
  @Answers(DomainSchema, 'brand.domain-taken')
  @Access({ level: 'user', permission: 'BRAND.UPDATE', brandFromPath: 'id' })
  async add(@JsonBody() { domain, isPrimary = false }: AddDomainDto, @Via() via: Passage) {
    return domainView(await this.addDomain.run(via.actor, via.caller, { domain, isPrimary, at: via.at }));
  }

  @Put(':domainId')
  @ApiOperation({ summary: 'Make a verified domain the primary one' })
  @Answers(DomainSchema, 'domain.not-found', 'domain.not-verified')
  @Access({ level: 'user', permission: 'BRAND.UPDATE', brandFromPath: 'id' })
  async prefer(@Param('domainId') uid: string, @JsonBody() _body: PreferDomainDto, @Via() via: Passage) {
    return domainView(await this.preferDomain.run(via.actor, via.caller, uid));
  }

  @Post(':domainId/verify')
  @HttpCode(200)
  @ApiOperation({ summary: 'Verify a domain: by its DNS, for a SuperAdmin at once' })
  @Answers(DomainSchema, 'domain.not-found', 'domain.not-verified', 'brand.domain-taken')
  @Access({ level: 'user', permission: 'BRAND.UPDATE', brandFromPath: 'id' })
  async verify(@Param('domainId') uid: string, @Via() via: Passage) {
    return domainView(await this.verifyDomain.run(via.actor, via.caller, uid, via.at));
  }

  @Delete(':domainId')
  @ApiOperation({ summary: 'Take a domain from a brand' })
  @Answers(TRUE, 'domain.not-found', 'brand.domain-required')
  @Access({ level: 'user', permission: 'BRAND.UPDATE', brandFromPath: 'id' })
  async remove(@Param('domainId') uid: string, @Via() via: Passage) {
    await this.removeDomain.run(via.actor, via.caller, uid);
    return true;
  }
}
