import type { DeviceType } from './device.entity';
import type { PushTokenKind } from './push-token';

/** What a client says of its device: claims, never proofs. Present members change the row, absent ones leave it (JFW-DEV-04). */
export interface DeviceClaim {
  /** Normalised (JFW-HDR-05). */
  readonly code: string;
  /** Headers do not tell it; bodies may. */
  readonly type?: DeviceType;
  readonly name?: string;
  readonly osDevice?: string;
  readonly appVersionNumber?: string;
  /** Normalised push token (JFW-HDR-06). */
  readonly token?: string;
  /** What the client calls the token, where its form does not tell (JFW-TOK-09). */
  readonly tokenKind?: PushTokenKind;
  /** A token header was there and made no sense: registered without it (JFW-HDR-09). */
  readonly isTokenFaulty: boolean;
}

/** The outcome as `X-Device-Status` tells it (JFW-DEV-16). */
export type DeviceStatusText =
  'registered' | 'updated' | 'unchanged' | 'token-ignored' | 'ignored' | 'rejected' | 'failed';
