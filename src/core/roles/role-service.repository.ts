import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { BrandId, ServiceId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { isReferenceRefused } from '../../storage/database-error';
import { NumberSequenceRepository } from '../numbers/number-sequence.repository';
import type { ServiceAccess } from './access-evaluator';
import type { RoleEntity } from './role.entity';
import { RoleServiceEntity } from './role-service.entity';

/** What roles may do with services. */
@Injectable()
export class RoleServiceRepository {
  constructor(private readonly numbers: NumberSequenceRepository) {}

  async listOfRole(store: Store, { brandId, id }: Pick<RoleEntity, 'brandId' | 'id'>): Promise<RoleServiceEntity[]> {
    return store.find(RoleServiceEntity, { where: { brandId, roleId: id }, order: { id: 'ASC' } });
  }

  async isAnyOfRole(store: Store, { brandId, id }: RoleEntity): Promise<boolean> {
    return store.existsBy(RoleServiceEntity, { brandId, roleId: id });
  }

  /**
   * Makes the rows of a role these; what stays as it is keeps its row and number. For a caller who holds the role.
   * @throws BrandgateError service.not-found when a service was deleted meanwhile
   */
  async replace(store: Store, role: RoleEntity, wanted: readonly ServiceAccess[], now: number): Promise<void> {
    const { brandId, id: roleId } = role;
    const missing = new Map(wanted.map((access) => [contentOf(access), access]));
    const surplus = (await this.listOfRole(store, role)).filter((row) => !missing.delete(contentOf(row)));
    await store.delete(RoleServiceEntity, { brandId, id: In(surplus.map(({ id }) => id)) });
    for (const access of missing.values()) {
      const number = await this.numbers.next(store, brandId, 'role-service');
      try {
        await store.insert(RoleServiceEntity, { ...access, brandId, roleId, number, createdAt: now, modifiedAt: now });
      } catch (error) {
        if (isReferenceRefused(error)) throw new BrandgateError('service.not-found');
        throw error;
      }
    }
  }

  /** With the service nothing can be done any more. @returns how many rows named it */
  async deleteOfService(store: Store, brandId: BrandId, serviceId: ServiceId): Promise<number> {
    return (await store.delete(RoleServiceEntity, { brandId, serviceId })).affected ?? 0;
  }

  async deleteOfRole(store: Store, { brandId, id }: RoleEntity): Promise<void> {
    await store.delete(RoleServiceEntity, { brandId, roleId: id });
  }
}

/** Equal for rows that say the same. */
function contentOf({ serviceId, component, verbMask, requestorMask, filters, filterOp }: ServiceAccess): string {
  const conditions = filters.map(({ name, operator, value }) => [name, operator, value]);
  return JSON.stringify([serviceId, component, verbMask, requestorMask, conditions, filterOp]);
}
