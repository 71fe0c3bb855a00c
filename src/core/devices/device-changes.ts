import type { BrandId, UserId } from '../../kernel/ids';
import { parseAppVersion } from '../../kernel/text/app-version';
import type { DeviceClaim } from './device-claim';
import type { DeviceEntity } from './device.entity';
import type { NewDevice } from './device.repository';

/** The claimed attributes that differ from the row; absent claims leave theirs alone (JFW-DEV-04). */
export function changesOf(device: DeviceEntity, claim: DeviceClaim): Partial<DeviceEntity> {
  const changes: Partial<DeviceEntity> = {};
  if (claim.name !== undefined && claim.name !== device.name) changes.name = claim.name;
  if (claim.type !== undefined && claim.type !== device.type) changes.type = claim.type;
  if (claim.osDevice !== undefined && claim.osDevice !== device.osDevice) changes.osDevice = claim.osDevice;
  if (claim.appVersionNumber !== undefined && claim.appVersionNumber !== device.appVersionNumber) {
    Object.assign(changes, appVersionOf(claim.appVersionNumber));
  }
  return changes;
}

export function hasChanges(device: DeviceEntity, claim: DeviceClaim): boolean {
  return Object.keys(changesOf(device, claim)).length > 0;
}

/** What the version's text is worth (JFW-VER-06). */
export function appVersionOf(text: string): Pick<DeviceEntity, 'appVersionNumber' | 'appVersionFlag'> {
  return { appVersionNumber: text, appVersionFlag: parseAppVersion(text) === null ? 'Unparseable' : null };
}

/** The row of a device seen for the first time (JFW-DEV-04). */
export function newDevice(
  brandId: BrandId,
  userId: UserId | null,
  claim: DeviceClaim,
  now: number,
): Omit<NewDevice, 'uid'> {
  const isMobile = claim.osDevice === 'iOS' || claim.osDevice === 'Android';
  return {
    brandId,
    code: claim.code,
    type: claim.type ?? (isMobile ? 'Mobile' : 'Unspecified'),
    name: claim.name ?? claim.osDevice ?? 'Unknown',
    osDevice: claim.osDevice ?? null,
    ...(claim.appVersionNumber === undefined
      ? { appVersionNumber: null, appVersionFlag: null }
      : appVersionOf(claim.appVersionNumber)),
    isMobileApp: isMobile,
    isDefault: false,
    testMode: false,
    status: 'Active',
    createdBy: userId,
    ...{ avatarUrl: null, tags: null, countryCode: null, phoneNumber: null },
    ...{ iccid: null, imsi: null, imei: null, simCardInfo: null },
    epoch: 0,
    createdAt: now,
    modifiedAt: now,
  };
}
