import { Controller, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ServiceReader } from '../../core/services/service-reader';
import { SERVICE_SORTS, ServiceSearchRepository } from '../../core/services/service-search.repository';
import { RemoveServiceFlow } from '../../flows/remove-service/remove-service.flow';
import { SaveServiceFlow } from '../../flows/save-service/save-service.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { Answers } from '../wire/answers.decorator';
import { FLAG, TEXT, TRUE } from '../wire/schema';
import { CreateServiceDto, UpdateServiceDto } from './dto/service.dto';
import { type JfwQuery, listView } from './jfw-query';
import { AttributesBody } from './json-body.decorator';
import { serviceChangesOf, serviceDraftOf } from './service-body';
import { TakesPage, TEXTS } from './query.decorator';
import { ServiceSchema } from './schemas/service.schema';
import { Queried, Via } from './via.decorator';
import { serviceView } from './views/service.view';

/** Services: the upstreams of a brand, and the gateway's own (jfw.md §28). */
@ApiTags('Services')
@Controller('api/v1/services')
export class ServicesController {
  constructor(
    private readonly services: ServiceReader,
    private readonly search: ServiceSearchRepository,
    private readonly saveService: SaveServiceFlow,
    private readonly removal: RemoveServiceFlow,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Register an upstream' })
  @Answers(ServiceSchema, 'service.exists')
  @Access({ level: 'user', permission: 'BRAND.UPDATE' })
  async createService(@AttributesBody() body: CreateServiceDto, @Via() via: Passage) {
    return serviceView(await this.saveService.create(via.actor, via.caller, serviceDraftOf(body), via.at));
  }

  @Get()
  @ApiOperation({ summary: 'List services' })
  @Answers({ list: ServiceSchema })
  @TakesPage({
    sort: Object.keys(SERVICE_SORTS),
    filters: { ids: TEXTS, name: TEXT, type: TEXT, isActive: FLAG, keywords: TEXT },
  })
  @Access({ level: 'user', permission: 'BRAND.READ' })
  async listServices(@Via() { caller }: Passage, @Queried() query: JfwQuery) {
    const page = query.page();
    const sort = query.sort(Object.keys(SERVICE_SORTS) as (keyof typeof SERVICE_SORTS)[]);
    const [name, type, isActive] = [query.text('name'), query.text('type'), query.flag('isActive')];
    const filter = { uids: query.ids(), name, type, isActive, keywords: query.text('keywords') };
    const { items, total } = await this.search.find(caller.brandId, { filter, page, sort });
    return listView(items.map(serviceView), total, page);
  }

  @Get(':id')
  @ApiOperation({ summary: 'A service' })
  @Answers(ServiceSchema, 'service.not-found')
  @Access({ level: 'user', permission: 'BRAND.READ' })
  async findService(@Param('id') uid: string, @Via() { caller }: Passage) {
    return serviceView(await this.services.get(caller.brandId, uid));
  }

  @Put(':id')
  @ApiOperation({ summary: 'Change an upstream' })
  @Answers(ServiceSchema, 'service.not-found', 'service.exists', 'service.built-in')
  @Access({ level: 'user', permission: 'BRAND.UPDATE' })
  async updateService(@Param('id') uid: string, @AttributesBody() body: UpdateServiceDto, @Via() via: Passage) {
    return serviceView(await this.saveService.update(via.actor, via.caller, uid, serviceChangesOf(body), via.at));
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Delete an upstream' })
  @Answers(TRUE, 'service.not-found', 'service.built-in')
  @Access({ level: 'user', permission: 'BRAND.UPDATE' })
  async removeService(@Param('id') uid: string, @Via() via: Passage) {
    await this.removal.run(via.actor, via.caller, uid);
    return true;
  }
}
