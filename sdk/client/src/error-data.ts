/** A device as the quota's question names it (JFW-QUO-06). */
export interface EvictableDevice {
  readonly id: string;
  readonly name: string;
  readonly osDevice: string | null;
  readonly loggedInAt: string;
  readonly lastAccessAt: string | null;
}

/** `data` of the errors that carry some (JFW-ENV-05). */
export interface ErrorData {
  readonly OtpRequired: { readonly methods: readonly ('totp' | 'recoveryCode' | 'mail')[] };
  readonly DeviceLimitConfirmationRequired: {
    readonly deviceQuota: number;
    readonly devices: readonly EvictableDevice[];
  };
  readonly AppVersionUnsupported: {
    readonly minimumVersion: string | null;
    readonly recommendedVersion: string | null;
    readonly storeUrl: string | null;
  };
}
