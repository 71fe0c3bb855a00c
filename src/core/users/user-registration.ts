import { Injectable } from '@nestjs/common';
import { invalidField } from '../../kernel/errors/brandgate-error';
import { type BrandId, randomCode, type UserId, uuidv7 } from '../../kernel/ids';
import { canonicalEmail, canonicalPhone, canonicalUsername } from '../../kernel/text/canonical-key';
import type { Store } from '../../storage/database';
import type { UserType } from '../roles/permission';
import { RoleRepository } from '../roles/role.repository';
import type { UserEntity } from './user.entity';
import { type IdentifierKeys, type NewUser, UserRepository } from './user.repository';

const CODE_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const USERNAME = /^[A-Za-z0-9._-]{5,64}$/;

/** What a new account is made of; blank members count as absent. */
export interface AccountDraft {
  readonly username?: string | null | undefined;
  readonly emailAddress?: string | null | undefined;
  readonly phoneNumber?: string | null | undefined;
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  readonly nickName?: string | null | undefined;
  readonly timeZoneId?: string | null | undefined;
}

/** Names as they are kept, and the keys they are found by. */
export interface AccountNames {
  readonly username: string;
  readonly emailAddress: string | null;
  readonly phoneNumber: string | null;
  readonly keys: IdentifierKeys;
}

/** Makes accounts; two parallel ones with one name meet at the unique index (JFW-USR-03). */
@Injectable()
export class UserRegistration {
  constructor(
    private readonly users: UserRepository,
    private readonly roles: RoleRepository,
  ) {}

  /** @param passwordHash any form the hasher verifies, an imported bcrypt hash included */
  async create(
    store: Store,
    brandId: BrandId,
    account: {
      readonly draft: AccountDraft;
      readonly names: AccountNames;
      readonly passwordHash: string;
      readonly type: UserType;
    },
    now: number,
  ): Promise<UserEntity> {
    const user = newUser(brandId, account, now);
    const id: UserId = await this.users.insert(store, user);
    await this.users.insertIdentifiers(store, brandId, id, account.names.keys);
    await this.roles.giveType(store, brandId, id, account.type);
    return { ...user, id };
  }
}

/** Checks and folds the names of a new account (JFW-USR-01, -02). @throws BrandgateError request.invalid with the field */
export function namesOf(draft: AccountDraft): AccountNames {
  const email = present(draft.emailAddress);
  const phone = present(draft.phoneNumber);
  const emailKey = email === null ? null : canonicalEmail(email);
  const phoneKey = phone === null ? null : canonicalPhone(phone);
  if (email !== null && emailKey === null)
    throw invalidField('emailAddress', 'emailAddress must be an e-mail address.');
  if (phone !== null && phoneKey === null) {
    throw invalidField('phoneNumber', 'phoneNumber must be + followed by 8 to 15 digits.');
  }
  const username = present(draft.username) ?? email ?? phoneKey;
  if (username === null) throw invalidField('username', 'One of username, emailAddress and phoneNumber is required.');
  const isOwnAddress = username === email || username === phoneKey;
  if (!isOwnAddress && !USERNAME.test(username)) {
    throw invalidField('username', 'username must be 5 to 64 characters of letters, digits, ".", "_" and "-".');
  }
  const usernameKey = username === email ? emailKey : username === phoneKey ? phoneKey : canonicalUsername(username);
  return {
    username,
    emailAddress: email,
    phoneNumber: phoneKey,
    keys: { username: usernameKey, email: emailKey, phone: phoneKey },
  };
}

function present(value: string | null | undefined): string | null {
  const text = value?.trim() ?? '';
  return text === '' ? null : text;
}

function newUser(
  brandId: BrandId,
  { draft, names, passwordHash }: { draft: AccountDraft; names: AccountNames; passwordHash: string },
  now: number,
): NewUser {
  return {
    uid: uuidv7(now),
    brandId,
    code: randomCode(10, CODE_ALPHABET),
    username: names.username,
    emailAddress: names.emailAddress,
    phoneNumber: names.phoneNumber,
    firstName: present(draft.firstName),
    lastName: present(draft.lastName),
    nickName: present(draft.nickName),
    timeZoneId: present(draft.timeZoneId),
    ...{ avatar: null, website: null, bio: null, languageCode: 'en-US' },
    status: 'Active',
    passwordHash,
    passwordChangedAt: now,
    credentialVersion: 0,
    epoch: 0,
    failedSignIns: 0,
    lockedUntil: null,
    isEmailVerified: false,
    lastLoginAt: null,
    createdAt: now,
    modifiedAt: now,
  };
}
