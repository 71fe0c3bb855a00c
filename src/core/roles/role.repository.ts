import { Injectable } from '@nestjs/common';
import { type BrandId, type UserId, uuidv7 } from '../../kernel/ids';
import type { Store } from '../../storage/database';
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
  readonly permissions: readonly Permission[];
  readonly createdAt: number;
}

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

/** The user type is the name of the seeded role held (JFW-ADM-01). */
export function userTypeOf(roles: readonly HeldRole[]): UserType {
  const seeded = roles.find((role) => role.kind === 'BuiltIn');
  return USER_TYPES.find((type) => type === seeded?.code) ?? 'EndUser';
}
