/** Data of the native dialect (jfw.md §23). Instants are ISO 8601 texts in UTC; a newer gateway may send further members. */

/** Who signed in. */
export interface SignedInUser {
  readonly id: string;
  readonly username: string | null;
  readonly emailAddress: string | null;
  readonly phoneNumber: string | null;
}

export interface Role {
  readonly id: string;
  readonly guid: string;
  readonly parentBrandId: string | null;
  readonly code: string;
  readonly name: string;
  readonly description: string | null;
  readonly tags: string | null;
  readonly type: 'BuiltIn' | 'Custom';
  readonly permissions: readonly string[];
  readonly createdDate: string;
}

export interface User extends SignedInUser {
  readonly brandId: string;
  readonly code: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly nickName: string | null;
  readonly avatar: string | null;
  readonly website: string | null;
  readonly bio: string | null;
  readonly type: 'EndUser' | 'Partner' | 'Admin' | 'SuperAdmin';
  readonly status: 'Inactive' | 'Active' | 'Deleted' | 'Suspended' | 'Locked';
  readonly lockedUntil: string | null;
  readonly lastLoginAt: string | null;
  readonly isEmailAddressVerified: boolean;
  readonly isTotpEnabled: boolean;
  readonly roles: readonly Role[];
  readonly languageCode: string;
  readonly timeZoneId: string | null;
  readonly createdDate: string;
  readonly modifiedDate: string;
}

/** A living session: one sign-in (JFW-SES-03). */
export interface Session {
  /** Stays the same over refreshes. */
  readonly id: string;
  readonly createdDate: string;
  readonly lastUsedAt: string | null;
  /** The Auth Key's end. */
  readonly expiresIn: string;
  readonly device: {
    readonly id: string;
    readonly code: string;
    readonly name: string;
    readonly osDevice: string | null;
  } | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  /** Whether it is the session that asks. */
  readonly isCurrent: boolean;
}

/** A device with the user's link to it. */
export interface UserDevice {
  readonly id: string;
  readonly deviceId: string;
  readonly userId: string;
  readonly brandId: string;
  readonly code: string;
  readonly type: 'ChromeOS' | 'Desktop' | 'GoogleSync' | 'Mobile' | 'SmartDevice' | 'Unspecified' | 'Web';
  readonly name: string;
  readonly osDevice: string | null;
  readonly appVersionNumber: string | null;
  readonly appVersionFlag: 'Unparseable' | null;
  readonly avatarURL: string | null;
  readonly tags: string | null;
  readonly countryCode: string | null;
  readonly isMobileApp: boolean;
  readonly isDefault: boolean;
  readonly testMode: boolean;
  readonly status: 'Inactive' | 'Active' | 'Suspended' | 'Locked';
  /** The end of the push token. */
  readonly token: string | null;
  readonly tokenKind: 'fcm_token' | 'fid' | null;
  readonly tokenStatus: 'active' | 'stale' | 'invalid' | null;
  readonly tokenUpdatedAt: string | null;
  readonly session: string | null;
  readonly userDeviceStatus: 'Offline' | 'Online' | 'Deleted';
  readonly loggedInAt: string;
  readonly loggedOutAt: string | null;
  readonly lastAccessAt: string | null;
  readonly createdDate: string;
  readonly modifiedDate: string;
}

/** A part of a list (JFW-FMT-05). */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly totalItems: number;
  /** From 0. */
  readonly pageNumber: number;
  readonly pageSize: number;
}
