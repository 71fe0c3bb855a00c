import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { type BrandId, isUuid, type RoleId, type UserId, uuidv7 } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { isDuplicate, isReferenceRefused } from '../../storage/database-error';
import { type Permission, SEEDED_PERMISSIONS, USER_TYPES, type UserType } from './permission';
import { NumberSequenceRepository } from '../numbers/number-sequence.repository';
import { RoleEntity } from './role.entity';
import { UserRoleEntity } from './user-role.entity';

/** A role as a signed-in user holds it. */
export interface HeldRole {
  readonly uid: string;
  readonly code: string;
  readonly name: string;
  readonly description: string | null;
  readonly kind: 'BuiltIn' | 'Custom';
  readonly isActive: boolean;
  readonly permissions: readonly Permission[];
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** What the operator of a brand says of a role. */
export type RoleDraft = Pick<RoleEntity, 'code' | 'name' | 'description' | 'isActive' | 'permissions'>;

@Injectable()
export class RoleRepository {
  constructor(private readonly numbers: NumberSequenceRepository) {}

  /** The built-in roles of a new brand; SuperAdmin exists in the platform brand alone (JFW-ADM-02). */
  async seed(store: Store, brandId: BrandId, isPlatform: boolean, now: number): Promise<void> {
    const types = USER_TYPES.filter((type) => isPlatform || type !== 'SuperAdmin');
    for (const type of types) {
      await store.insert(RoleEntity, {
        uid: uuidv7(now),
        number: await this.numbers.next(store, brandId, 'role'),
        ...{ brandId, code: type, name: type, description: null, kind: 'BuiltIn', isActive: true },
        ...{ permissions: SEEDED_PERMISSIONS[type], createdAt: now, modifiedAt: now },
      });
    }
  }

  /** @throws BrandgateError role.exists for a code that another role of the brand has */
  async insertCustom(store: Store, brandId: BrandId, draft: RoleDraft, now: number): Promise<RoleEntity> {
    const role = {
      ...draft,
      ...{ uid: uuidv7(now), brandId, kind: 'Custom' as const, createdAt: now, modifiedAt: now },
      number: await this.numbers.next(store, brandId, 'role'),
    };
    const { identifiers } = await refusingDuplicates(() => store.insert(RoleEntity, role));
    // A server hands BIGINT back as text.
    return { ...role, id: Number(identifiers[0]?.['id']) as RoleId };
  }

  /** @throws BrandgateError role.exists for a code that another role of the brand has */
  async update(store: Store, { brandId, id }: RoleEntity, changes: Partial<RoleDraft>, now: number): Promise<void> {
    await refusingDuplicates(() => store.update(RoleEntity, { brandId, id }, { ...changes, modifiedAt: now }));
  }

  /** @throws BrandgateError role.in-use while anything names it: the foreign keys say so */
  async delete(store: Store, { brandId, id }: RoleEntity): Promise<void> {
    try {
      await store.delete(RoleEntity, { brandId, id });
    } catch (error) {
      if (isReferenceRefused(error)) throw new BrandgateError('role.in-use');
      throw error;
    }
  }

  async findByUid(store: Store, brandId: BrandId, uid: string): Promise<RoleEntity | null> {
    // What is no id names no role, and costs no statement (SEC-IN-03).
    return isUuid(uid) ? store.findOneBy(RoleEntity, { brandId, uid }) : null;
  }

  async listByIds(store: Store, brandId: BrandId, ids: readonly RoleId[]): Promise<RoleEntity[]> {
    return ids.length === 0 ? [] : store.findBy(RoleEntity, { brandId, id: In([...ids]) });
  }

  /**
   * The roles, which nobody else changes, gives or deletes until the transaction ends.
   * @throws BrandgateError role.not-found when one of them is not there
   */
  async lock(store: Store, brandId: BrandId, uids: readonly string[]): Promise<RoleEntity[]> {
    const named = [...new Set(uids)];
    if (!named.every(isUuid)) throw new BrandgateError('role.not-found');
    const where = { brandId, uid: In(named) };
    const lock = store.createQueryBuilder().update(RoleEntity);
    await lock
      .set({ modifiedAt: () => 'modified_at' })
      .where(where)
      .execute();
    const roles = await store.findBy(RoleEntity, where);
    if (roles.length !== named.length) throw new BrandgateError('role.not-found');
    return roles;
  }

  /** As `lock`, for one. @throws BrandgateError role.not-found */
  async lockOne(store: Store, brandId: BrandId, uid: string): Promise<RoleEntity> {
    const [role] = await this.lock(store, brandId, [uid]);
    if (!role) throw new BrandgateError('role.not-found');
    return role;
  }

  /** Gives a seeded role to a user who holds none yet. */
  async giveType(store: Store, brandId: BrandId, userId: UserId, type: UserType): Promise<void> {
    const role = await store.findOneByOrFail(RoleEntity, { brandId, code: type });
    await store.insert(UserRoleEntity, { brandId, userId, roleId: role.id });
  }

  /** Roles by user; users without any are missing. */
  async listOfUsers(store: Store, brandId: BrandId, userIds: readonly UserId[]): Promise<Map<UserId, HeldRole[]>> {
    const held = new Map<UserId, HeldRole[]>();
    if (userIds.length === 0) return held;
    const links = (await store
      .createQueryBuilder(UserRoleEntity, 'ur')
      .innerJoinAndMapOne('ur.role', RoleEntity, 'r', 'r.brandId = ur.brandId AND r.id = ur.roleId')
      .where('ur.brandId = :brandId AND ur.userId IN (:...userIds)', { brandId, userIds: [...userIds] })
      .orderBy('r.id')
      .getMany()) as (UserRoleEntity & { role: RoleEntity })[];
    for (const { userId, role } of links) held.set(userId, [...(held.get(userId) ?? []), role]);
    return held;
  }

  async listOfUser(store: Store, brandId: BrandId, userId: UserId): Promise<HeldRole[]> {
    return store
      .createQueryBuilder(RoleEntity, 'r')
      .innerJoin(UserRoleEntity, 'ur', 'ur.brandId = r.brandId AND ur.roleId = r.id')
      .where('ur.brandId = :brandId AND ur.userId = :userId', { brandId, userId })
      .orderBy('r.id')
      .getMany();
  }
}

async function refusingDuplicates<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isDuplicate(error, 'code')) throw new BrandgateError('role.exists');
    throw error;
  }
}

/** The user type is the name of the seeded role held (JFW-ADM-01). */
export function userTypeOf(roles: readonly HeldRole[]): UserType {
  const seeded = roles.find((role) => role.kind === 'BuiltIn');
  return USER_TYPES.find((type) => type === seeded?.code) ?? 'EndUser';
}
