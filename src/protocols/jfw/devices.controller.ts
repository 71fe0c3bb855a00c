import { Controller, Delete, Get, Param, Patch, Post, Put, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { DeviceAccess } from '../../core/devices/device-access';
import { DEVICE_SORTS, type DeviceFilter, DeviceSearchRepository } from '../../core/devices/device-search.repository';
import { askingOf } from '../../core/devices/removal';
import { RemoveDeviceFlow } from '../../flows/remove-device/remove-device.flow';
import { SaveDeviceFlow } from '../../flows/save-device/save-device.flow';
import { Access } from '../../gate/access.decorator';
import { DeviceAdditions } from '../../gate/limits/device-additions';
import type { Passage } from '../../gate/passage';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { Answers } from '../wire/answers.decorator';
import { TRUE } from '../wire/schema';
import { codeOf, ownAttributesOf, savedAttributesOf, updatedAttributesOf } from './device-body';
import { DEVICE_FILTERS, deviceFilterOf } from './device-query';
import { OwnDeviceDto, SaveDeviceDto, UpdateDeviceDto } from './dto/device.dto';
import { type JfwQuery, listView } from './jfw-query';
import { AttributesBody } from './json-body.decorator';
import { TakesPage } from './query.decorator';
import { DeviceSchema } from './schemas/device.schema';
import { Queried, Via } from './via.decorator';
import { deviceView, viewerOf } from './views/device.view';

/** Devices (jfw.md §22.3, EP-36 to -43). */
@ApiTags('Devices')
@Controller('api/v1/devices')
export class DevicesController {
  constructor(
    private readonly access: DeviceAccess,
    private readonly search: DeviceSearchRepository,
    private readonly saveDevice: SaveDeviceFlow,
    private readonly removeDevice: RemoveDeviceFlow,
    private readonly additions: DeviceAdditions,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Create a device, or update a visible one' })
  @Answers({ data: DeviceSchema, statuses: [200, 201] }, 'device.exists')
  @Access({ level: 'user', selfOr: 'DEVICE.CREATE' })
  async save(
    @AttributesBody() body: SaveDeviceDto,
    @Via() via: Passage,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { device, isNew } = await this.saveDevice.create(via.actor, via.caller, {
      code: codeOf(body.code),
      attributes: savedAttributesOf(body),
      mayAdd: () => this.additions.mayAdd(via.sessionOrThrow.sessionUid),
      at: via.at,
    });
    response.status(isNew ? 201 : 200);
    return deviceView(device, viewerOf(via));
  }

  @Get()
  @ApiOperation({ summary: 'List devices' })
  @Answers({ list: DeviceSchema })
  @TakesPage({ sort: Object.keys(DEVICE_SORTS), filters: DEVICE_FILTERS })
  @Access({ level: 'user', selfOr: 'DEVICE.READ' })
  async listDevices(@Via() via: Passage, @Queried() query: JfwQuery) {
    const page = query.page();
    const sort = query.sort(Object.keys(DEVICE_SORTS) as (keyof typeof DEVICE_SORTS)[]);
    const filter = ownUnlessReader(via, deviceFilterOf(query));
    const { items, total } = await this.search.find(via.caller.brandId, { filter, page, sort });
    const viewer = viewerOf(via);
    return listView(
      items.map((device) => deviceView(device, viewer)),
      total,
      page,
    );
  }

  @Get('current')
  @ApiOperation({ summary: 'The device the request names' })
  @Answers(DeviceSchema)
  @Access({ level: 'user', device: 'required' })
  current(@Via() via: Passage) {
    return deviceView(deviceOf(via), viewerOf(via));
  }

  @Put('current')
  @ApiOperation({ summary: 'Change the device the request names' })
  @Answers(DeviceSchema)
  @Access({ level: 'user', device: 'required' })
  async updateCurrent(@AttributesBody() body: OwnDeviceDto, @Via() via: Passage) {
    const { uid } = deviceOf(via);
    const device = await this.saveDevice.update(via.actor, via.caller, uid, ownAttributesOf(body), via.at);
    return deviceView(device, viewerOf(via));
  }

  @Delete('current')
  @ApiOperation({ summary: 'Remove the device the request names from oneself' })
  @Answers(TRUE)
  @Access({ level: 'user', device: 'required' })
  async removeCurrent(@Via() via: Passage) {
    const session = via.sessionOrThrow;
    const name = { userUid: session.user.uid, deviceUid: deviceOf(via).uid, asking: askingOf(session) };
    await this.removeDevice.link(via.actor, via.caller, name, via.at);
    return true;
  }

  @Get(':id')
  @ApiOperation({ summary: 'A device' })
  @Answers(DeviceSchema, 'device.not-found')
  @Access({ level: 'user', selfOr: 'DEVICE.READ' })
  async find(@Param('id') uid: string, @Via() via: Passage) {
    const { device } = await this.access.read(via.caller, { uid }, 'DEVICE.READ');
    return deviceView(device, viewerOf(via));
  }

  @Put(':id')
  @ApiOperation({ summary: 'Change a device' })
  @Answers(DeviceSchema, 'device.not-found')
  @Access({ level: 'user', selfOr: 'DEVICE.UPDATE' })
  async update(@Param('id') uid: string, @AttributesBody() body: UpdateDeviceDto, @Via() via: Passage) {
    const device = await this.saveDevice.update(via.actor, via.caller, uid, updatedAttributesOf(body), via.at);
    return deviceView(device, viewerOf(via));
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change a device (the older name of PUT)' })
  @Answers(DeviceSchema, 'device.not-found')
  @Access({ level: 'user', selfOr: 'DEVICE.UPDATE' })
  patch(@Param('id') uid: string, @AttributesBody() body: UpdateDeviceDto, @Via() via: Passage) {
    return this.update(uid, body, via);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Remove a device from all its users, or from oneself' })
  @Answers(TRUE, 'device.not-found')
  @Access({ level: 'user', selfOr: 'DEVICE.DELETE' })
  async remove(@Param('id') uid: string, @Via() via: Passage) {
    await this.removeDevice.device(via.actor, via.caller, { uid, asking: askingOf(via.sessionOrThrow) }, via.at);
    return true;
  }
}

function deviceOf({ device }: Passage) {
  if (device === null) throw new BrandgateError('device.not-found');
  return device.device;
}

/** Without `DEVICE.READ` the list is the caller's own, and nobody else can be asked for (JFW-DEV-13). */
function ownUnlessReader({ caller }: Passage, filter: DeviceFilter): DeviceFilter {
  if (caller.permissions.has('DEVICE.READ')) return filter;
  const userUid = caller.self?.uid;
  const isForeign = filter.userUid !== undefined && filter.userUid !== userUid;
  if (userUid === undefined || isForeign) {
    throw new BrandgateError('access.denied', { reason: 'permission-missing', facts: { permission: 'DEVICE.READ' } });
  }
  return { ...filter, userUid };
}
