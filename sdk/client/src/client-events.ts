import type { ErrorData } from './error-data.ts';

/**
 * Why a user is signed out here: by `signOut`, by `forgetKeys`, because the shared storage was emptied, because another
 * user signed in, or by the gateway's word: the session was ended or ran out, its refresh key was used twice, which
 * means that somebody else had it (JFW-REF-08), or a farewell came and the device was taken from the user.
 */
export type SignedOutReason =
  | 'SignOut'
  | 'KeysForgotten'
  | 'StorageCleared'
  | 'OtherUser'
  | 'RefreshAuthKeyInvalid'
  | 'RefreshAuthKeyReused'
  | 'DeviceRejected';

/** What the gateway made of the device headers (JFW-DEV-16). */
export type DeviceStatus = 'registered' | 'updated' | 'unchanged' | 'token-ignored' | 'ignored' | 'rejected' | 'failed';

/** What a client tells its subscribers. */
export interface ClientEvents {
  /** Keys of this user are held now: after a sign-in, or found in the storage. */
  readonly signedIn: { readonly userId: string; readonly source: 'signIn' | 'storage' };
  /** The keys were renewed, by this client or by another one on the same storage. */
  readonly refreshed: { readonly userId: string; readonly expiresIn: string };
  readonly signedOut: { readonly userId: string; readonly reason: SignedOutReason };
  /** An answer said what became of the device headers. */
  readonly deviceStatus: { readonly status: DeviceStatus };
  /** The gateway recommends a newer version of the app; told once a version (JFW-VER-04). */
  readonly appUpdateRecommended: { readonly appVersion: string | null };
  /** The gateway refuses calls of this version of the app; told once a version (JFW-VER-03). The keys stay. */
  readonly appUpdateRequired: ErrorData['AppVersionUnsupported'] & {
    readonly appVersion: string | null;
    /** The brand's own words, or the catalogue's. */
    readonly message: string;
  };
}
