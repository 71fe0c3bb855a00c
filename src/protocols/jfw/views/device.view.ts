import type { DeviceEntity } from '../../../core/devices/device.entity';
import { isAway } from '../../../core/devices/link-state';
import type { UserDeviceEntity } from '../../../core/devices/user-device.entity';
import type { Passage } from '../../../gate/passage';
import { instant, instantOrNull } from './instant';

const ONLINE_FOR_MS = 30 * 60_000;
const SHOWN_OF_TOKEN = 8;

/** Who looks: what of a device is shown depends on it. */
export interface Viewer {
  readonly brandUid: string;
  /** `DEVICE.READ`: being linked only proves that one claimed the code (JFW-DEV-12). */
  readonly seesIdentity: boolean;
  /** `DEVICE_TOKEN.READ` (JFW-TOK-13). */
  readonly seesTokens: boolean;
}

export function viewerOf({ session, targetOrThrow }: Passage): Viewer {
  return {
    brandUid: targetOrThrow.uid,
    seesIdentity: session?.permissions.has('DEVICE.READ') === true,
    seesTokens: session?.permissions.has('DEVICE_TOKEN.READ') === true,
  };
}

/** JFW's Device (jfw.md §23). */
export function deviceView(device: DeviceEntity, viewer: Viewer) {
  const identity = <T>(value: T): T | null => (viewer.seesIdentity ? value : null);
  return {
    id: device.uid,
    brandId: viewer.brandUid,
    code: device.code,
    type: device.type,
    name: device.name,
    osDevice: device.osDevice,
    appVersionNumber: device.appVersionNumber,
    appVersionFlag: device.appVersionFlag,
    avatarURL: device.avatarUrl,
    tags: device.tags,
    countryCode: device.countryCode,
    isMobileApp: device.isMobileApp,
    isDefault: device.isDefault,
    testMode: device.testMode,
    status: device.status,
    phoneNumber: identity(device.phoneNumber),
    iccid: identity(device.iccid),
    imsi: identity(device.imsi),
    imei: identity(device.imei),
    simCardInfo: identity(device.simCardInfo),
    createdDate: instant(device.createdAt),
    modifiedDate: instant(device.modifiedAt),
  };
}

export interface ShownLink {
  readonly device: DeviceEntity;
  readonly link: UserDeviceEntity;
  /** Public id of the linked user. */
  readonly userUid: string;
}

/** JFW's UserDevice (jfw.md §23): the device with the user's link. */
export function userDeviceView({ device, link, userUid }: ShownLink, viewer: Viewer, now: number) {
  return {
    ...deviceView(device, viewer),
    userId: userUid,
    deviceId: device.uid,
    token: link.pushToken === null ? null : viewer.seesTokens ? link.pushToken : maskedToken(link.pushToken),
    tokenKind: link.tokenKind,
    tokenStatus: link.tokenStatus,
    tokenUpdatedAt: instantOrNull(link.tokenUpdatedAt),
    session: link.sessionText,
    tags: link.tags,
    userDeviceStatus: linkStatus(link, now),
    loggedInAt: instant(link.loggedInAt),
    loggedOutAt: instantOrNull(link.loggedOutAt),
    lastAccessAt: instantOrNull(link.lastAccessAt),
  };
}

function maskedToken(token: string): string {
  return `...${token.slice(-SHOWN_OF_TOKEN)}`;
}

/** JFW-DEV-22. */
function linkStatus(link: UserDeviceEntity, now: number): 'Deleted' | 'Online' | 'Offline' {
  if (link.deletedAt !== null) return 'Deleted';
  return !isAway(link) && now - (link.lastAccessAt ?? 0) <= ONLINE_FOR_MS ? 'Online' : 'Offline';
}
