import { Injectable } from '@nestjs/common';
import { type BrandId, isUuid } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { IdentifierEntity } from './identifier.entity';
import { HARD_STOP } from './sign-in-limits';
import { UserEntity, type UserStatus } from './user.entity';
import type { IdentifierKeys } from './user.repository';

/** What of an account is written down by profile. */
export type ProfileColumns = Pick<
  UserEntity,
  | 'username'
  | 'emailAddress'
  | 'phoneNumber'
  | 'firstName'
  | 'lastName'
  | 'nickName'
  | 'avatar'
  | 'website'
  | 'bio'
  | 'languageCode'
  | 'timeZoneId'
  | 'isEmailVerified'
>;

type Row = Pick<UserEntity, 'brandId' | 'id'>;

/** The changes that an administrator, or a person themself, makes to an account. */
@Injectable()
export class ManagedUserRepository {
  /** A living account, its row held until the transaction ends. */
  async hold(store: Store, brandId: BrandId, uid: string): Promise<UserEntity | null> {
    // What is no id names nobody, and costs no statement (SEC-IN-03).
    if (!isUuid(uid)) return null;
    await store.query('UPDATE users SET epoch = epoch WHERE brand_id = ? AND uid = ?', [brandId, uid]);
    const user = await store.findOneBy(UserEntity, { brandId, uid });
    return user?.status === 'Deleted' ? null : user;
  }

  /** @returns false when the account is not in the state it is moved from (JFW-USR-05) */
  async moveStatus(
    store: Store,
    { brandId, id }: Row,
    move: { readonly from: UserStatus; readonly to: UserStatus },
    now: number,
  ): Promise<boolean> {
    const where = { brandId, id, status: move.from };
    const { affected } = await store.update(UserEntity, where, { status: move.to, modifiedAt: now });
    return affected === 1;
  }

  /** Takes an administrative lock, an automatic one and a hard stop away. @returns false when there is none of them */
  async unlock(store: Store, { brandId, id }: Row, now: number): Promise<boolean> {
    const { affected } = await store
      .createQueryBuilder()
      .update(UserEntity)
      .set({ status: 'Active', lockedUntil: null, failedSignIns: 0, modifiedAt: now })
      .where('brand_id = :brandId AND id = :id', { brandId, id })
      .andWhere(
        "(status = 'Locked' OR (status = 'Active' AND (locked_until > :now OR failed_sign_ins >= :hardStop)))",
        { now, hardStop: HARD_STOP },
      )
      .execute();
    return affected === 1;
  }

  /** A password that somebody else chose; sign-ins under way with the old one are void (SEC-SES-02). */
  async setPassword(store: Store, { brandId, id }: Row, hash: string, now: number): Promise<void> {
    await store.update(
      UserEntity,
      { brandId, id },
      {
        passwordHash: hash,
        passwordChangedAt: now,
        modifiedAt: now,
        credentialVersion: () => 'credential_version + 1',
      },
    );
  }

  async updateProfile(
    store: Store,
    { brandId, id }: Row,
    changes: Partial<ProfileColumns>,
    now: number,
  ): Promise<void> {
    await store.update(UserEntity, { brandId, id }, { ...changes, modifiedAt: now });
  }

  /** The row stays, without its password; who signs in meanwhile is too late (SEC-SES-02). @returns false when it was Deleted */
  async markDeleted(store: Store, { brandId, id, status }: Row & { readonly status: UserStatus }, now: number) {
    const { affected } = await store.update(
      UserEntity,
      { brandId, id, status },
      {
        status: 'Deleted',
        passwordHash: null,
        modifiedAt: now,
        credentialVersion: () => 'credential_version + 1',
      },
    );
    return affected === 1;
  }

  /** The keys that the account is found by. */
  async keysOf(store: Store, { brandId, id }: Row): Promise<IdentifierKeys> {
    const rows = await store.findBy(IdentifierEntity, { brandId, userId: id });
    const keyOf = (flag: 'isUsername' | 'isEmail' | 'isPhone') => rows.find((row) => row[flag])?.canonicalKey ?? null;
    return { username: keyOf('isUsername'), email: keyOf('isEmail'), phone: keyOf('isPhone') };
  }

  /** Gives the account's names back to the brand; those it still goes by are inserted anew. */
  async freeIdentifiers(store: Store, { brandId, id }: Row): Promise<void> {
    await store.delete(IdentifierEntity, { brandId, userId: id });
  }
}
