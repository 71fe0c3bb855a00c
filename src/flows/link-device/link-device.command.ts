import type { Speaker } from '../../core/devices/speaker';
import type { PushTokenKind } from '../../core/devices/push-token';

/** What is written on a link; absent members leave it, `null` clears. */
export interface LinkAttributes {
  /** Normalised (JFW-HDR-06). */
  readonly token?: string;
  readonly tokenKind?: PushTokenKind;
  readonly sessionText?: string | null;
  readonly tags?: string | null;
  /** The client says it leaves; it is back with its next access. */
  readonly isOffline?: boolean;
}

export interface LinkCommand {
  readonly userUid: string;
  readonly deviceUid: string;
  readonly attributes: LinkAttributes;
  /** The caller's session: when they link themself, it speaks for the device. */
  readonly session: Speaker;
  readonly at: number;
}
