import { Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { askingOf } from '../../core/devices/removal';
import { UserDevices } from '../../core/devices/user-devices';
import { requireSelfOr } from '../../core/roles/caller';
import { LinkDeviceFlow } from '../../flows/link-device/link-device.flow';
import { RemoveDeviceFlow } from '../../flows/remove-device/remove-device.flow';
import { ReportDeviceFlow } from '../../flows/report-device/report-device.flow';
import { Access } from '../../gate/access.decorator';
import { accessCodeOf } from '../../gate/device-headers';
import type { Passage } from '../../gate/passage';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import { Answers } from '../wire/answers.decorator';
import { FLAG, TRUE } from '../wire/schema';
import { claimOfBody, linkAttributesOf, tokenOf } from './device-body';
import { DeviceReporter } from './device-reporter';
import { RefreshTokenDto, ReportDeviceDto, UserDeviceDto } from './dto/user-device.dto';
import type { JfwQuery } from './jfw-query';
import { AttributesBody } from './json-body.decorator';
import { Takes } from './query.decorator';
import { UserDeviceSchema } from './schemas/device.schema';
import { Queried, Via } from './via.decorator';
import { userDeviceView, viewerOf } from './views/device.view';

/** Links of users and devices, with their push tokens (jfw.md §22.3, EP-50, -52 to -58). */
@ApiTags('Devices')
@Controller('api/v1')
export class UserDevicesController {
  constructor(
    private readonly devices: UserDevices,
    private readonly linkDevice: LinkDeviceFlow,
    private readonly removeDevice: RemoveDeviceFlow,
    private readonly reportDevice: ReportDeviceFlow,
    private readonly reporter: DeviceReporter,
  ) {}

  @Get('users/me/devices')
  @ApiOperation({ summary: 'List own devices' })
  @Answers({ array: UserDeviceSchema })
  @Access({ level: 'user' })
  async mine(@Via() via: Passage) {
    const { brandId, user } = via.sessionOrThrow;
    const links = await this.devices.listOf(brandId, user.id);
    return links.map((link) => userDeviceView({ ...link, userUid: user.uid }, viewerOf(via), via.at));
  }

  @Put('users/me/devices')
  @ApiOperation({ summary: 'Report the device the app runs on' })
  @Answers(UserDeviceSchema, 'device.limit-reached')
  @Access({ level: 'user' })
  async report(@AttributesBody() body: ReportDeviceDto, @Via() via: Passage) {
    const claim = claimOfBody(this.reporter.codeOf(via, body.code), body, this.reporter.claimOf(via));
    const { device, link } = await this.reportDevice.report(this.reporter.of(via), claim, body.tags);
    return userDeviceView({ device, link, userUid: via.sessionOrThrow.user.uid }, viewerOf(via), via.at);
  }

  @Post('devices/refresh-token')
  @HttpCode(200)
  @ApiOperation({ summary: "Replace a device's push token" })
  @Answers(FLAG, 'device.not-found')
  @Access({ level: 'user' })
  async refreshToken(@AttributesBody() body: RefreshTokenDto, @Via() via: Passage) {
    const token = tokenOf(body.newToken, 'newToken');
    if (token === undefined) throw new BrandgateError('device.token-invalid');
    const { device } = via.arrival;
    return this.reportDevice.replaceToken(this.reporter.of(via), via.caller, {
      token,
      ...(body.tokenKind ? { tokenKind: body.tokenKind } : {}),
      oldToken: oldTokenOf(body.oldToken),
      code: accessCodeOf(device),
      isCodeGiven: device.code !== undefined || device.accessCode !== undefined,
    });
  }

  @Get('users/:userId/devices')
  @ApiOperation({ summary: "List a user's devices" })
  @Answers({ array: UserDeviceSchema }, 'user.not-found')
  @Takes({ isMobileApp: FLAG })
  @Access({ level: 'user', selfOr: 'DEVICE.READ' })
  async ofUser(@Param('userId') userUid: string, @Via() via: Passage, @Queried() query: JfwQuery) {
    const { caller } = via;
    requireSelfOr(caller, userUid, 'DEVICE.READ');
    const isMobileApp = query.flag('isMobileApp');
    const links = await this.devices.listOfUid(caller.brandId, userUid);
    const wanted = links.filter(({ device }) => isMobileApp === undefined || device.isMobileApp === isMobileApp);
    return wanted.map((link) => userDeviceView({ ...link, userUid }, viewerOf(via), via.at));
  }

  @Post('users/:userId/devices/:deviceId')
  @ApiOperation({ summary: 'Link a user with a device' })
  @Answers(TRUE, 'user.not-found', 'device.not-found', 'device.link-exists', 'device.limit-reached')
  @Access({ level: 'user', selfOr: 'DEVICE.UPDATE' })
  async link(
    @Param('userId') userUid: string,
    @Param('deviceId') deviceUid: string,
    @AttributesBody() body: UserDeviceDto,
    @Via() via: Passage,
  ) {
    if (body.userDeviceStatus === 'Deleted') {
      throw invalidField('userDeviceStatus', 'A link cannot begin as Deleted.');
    }
    const command = this.reporter.linkCommand(via, { userUid, deviceUid }, linkAttributesOf(body));
    await this.linkDevice.create(via.actor, via.caller, via.targetOrThrow, command);
    return true;
  }

  @Put('users/:userId/devices/:deviceId')
  @ApiOperation({ summary: "Change a user's link with a device" })
  @Answers(TRUE, 'user.not-found', 'device.not-found')
  @Access({ level: 'user', selfOr: 'DEVICE.UPDATE' })
  async updateLink(
    @Param('userId') userUid: string,
    @Param('deviceId') deviceUid: string,
    @AttributesBody() body: UserDeviceDto,
    @Via() via: Passage,
  ) {
    // Deleting by this way needs what deleting needs (JFW-DEV-21).
    if (body.userDeviceStatus === 'Deleted') return this.unlink(userUid, deviceUid, via);
    const command = this.reporter.linkCommand(via, { userUid, deviceUid }, linkAttributesOf(body));
    await this.linkDevice.update(via.actor, via.caller, via.targetOrThrow, command);
    return true;
  }

  @Delete('users/:userId/devices/:deviceId')
  @ApiOperation({ summary: 'Take a device from a user' })
  @Answers(TRUE, 'user.not-found', 'device.not-found')
  @Access({ level: 'user', selfOr: 'DEVICE.DELETE' })
  async unlink(@Param('userId') userUid: string, @Param('deviceId') deviceUid: string, @Via() via: Passage) {
    const name = { userUid, deviceUid, asking: askingOf(via.sessionOrThrow) };
    await this.removeDevice.link(via.actor, via.caller, name, via.at);
    return true;
  }
}

/** What cannot be a stored token is looked for as it is, and not found (JFW-TOK-10). */
function oldTokenOf(text: string | null | undefined): string | null {
  try {
    return tokenOf(text) ?? null;
  } catch {
    return text ?? null;
  }
}
