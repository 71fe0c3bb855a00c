import type { Reporter } from '../core/devices/device-reporting';
import { speakerOf } from '../core/devices/speaker';
import type { DeviceAdditions } from './limits/device-additions';
import type { Passage } from './passage';

/** A request's session as the one that speaks for a device, whether headers or a body say what of it (JFW-DEV-02, -23). */
export function reporterOf(passage: Passage, additions: DeviceAdditions): Reporter {
  const session = passage.sessionOrThrow;
  return {
    brand: passage.brandOrThrow,
    userId: session.user.id,
    session: speakerOf(session, passage.auditOrigin),
    at: passage.at,
    mayAdd: () => additions.mayAdd(session.sessionUid),
  };
}
