import { type AccountNames, namesOf, present } from '../../core/users/account-names';
import type { ProfileColumns } from '../../core/users/managed-user.repository';
import type { UserEntity } from '../../core/users/user.entity';
import { DEFAULT_LANGUAGE_CODE } from '../../core/users/user-registration';
import type { IdentifierKeys } from '../../core/users/user.repository';
import type { UserProfile } from './update-user.command';

const TEXTS = ['firstName', 'lastName', 'nickName', 'avatar', 'website', 'bio', 'timeZoneId'] as const;

/** What a profile changes in an account. */
export interface ProfileChanges {
  /** Only what differs. */
  readonly columns: Partial<ProfileColumns>;
  readonly names: AccountNames;
  /** Another address, or none any more. */
  readonly isAddressChanged: boolean;
  /** Another address or number, not merely another spelling of it (SEC-ID-02). */
  readonly isContactChanged: boolean;
  /** The keys that the account is found by are others than before. */
  readonly areKeysChanged: boolean;
}

/** @param before the keys that the account goes by @throws BrandgateError request.invalid with the field (JFW-USR-02) */
export function changesOf(user: UserEntity, before: IdentifierKeys, profile: UserProfile): ProfileChanges {
  // The account's own name stays good, though it may be older than today's rule for new ones.
  const names = namesOf({ ...user, ...profile }, (username) => username === user.username);
  const { username, emailAddress, phoneNumber, keys } = names;
  const isAddressChanged = keys.email !== before.email;
  const wanted: Partial<ProfileColumns> = {
    ...textsOf(profile),
    ...{ username, emailAddress, phoneNumber },
    // A changed address is nobody's until it is verified (SEC-RST-07).
    ...(isAddressChanged ? { isEmailVerified: false } : {}),
  };
  const isContactChanged = isAddressChanged || keys.phone !== before.phone;
  const areKeysChanged = isContactChanged || keys.username !== before.username;
  return { columns: differing(user, wanted), names, isAddressChanged, isContactChanged, areKeysChanged };
}

/** Blank clears like `null`; without a language the default one counts. */
function textsOf(profile: UserProfile): Partial<ProfileColumns> {
  const given = TEXTS.filter((member) => profile[member] !== undefined);
  const texts = Object.fromEntries(given.map((member) => [member, present(profile[member])]));
  const { languageCode } = profile;
  return languageCode === undefined
    ? texts
    : { ...texts, languageCode: present(languageCode) ?? DEFAULT_LANGUAGE_CODE };
}

function differing(user: UserEntity, wanted: Partial<ProfileColumns>): Partial<ProfileColumns> {
  const members = Object.keys(wanted) as (keyof ProfileColumns)[];
  return Object.fromEntries(
    members.filter((member) => wanted[member] !== user[member]).map((member) => [member, wanted[member]]),
  );
}
