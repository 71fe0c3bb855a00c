import { USER_TYPES } from '../../core/roles/permission';
import type { UserFilter } from '../../core/users/user-search.repository';
import type { UserProfile } from '../../flows/update-user/update-user.command';
import { FLAG, oneOf, TEXT } from '../wire/schema';
import type { UpdateUserDto } from './dto/update-user.dto';
import type { JfwQuery } from './jfw-query';
import { TEXTS } from './query.decorator';

/** Marks that no account of this version carries. */
const NEVER = ['isUserVerified', 'testMode', 'isSystem'] as const;

/** The filters of JFW-EP-17, as they are described. */
export const USER_FILTERS = {
  ids: TEXTS,
  roleId: TEXT,
  code: TEXT,
  username: TEXT,
  userType: oneOf(USER_TYPES),
  status: { ...TEXT, description: 'Deleted accounts are listed for `Deleted` alone.' },
  isEmailAddressVerified: FLAG,
  isUserVerified: FLAG,
  testMode: FLAG,
  isSystem: FLAG,
  firstName: TEXT,
  lastName: TEXT,
  nickName: TEXT,
  emailAddress: TEXT,
  phoneNumber: TEXT,
  languageCode: TEXT,
  timeZoneId: TEXT,
  keywords: { ...TEXT, description: 'A part of a name or an identifier, in any case.' },
};

/** The filters of JFW-EP-17. */
export function userFilterOf(query: JfwQuery): UserFilter {
  const ids = query.list('ids', ',');
  const isAnyNever = NEVER.map((name) => query.flag(name)).includes(true);
  return {
    uids: isAnyNever ? [] : ids.length === 0 ? undefined : ids,
    roleUid: query.text('roleId'),
    type: query.text('userType'),
    status: query.text('status'),
    isEmailVerified: query.flag('isEmailAddressVerified'),
    code: query.text('code'),
    username: query.text('username'),
    emailAddress: query.text('emailAddress'),
    phoneNumber: query.text('phoneNumber'),
    firstName: query.text('firstName'),
    lastName: query.text('lastName'),
    nickName: query.text('nickName'),
    languageCode: query.text('languageCode'),
    timeZoneId: query.text('timeZoneId'),
    keywords: query.text('keywords'),
  };
}

/** A body as what it says: absent members are not there, so that they change nothing (JFW-FMT-04). */
export function profileOf(body: UpdateUserDto): UserProfile {
  const given = Object.entries(body).filter(([, value]) => value !== undefined);
  return { ...(Object.fromEntries(given) as Partial<UserProfile>), username: body.username };
}
