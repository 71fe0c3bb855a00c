/** What a role can allow (JFW-ADM-02). */
export const PERMISSIONS = [
  'USER.CREATE',
  'USER.READ',
  'USER.UPDATE',
  'USER.DELETE',
  'DEVICE.CREATE',
  'DEVICE.READ',
  'DEVICE.UPDATE',
  'DEVICE.DELETE',
  'AUTHKEY.READ',
  'AUTHKEY.DELETE',
  'AUTHKEY.INTROSPECT',
  'ROLE.READ',
  'ROLE.UPDATE',
  'BRAND.READ',
  'BRAND.UPDATE',
  'PUSH.SEND',
  'BRAND.CREATE',
  'DEVICE_TOKEN.READ',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

export const USER_TYPES = ['EndUser', 'Partner', 'Admin', 'SuperAdmin'] as const;

/** The seeded role a user holds, lowest tier first (JFW-ADM-05). */
export type UserType = (typeof USER_TYPES)[number];

const ADMIN: readonly Permission[] = PERMISSIONS.filter((p) => p !== 'BRAND.CREATE' && p !== 'DEVICE_TOKEN.READ');

/** Permissions of the seeded roles (JFW-ADM-02). SuperAdmin exists in the platform brand alone. */
export const SEEDED_PERMISSIONS: Readonly<Record<UserType, readonly Permission[]>> = {
  EndUser: [],
  Partner: ['AUTHKEY.INTROSPECT'],
  Admin: ADMIN,
  SuperAdmin: PERMISSIONS,
};
