import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DeviceAccess } from '../../core/devices/device-access';
import { parseDeviceCode } from '../../core/devices/device-code';
import { DeviceStatistics } from '../../core/devices/device-statistics';
import { type DeviceUser, DeviceUsers } from '../../core/devices/device-users';
import { UserDevices } from '../../core/devices/user-devices';
import { requireSelfOr } from '../../core/roles/caller';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { Answers } from '../wire/answers.decorator';
import { FLAG, TEXT } from '../wire/schema';
import { SPAN_PARAMETERS, spanOf } from './device-query';
import type { JfwQuery } from './jfw-query';
import { Takes, TEXTS } from './query.decorator';
import { DeviceCountSchema, DeviceSchema } from './schemas/device.schema';
import { UserBaseSchema } from './schemas/user.schema';
import { Queried, Via } from './via.decorator';
import { deviceView, viewerOf } from './views/device.view';
import { userBaseView } from './views/user-base.view';

/** Devices by their code, their users, and counts (jfw.md §22.3, EP-45 to -49, -51). */
@ApiTags('Devices')
@Controller('api/v1/devices')
export class DeviceLookupsController {
  constructor(
    private readonly access: DeviceAccess,
    private readonly users: DeviceUsers,
    private readonly devices: UserDevices,
    private readonly statistics: DeviceStatistics,
  ) {}

  @Get('by-list-code')
  @ApiOperation({ summary: 'The visible ones of several devices, by code' })
  @Answers({ array: DeviceSchema })
  @Takes({ codes: TEXTS })
  @Access({ level: 'user', selfOr: 'DEVICE.READ' })
  async findByCodes(@Via() via: Passage, @Queried() query: JfwQuery) {
    const codes = query.list('codes').flatMap((text) => parseDeviceCode(text) ?? []);
    const found = await this.access.listByCodes(via.caller, codes, 'DEVICE.READ');
    return found.map(({ device }) => deviceView(device, viewerOf(via)));
  }

  @Get('check-user-access')
  @ApiOperation({ summary: 'Whether a user has a usable device of a code' })
  @Answers(FLAG)
  @Takes({ userId: { needed: TEXT }, deviceCode: { needed: TEXT } })
  @Access({ level: 'user', selfOr: 'DEVICE.READ' })
  checkUserAccess(@Via() { caller }: Passage, @Queried() query: JfwQuery) {
    const userUid = query.required('userId');
    const code = parseDeviceCode(query.required('deviceCode'));
    requireSelfOr(caller, userUid, 'DEVICE.READ');
    return this.devices.isUsable(caller.brandId, userUid, code);
  }

  @Get('statistics')
  @ApiOperation({ summary: 'New devices per day or month' })
  @Answers({ array: DeviceCountSchema })
  @Takes(SPAN_PARAMETERS)
  @Access({ level: 'user', permission: 'DEVICE.READ' })
  newPerPeriod(@Via() via: Passage, @Queried() query: JfwQuery) {
    const { from, to } = spanOf(query, via.at);
    const period = query.choice('typeResponse', ['DATE', 'MONTH']) === 'MONTH' ? 'month' : 'day';
    return this.statistics.newPerPeriod(via.caller.brandId, from, to, period);
  }

  @Get('by-code/:code')
  @ApiOperation({ summary: 'A device by its code' })
  @Answers(DeviceSchema, 'device.not-found')
  @Access({ level: 'user', selfOr: 'DEVICE.READ' })
  async findByCode(@Param('code') code: string, @Via() via: Passage) {
    const { device } = await this.access.read(via.caller, { code: parseDeviceCode(code) }, 'DEVICE.READ');
    return deviceView(device, viewerOf(via));
  }

  @Get('by-code/:code/users')
  @ApiOperation({ summary: 'The users of a device, by its code' })
  @Answers({ array: UserBaseSchema }, 'device.not-found')
  @Access({ level: 'user', selfOr: 'DEVICE.READ' })
  async usersByCode(@Param('code') code: string, @Via() via: Passage) {
    const { caller } = via;
    const { device } = await this.access.read(caller, { code: parseDeviceCode(code) }, 'DEVICE.READ');
    return shown(await this.users.listOf(caller.brandId, device.id), via);
  }

  @Get(':id/users')
  @ApiOperation({ summary: 'The users of a device' })
  @Answers({ array: UserBaseSchema }, 'device.not-found')
  @Access({ level: 'optional', selfOr: 'DEVICE.READ' })
  async usersById(@Param('id') uid: string, @Via() via: Passage) {
    return shown(await this.users.listOfUid(via.targetOrThrow.id, uid), via);
  }
}

/** Masked for whoever may not read devices, but for their own entry (JFW-DEV-15). */
function shown(users: readonly DeviceUser[], { session }: Passage) {
  const mayRead = session?.permissions.has('DEVICE.READ') === true;
  return users.map((entry) => userBaseView(entry, !mayRead && entry.user.id !== session?.user.id));
}
