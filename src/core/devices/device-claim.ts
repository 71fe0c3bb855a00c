/** What a client says of its device: claims, never proofs. Present members change the row, absent ones leave it (JFW-DEV-04). */
export interface DeviceClaim {
  /** Normalised (JFW-HDR-05). */
  readonly code: string;
  readonly name?: string;
  readonly osDevice?: string;
  readonly appVersionNumber?: string;
  /** Normalised push token (JFW-HDR-06). */
  readonly token?: string;
  /** A token header was there and made no sense: registered without it (JFW-HDR-09). */
  readonly isTokenFaulty: boolean;
}

/** The outcome as `X-Device-Status` tells it (JFW-DEV-16). */
export type DeviceStatusText =
  'registered' | 'updated' | 'unchanged' | 'token-ignored' | 'ignored' | 'rejected' | 'failed';
