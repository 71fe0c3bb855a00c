import { BrandgateError } from '../kernel/errors/brandgate-error';
import { decodeHeaderText } from '../kernel/text/header-text';
import { parseDeviceCode } from '../core/devices/device-code';
import type { DeviceClaim } from '../core/devices/device-claim';
import { normaliseOsName } from '../core/devices/os-name';
import { parsePushToken } from '../core/devices/push-token';
import type { ReleaseClaim } from '../core/releases/release-claim';
import type { DeviceHeaders } from './arrival';

const NAME_LENGTH = 255;
const SHORT_LENGTH = 64;

/** Whether anything was said about a device that registration would look at. */
export function hasDeviceHeader(device: DeviceHeaders): boolean {
  return device.code !== undefined || device.token !== undefined || device.name !== undefined;
}

/**
 * What the headers claim, or null when they name no usable device. Texts are decoded here, once (JFW-HDR-04 to -07).
 */
export function claimOf(device: DeviceHeaders, isRepeated: boolean): DeviceClaim | null {
  if (device.code === undefined || isRepeated || isContradictory(device)) return null;
  const code = parseDeviceCode(device.code);
  if (code === null) return null;
  const token = device.token === undefined ? { kind: 'absent' as const } : parsePushToken(device.token);
  const name = textOf(device.name, NAME_LENGTH);
  const { os, version } = releaseOf(device);
  return {
    code,
    isTokenFaulty: token.kind === 'invalid',
    ...(token.kind === 'token' ? { token: token.text } : {}),
    ...(name === undefined ? {} : { name }),
    ...(os === undefined ? {} : { osDevice: normaliseOsName(os) }),
    ...(version === undefined ? {} : { appVersionNumber: version }),
  };
}

/** The app and its system as registration would store them; whatever judges or counts a version looks at these texts. */
export function releaseOf({ os, version }: DeviceHeaders): ReleaseClaim {
  return { os: textOf(os, SHORT_LENGTH), version: textOf(version, SHORT_LENGTH) };
}

/** The code that `Device-Code` or `X-Device-Code` names; the two are synonyms (JFW-HDR-10). */
export function accessCodeOf(device: DeviceHeaders): string | null {
  const raw = device.accessCode ?? device.code;
  return raw === undefined ? null : parseDeviceCode(raw);
}

/**
 * Refusals for device headers on requests other than a sign-in (JFW-HDR-08 to -10).
 * @throws BrandgateError device.code-mismatch, and under `strictDeviceHeaders` what else is wrong with them
 */
export function requireConsistentCode(device: DeviceHeaders, isStrict: boolean): void {
  if (isContradictory(device)) throw new BrandgateError('device.code-mismatch');
  if (!isStrict) return;
  if (device.code === undefined) throw new BrandgateError('device.code-required');
  if (parseDeviceCode(device.code) === null) throw new BrandgateError('device.code-invalid');
  const isBadToken = device.token !== undefined && parsePushToken(device.token).kind === 'invalid';
  if (isBadToken) throw new BrandgateError('device.token-invalid');
}

function isContradictory({ code, accessCode }: DeviceHeaders): boolean {
  if (code === undefined || accessCode === undefined || code === accessCode) return false;
  return parseDeviceCode(code) !== parseDeviceCode(accessCode);
}

function textOf(raw: string | undefined, limit: number): string | undefined {
  const text = raw === undefined ? '' : decodeHeaderText(raw, limit);
  return text === '' ? undefined : text;
}
