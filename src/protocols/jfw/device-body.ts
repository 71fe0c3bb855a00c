import type { DeviceClaim } from '../../core/devices/device-claim';
import { parseDeviceCode } from '../../core/devices/device-code';
import { normaliseOsName } from '../../core/devices/os-name';
import { parsePushToken } from '../../core/devices/push-token';
import type { LinkAttributes } from '../../flows/link-device/link-device.command';
import type { DeviceAttributes } from '../../flows/save-device/save-device.command';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { plainText } from '../../kernel/text/header-text';
import { clearing, given, requiredText } from './body-members';
import type { OwnDeviceDto, SaveDeviceDto, UpdateDeviceDto } from './dto/device.dto';
import type { ReportDeviceDto, UserDeviceDto } from './dto/user-device.dto';

const NAME_LENGTH = 255;
const SHORT_LENGTH = 64;

/** @throws BrandgateError device.code-invalid */
export function codeOf(text: string): string {
  const code = parseDeviceCode(text);
  if (code === null) throw new BrandgateError('device.code-invalid', fieldOnly('code'));
  return code;
}

/** A token to store, or undefined where the text stands for none (JFW-TOK-02). @throws BrandgateError device.token-invalid */
export function tokenOf(text: string | null | undefined, field = 'token'): string | undefined {
  const token = parsePushToken(text ?? '');
  if (token.kind === 'invalid') throw new BrandgateError('device.token-invalid', fieldOnly(field));
  return token.kind === 'token' ? token.text : undefined;
}

export function savedAttributesOf(body: SaveDeviceDto): DeviceAttributes {
  const { type, isMobileApp, isDefault, testMode, iccid, imsi, imei, simCardInfo } = body;
  return {
    ...updatedAttributesOf(body),
    ...given({ isMobileApp, isDefault, testMode }),
    ...clearing({ iccid, imsi, imei, simCardInfo }),
    type,
    osDevice: normaliseOsName(requiredText('osDevice', body.osDevice, SHORT_LENGTH)),
    appVersionNumber: requiredText('appVersionNumber', body.appVersionNumber, SHORT_LENGTH),
  };
}

export function updatedAttributesOf(body: UpdateDeviceDto): DeviceAttributes {
  const { phoneNumber, status } = body;
  return { ...ownAttributesOf(body), ...clearing({ phoneNumber }), ...given({ status }) };
}

export function ownAttributesOf({ name, avatarURL, tags }: OwnDeviceDto): DeviceAttributes {
  const named = name === undefined || name === null ? {} : { name: requiredText('name', name, NAME_LENGTH) };
  return { ...named, ...clearing({ avatarUrl: avatarURL, tags }) };
}

export function linkAttributesOf({ token, tokenKind, session, tags, userDeviceStatus }: UserDeviceDto): LinkAttributes {
  return {
    ...given({ token: tokenOf(token), tokenKind }),
    ...clearing({ sessionText: session, tags }),
    isOffline: userDeviceStatus === 'Offline',
  };
}

/** The claim of a body, with what the headers claim where the body says nothing (JFW-DEV-23). */
export function claimOfBody(code: string, body: ReportDeviceDto, headers: DeviceClaim | null): DeviceClaim {
  const { type, tokenKind } = body;
  const name = plainText(body.name ?? '', NAME_LENGTH);
  const os = plainText(body.osDevice ?? '', SHORT_LENGTH);
  const version = plainText(body.appVersionNumber ?? '', SHORT_LENGTH);
  const token = tokenOf(body.token);
  return {
    ...headers,
    code,
    isTokenFaulty: token === undefined && headers?.isTokenFaulty === true,
    ...given({ type, tokenKind, token }),
    ...(name === '' ? {} : { name }),
    ...(os === '' ? {} : { osDevice: normaliseOsName(os) }),
    ...(version === '' ? {} : { appVersionNumber: version }),
  };
}

function fieldOnly(field: string) {
  return { fields: [{ field, message: '' }] };
}
