import { Injectable } from '@nestjs/common';
import { invalidField } from '../../kernel/errors/brandgate-error';
import { type BrandId, randomCode, type RoleId, uuidv7 } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { isDuplicate } from '../../storage/database-error';
import type { UserType } from '../roles/permission';
import { NumberSequenceRepository } from '../numbers/number-sequence.repository';
import { RoleAssignmentRepository } from '../roles/role-assignment.repository';
import { RoleRepository } from '../roles/role.repository';
import { type AccountDraft, type AccountNames, present } from './account-names';
import type { UserEntity, UserStatus } from './user.entity';
import { type NewUser, UserRepository } from './user.repository';

const CODE_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What every client's integer holds. */
const MAX_NUMBER = 2_147_483_647;

export const DEFAULT_LANGUAGE_CODE = 'en-US';

/** An account to make; what is absent is as in any new account. */
export interface NewAccount {
  readonly draft: AccountDraft;
  readonly names: AccountNames;
  /** Any form the hasher verifies, an imported bcrypt hash included; null for an account without local password. */
  readonly passwordHash: string | null;
  readonly type: UserType;
  /** Custom roles beside the type. */
  readonly roleIds?: readonly RoleId[];
  readonly status?: Exclude<UserStatus, 'Deleted'>;
  readonly languageCode?: string | null;
  /** A number from elsewhere, which the account keeps. */
  readonly number?: number | null;
  readonly isEmailVerified?: boolean;
  readonly createdAt?: number | null;
}

/** Makes accounts; two parallel ones with one name meet at the unique index (JFW-USR-03). */
@Injectable()
export class UserRegistration {
  constructor(
    private readonly users: UserRepository,
    private readonly roles: RoleRepository,
    private readonly assignments: RoleAssignmentRepository,
    private readonly numbers: NumberSequenceRepository,
  ) {}

  /** @throws BrandgateError user.*-taken; request.invalid for a number that is none, or another account's */
  async create(store: Store, brandId: BrandId, account: NewAccount, now: number): Promise<UserEntity> {
    const number = await this.numberOf(store, brandId, account.number ?? null);
    const user = await this.insert(store, { ...newUser(brandId, account, now), number });
    await this.users.insertIdentifiers(store, brandId, user.id, account.names.keys);
    await this.roles.giveType(store, brandId, user.id, account.type);
    await this.assignments.give(store, brandId, user.id, account.roleIds ?? []);
    return user;
  }

  private async numberOf(store: Store, brandId: BrandId, kept: number | null): Promise<number> {
    if (kept === null) return this.numbers.next(store, brandId, 'user');
    if (!Number.isInteger(kept) || kept < 1 || kept > MAX_NUMBER) {
      throw invalidField('number', `number must be a whole number from 1 to ${MAX_NUMBER}.`);
    }
    await this.numbers.keep(store, brandId, 'user', kept);
    return kept;
  }

  private async insert(store: Store, user: NewUser): Promise<UserEntity> {
    try {
      return { ...user, id: await this.users.insert(store, user) };
    } catch (error) {
      if (isDuplicate(error, 'number')) throw invalidField('number', `The number ${user.number} is taken.`);
      throw error;
    }
  }
}

function newUser(brandId: BrandId, account: NewAccount, now: number): Omit<NewUser, 'number'> {
  const { draft, names, passwordHash } = account;
  const createdAt = account.createdAt ?? now;
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
    ...{ avatar: null, website: null, bio: null, languageCode: account.languageCode ?? DEFAULT_LANGUAGE_CODE },
    status: account.status ?? 'Active',
    passwordHash,
    passwordChangedAt: passwordHash === null ? null : now,
    credentialVersion: 0,
    epoch: 0,
    failedSignIns: 0,
    lockedUntil: null,
    isEmailVerified: account.isEmailVerified ?? false,
    lastLoginAt: null,
    createdAt,
    modifiedAt: now,
  };
}
