import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { type BrandId, isUuid, type ServiceId, uuidv7 } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { isDuplicate } from '../../storage/database-error';
import { NumberSequenceRepository } from '../numbers/number-sequence.repository';
import { ServiceEntity, type ServiceType } from './service.entity';

const BUILT_IN: readonly { readonly name: ServiceType; readonly label: string }[] = [
  { name: 'system', label: 'System management' },
  { name: 'user', label: 'User management' },
];

export type NewService = Omit<ServiceEntity, 'id' | 'number'>;

@Injectable()
export class ServiceRepository {
  constructor(private readonly numbers: NumberSequenceRepository) {}

  /** The gateway's own services, so that roles can name them (DF-SVC-01). */
  async seed(store: Store, brandId: BrandId, now: number): Promise<void> {
    for (const { name, label } of BUILT_IN) {
      await this.insert(store, {
        uid: uuidv7(now),
        ...{ brandId, name, label, type: name, description: null, isActive: true, isSystem: true, config: {} },
        ...{ epoch: 0, createdBy: null, modifiedBy: null, createdAt: now, modifiedAt: now },
      });
    }
  }

  /** @throws BrandgateError service.exists for a name that another service of the brand has */
  async insert(store: Store, service: NewService): Promise<ServiceEntity> {
    const row = { ...service, number: await this.numbers.next(store, service.brandId, 'service') };
    const { identifiers } = await refusingDuplicates(() => store.insert(ServiceEntity, row));
    // A server hands BIGINT back as text.
    return { ...row, id: Number(identifiers[0]?.['id']) as ServiceId };
  }

  /** @throws BrandgateError service.exists for a name that another service of the brand has */
  async update(store: Store, { brandId, id }: ServiceEntity, changes: Partial<NewService>): Promise<void> {
    await refusingDuplicates(() => store.update(ServiceEntity, { brandId, id }, changes));
  }

  async delete(store: Store, { brandId, id }: ServiceEntity): Promise<void> {
    await store.delete(ServiceEntity, { brandId, id });
  }

  /** @throws BrandgateError service.not-found */
  async getByUid(store: Store, brandId: BrandId, uid: string): Promise<ServiceEntity> {
    // What is no id names no service, and costs no statement (SEC-IN-03).
    const service = isUuid(uid) ? await store.findOneBy(ServiceEntity, { brandId, uid }) : null;
    if (!service) throw new BrandgateError('service.not-found');
    return service;
  }

  /** By its name, which is kept in small letters. */
  async findByName(store: Store, brandId: BrandId, name: string): Promise<ServiceEntity | null> {
    return store.findOneBy(ServiceEntity, { brandId, name });
  }

  /**
   * As `getByUid`; nobody else changes it, deletes it or names it in a role until the transaction ends.
   * @throws BrandgateError service.not-found
   */
  async lock(store: Store, brandId: BrandId, uid: string): Promise<ServiceEntity> {
    const statement = 'UPDATE services SET epoch = epoch WHERE brand_id = ? AND uid = ?';
    if (isUuid(uid)) await store.query(statement, [brandId, uid]);
    return this.getByUid(store, brandId, uid);
  }

  /** @throws BrandgateError service.not-found when one of them is not there */
  async idsOf(store: Store, brandId: BrandId, uids: readonly string[]): Promise<ReadonlyMap<string, ServiceId>> {
    const named = [...new Set(uids)];
    if (!named.every(isUuid)) throw new BrandgateError('service.not-found');
    const services = named.length === 0 ? [] : await store.findBy(ServiceEntity, { brandId, uid: In(named) });
    if (services.length !== named.length) throw new BrandgateError('service.not-found');
    return new Map(services.map(({ uid, id }) => [uid, id]));
  }

  async listByIds(store: Store, brandId: BrandId, ids: readonly ServiceId[]): Promise<ServiceEntity[]> {
    return ids.length === 0 ? [] : store.findBy(ServiceEntity, { brandId, id: In([...ids]) });
  }
}

async function refusingDuplicates<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isDuplicate(error, 'name')) throw new BrandgateError('service.exists');
    throw error;
  }
}
