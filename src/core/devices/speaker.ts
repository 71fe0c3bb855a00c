import type { DeviceId, SessionId } from '../../kernel/ids';
import type { AuditOrigin } from '../audit/audit-trail';
import type { SessionSnapshot } from '../auth-keys/session-snapshot';

/** A session as far as registration looks at it. */
export interface Speaker {
  readonly id: SessionId;
  /** Public id. */
  readonly uid: string;
  /** The device it is bound to (JFW-KEY-13). */
  readonly deviceId: DeviceId | null;
  /** The one that a refresh is taking it away from: meanwhile it is bound to none. */
  readonly leavesDeviceId?: DeviceId;
  /** When the user last proved who they are. */
  readonly authAt: number;
  readonly origin: AuditOrigin;
}

export function speakerOf({ sessionId, sessionUid, deviceId, authAt }: SessionSnapshot, origin: AuditOrigin): Speaker {
  return { id: sessionId, uid: sessionUid, deviceId, authAt, origin };
}
