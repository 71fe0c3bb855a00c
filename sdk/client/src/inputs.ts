import type { CallLimits } from './request-options.ts';

/** What goes with a password. */
interface Proof {
  readonly password: string;
  /** Code of the second factor, after `OtpRequired` or at once (JFW-AUTH-14). */
  readonly otp?: string | undefined;
  /** Devices to sign out, after `DeviceLimitConfirmationRequired` (JFW-QUO-06). */
  readonly evictDeviceIds?: readonly string[] | undefined;
}

/** `username` when it is not blank, else `emailAddress`; either may hold a name, an address or a number (JFW-AUTH-02, -03). */
export interface SignInInput extends Proof {
  readonly username?: string | undefined;
  readonly emailAddress?: string | undefined;
}

export interface PhoneSignInInput extends Proof {
  /** `+` and 8 to 15 digits (JFW-AUTH-08). */
  readonly phoneNumber: string;
}

export interface SignOutOptions extends CallLimits {
  /** Ends all sessions of the user. */
  readonly allDevices?: boolean | undefined;
  /** Default true: the device gets no more push messages for this user. */
  readonly unregisterDevice?: boolean | undefined;
}

/** At least one of user name, e-mail address and phone number (JFW-USR-01). */
export interface RegisterInput {
  readonly username?: string | undefined;
  readonly emailAddress?: string | undefined;
  readonly phoneNumber?: string | undefined;
  readonly password: string;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly nickName?: string | undefined;
  readonly timeZoneId?: string | undefined;
}

export interface ChangePasswordInput {
  readonly oldPassword: string;
  readonly newPassword: string;
}

export interface PageOptions extends CallLimits {
  /** From 0. */
  readonly pageNumber?: number | undefined;
  /** 1 to 1000; 200 when not given. */
  readonly pageSize?: number | undefined;
}
