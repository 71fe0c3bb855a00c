import { userDeviceView, type ShownLink } from '../../protocols/jfw/views/device.view';
import { instant, instantOrNull } from '../../protocols/jfw/views/instant';

const NOBODY = { brandUid: '', seesIdentity: false, seesTokens: false };

/** A device of a user as the command line shows it: of its push token the state alone. */
export function shownDevice(shown: ShownLink, now: number) {
  const { device, link } = shown;
  const { userDeviceStatus: status } = userDeviceView(shown, NOBODY, now);
  const { uid: id, code, name, type, osDevice, appVersionNumber } = device;
  return {
    ...{ id, code, name, type, osDevice, appVersionNumber, status },
    tokenStatus: link.pushToken === null ? null : link.tokenStatus,
    loggedInAt: instant(link.loggedInAt),
    loggedOutAt: instantOrNull(link.loggedOutAt),
    lastAccessAt: instantOrNull(link.lastAccessAt),
  };
}
