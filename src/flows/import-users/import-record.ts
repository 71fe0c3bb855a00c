import { USER_TYPES, type UserType } from '../../core/roles/permission';
import { type AccountDraft, type AccountNames, namesOf } from '../../core/users/account-names';
import { requireForeignHash } from '../../core/users/foreign-hash';
import { invalidField } from '../../kernel/errors/brandgate-error';
import { ImportMembers } from './import-members';

const MEMBERS = [
  ...['username', 'emailAddress', 'phoneNumber', 'firstName', 'lastName', 'nickName'],
  ...['languageCode', 'timeZoneId', 'type', 'roles', 'status'],
  ...['passwordHash', 'createdAt', 'number', 'isEmailVerified'],
];
const STATUSES = ['Inactive', 'Active', 'Suspended', 'Locked'] as const;
/** Names that others gave may be shorter than those given here; the alphabet is the same (JFW-USR-02). */
const FOREIGN_USERNAME = /^[A-Za-z0-9._-]{1,64}$/;
const LANGUAGE_CODE = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}$/;
const NAME_LENGTH = 100;
const IDENTIFIER_LENGTH = 254;

/** A record that says what an account needs; whether the brand has its roles is not asked yet. */
export interface ReadRecord {
  readonly draft: AccountDraft;
  readonly names: AccountNames;
  readonly passwordHash: string | null;
  readonly type: UserType;
  /** Of custom roles. */
  readonly roleCodes: readonly string[];
  readonly status: (typeof STATUSES)[number];
  readonly languageCode: string | null;
  readonly isEmailVerified: boolean;
  readonly createdAt: number | null;
  readonly number: number | null;
}

/** @param now nothing was created after it @throws BrandgateError request.invalid with the member at fault */
export function readRecord(record: Readonly<Record<string, unknown>>, now: number): ReadRecord {
  const members = new ImportMembers(record);
  members.requireKnown(MEMBERS);
  const draft = draftOf(members);
  const passwordHash = members.text('passwordHash', 200);
  return {
    draft,
    names: namesOf(draft, (username) => FOREIGN_USERNAME.test(username)),
    passwordHash: passwordHash === null ? null : requireForeignHash(passwordHash),
    ...rolesOf(members),
    status: members.choice('status', STATUSES) ?? 'Active',
    languageCode: languageCodeOf(members),
    isEmailVerified: isEmailVerified(members, draft),
    createdAt: members.instant('createdAt', now),
    number: members.wholeNumber('number'),
  };
}

function draftOf(members: ImportMembers): AccountDraft {
  return {
    username: members.text('username', IDENTIFIER_LENGTH),
    emailAddress: members.text('emailAddress', IDENTIFIER_LENGTH),
    phoneNumber: members.text('phoneNumber', NAME_LENGTH),
    firstName: members.text('firstName', NAME_LENGTH),
    lastName: members.text('lastName', NAME_LENGTH),
    nickName: members.text('nickName', NAME_LENGTH),
    timeZoneId: members.text('timeZoneId', NAME_LENGTH),
  };
}

/** The seeded role may stand in either member, but not two of them (JFW-ADM-01). */
function rolesOf(members: ImportMembers): Pick<ReadRecord, 'type' | 'roleCodes'> {
  const codes = members.list('roles');
  const isSeeded = (code: string): code is UserType => USER_TYPES.some((type) => type === code);
  const named = members.choice('type', USER_TYPES);
  const types = new Set([...(named === null ? [] : [named]), ...codes.filter(isSeeded)]);
  if (types.size > 1) throw invalidField('roles', `A user is of one type, not of ${[...types].join(' and ')}.`);
  const [type = 'EndUser'] = types;
  return { type, roleCodes: codes.filter((code) => !isSeeded(code)) };
}

function languageCodeOf(members: ImportMembers): string | null {
  const code = members.text('languageCode', 35);
  if (code === null || LANGUAGE_CODE.test(code)) return code;
  throw invalidField('languageCode', 'languageCode must have the form en-US.');
}

function isEmailVerified(members: ImportMembers, { emailAddress }: AccountDraft): boolean {
  const flag = members.flag('isEmailVerified') ?? false;
  if (flag && emailAddress === null)
    throw invalidField('isEmailVerified', 'There is no address that could be verified.');
  return flag;
}
