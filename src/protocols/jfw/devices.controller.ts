import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { UserDevices } from '../../core/devices/user-devices';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { Via } from './via.decorator';
import { deviceView, userDeviceView, type Viewer } from './views/device.view';

/** Devices (jfw.md §22.3). */
@ApiTags('Devices')
@Controller('api/v1')
export class DevicesController {
  constructor(private readonly devices: UserDevices) {}

  @Get('devices/current')
  @ApiOperation({ summary: 'The device the request names' })
  @Access({ level: 'user', device: 'required' })
  current(@Via() via: Passage) {
    if (via.device === null) throw new BrandgateError('device.not-found');
    return deviceView(via.device.device, viewerOf(via));
  }

  @Get('users/me/devices')
  @ApiOperation({ summary: 'List own devices' })
  @Access({ level: 'user' })
  async mine(@Via() via: Passage) {
    const { brandId, user } = via.sessionOrThrow;
    const links = await this.devices.listOf(brandId, user.id);
    return links.map(({ device, link }) => userDeviceView(device, link, viewerOf(via), via.at));
  }
}

function viewerOf(via: Passage): Viewer {
  const { permissions, user } = via.sessionOrThrow;
  return {
    brandUid: via.brandOrThrow.uid,
    userUid: user.uid,
    seesIdentity: permissions.has('DEVICE.READ'),
    seesTokens: permissions.has('DEVICE_TOKEN.READ'),
  };
}
