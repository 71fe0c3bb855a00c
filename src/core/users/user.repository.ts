import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type BrandId, isUuid, type UserId } from '../../kernel/ids';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { Store } from '../../storage/database';
import { isDuplicate } from '../../storage/database-error';
import { IdentifierEntity } from './identifier.entity';
import { UserEntity } from './user.entity';

export type NewUser = Omit<UserEntity, 'id'>;

export type IdentifierKind = 'username' | 'email' | 'phone';

/** Canonical keys of a new account; equal ones become one row that serves several kinds (SEC-ID-04). */
export type IdentifierKeys = Readonly<Record<IdentifierKind, string | null>>;

const FLAG = { username: 'isUsername', email: 'isEmail', phone: 'isPhone' } as const;
const TAKEN = { username: 'user.username-taken', email: 'user.email-taken', phone: 'user.phone-taken' } as const;
const KINDS: readonly IdentifierKind[] = ['username', 'email', 'phone'];

@Injectable()
export class UserRepository {
  async insert(store: Store, user: NewUser): Promise<UserId> {
    const { identifiers } = await store.insert(UserEntity, user);
    // A server hands BIGINT back as text.
    return Number(identifiers[0]?.['id']) as UserId;
  }

  /** @throws BrandgateError user.*-taken for the first key that another account of the brand holds */
  async insertIdentifiers(store: Store, brandId: BrandId, userId: UserId, keys: IdentifierKeys): Promise<void> {
    const done = new Set<string>();
    // An e-mail address that is taken is told as such, also when it serves as the username.
    for (const kind of ['email', 'phone', 'username'] as const) {
      const key = keys[kind];
      if (key === null || done.has(key)) continue;
      done.add(key);
      const serves = (k: IdentifierKind) => keys[k] === key;
      try {
        await store.insert(IdentifierEntity, {
          brandId,
          userId,
          canonicalKey: key,
          isUsername: serves('username'),
          isEmail: serves('email'),
          isPhone: serves('phone'),
        });
      } catch (error) {
        if (isDuplicate(error, 'canonical_key')) throw new BrandgateError(TAKEN[kind]);
        throw error;
      }
    }
  }

  /** Which of the canonical keys belong to accounts of the brand already. */
  async listTakenKeys(store: Store, brandId: BrandId, keys: readonly string[]): Promise<ReadonlySet<string>> {
    if (keys.length === 0) return new Set();
    const rows = await store.findBy(IdentifierEntity, { brandId, canonicalKey: In([...keys]) });
    return new Set(rows.map(({ canonicalKey }) => canonicalKey));
  }

  /** The one account whose key this is, if it serves one of the kinds; at most one by the unique index (JFW-AUTH-03). */
  async findByKey(
    store: Store,
    brandId: BrandId,
    key: string,
    kinds: readonly IdentifierKind[] = KINDS,
  ): Promise<UserEntity | null> {
    const found = await store
      .createQueryBuilder(UserEntity, 'u')
      .innerJoinAndMapOne('u.foundBy', IdentifierEntity, 'i', 'i.brandId = u.brandId AND i.userId = u.id')
      .where('i.brandId = :brandId AND i.canonicalKey = :key', { brandId, key })
      .getOne();
    const identifier = (found as { foundBy?: IdentifierEntity } | null)?.foundBy;
    // What was asked for and what was found must be the same bytes (SEC-ID-03).
    if (!found || identifier?.canonicalKey !== key) return null;
    return kinds.some((kind) => identifier[FLAG[kind]]) ? found : null;
  }

  /** A living account by its public id. @param options withDeleted: also one that is Deleted */
  async findByUid(
    store: Store,
    brandId: BrandId,
    uid: string,
    { withDeleted = false } = {},
  ): Promise<UserEntity | null> {
    // What is no id names nobody, and costs no statement (SEC-IN-03).
    const user = isUuid(uid) ? await store.findOneBy(UserEntity, { brandId, uid }) : null;
    return user?.status === 'Deleted' && !withDeleted ? null : user;
  }

  async listByIds(store: Store, brandId: BrandId, ids: readonly UserId[]): Promise<UserEntity[]> {
    return ids.length === 0 ? [] : store.findBy(UserEntity, { brandId, id: In([...ids]) });
  }

  async listByUids(store: Store, brandId: BrandId, uids: readonly string[]): Promise<UserEntity[]> {
    return uids.length === 0 ? [] : store.findBy(UserEntity, { brandId, uid: In([...uids]) });
  }

  async findById(store: Store, brandId: BrandId, id: UserId): Promise<UserEntity | null> {
    return store.findOneBy(UserEntity, { brandId, id });
  }

  /**
   * A new password, while the one that was proven is still the current one; sign-ins under way with it are void
   * (SEC-SES-02). @returns false when it was changed meanwhile
   */
  async changePassword(store: Store, user: UserEntity, hash: string, now: number): Promise<boolean> {
    const { brandId, id, credentialVersion } = user;
    const { affected } = await store.update(
      UserEntity,
      { brandId, id, credentialVersion },
      { passwordHash: hash, passwordChangedAt: now, modifiedAt: now, credentialVersion: credentialVersion + 1 },
    );
    return affected === 1;
  }

  /** Replaces a hash of an older form, unless the password was changed meanwhile (SEC-PW-03). */
  async upgradePassword(store: Store, user: UserEntity, hash: string): Promise<void> {
    const { brandId, id, passwordHash } = user;
    if (passwordHash === null) return;
    await store.update(UserEntity, { brandId, id, passwordHash }, { passwordHash: hash });
  }

  /** Sign-ins under way anywhere in the brand come to nothing (SEC-SES-02). */
  async voidSignIns(store: Store, brandId: BrandId): Promise<void> {
    await store.increment(UserEntity, { brandId }, 'credentialVersion', 1);
  }
}
