import { Injectable } from '@nestjs/common';
import { type BrandId, randomCode, type UserId, uuidv7 } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import type { UserType } from '../roles/permission';
import { NumberSequenceRepository } from '../numbers/number-sequence.repository';
import { RoleRepository } from '../roles/role.repository';
import { type AccountDraft, type AccountNames, present } from './account-names';
import type { UserEntity } from './user.entity';
import { type NewUser, UserRepository } from './user.repository';

const CODE_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Makes accounts; two parallel ones with one name meet at the unique index (JFW-USR-03). */
@Injectable()
export class UserRegistration {
  constructor(
    private readonly users: UserRepository,
    private readonly roles: RoleRepository,
    private readonly numbers: NumberSequenceRepository,
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
    const user = { ...newUser(brandId, account, now), number: await this.numbers.next(store, brandId, 'user') };
    const id: UserId = await this.users.insert(store, user);
    await this.users.insertIdentifiers(store, brandId, id, account.names.keys);
    await this.roles.giveType(store, brandId, id, account.type);
    return { ...user, id };
  }
}

function newUser(
  brandId: BrandId,
  { draft, names, passwordHash }: { draft: AccountDraft; names: AccountNames; passwordHash: string },
  now: number,
): Omit<NewUser, 'number'> {
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
