import { Injectable } from '@nestjs/common';
import { type BrandId, uuidv7 } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { NumberSequenceRepository } from '../numbers/number-sequence.repository';
import { ServiceEntity, type ServiceType } from './service.entity';

const BUILT_IN: readonly { readonly name: ServiceType; readonly label: string }[] = [
  { name: 'system', label: 'System management' },
  { name: 'user', label: 'User management' },
];

@Injectable()
export class ServiceRepository {
  constructor(private readonly numbers: NumberSequenceRepository) {}

  /** The gateway's own services, so that roles can name them (DF-SVC-01). */
  async seed(store: Store, brandId: BrandId, now: number): Promise<void> {
    for (const { name, label } of BUILT_IN) {
      await store.insert(ServiceEntity, {
        uid: uuidv7(now),
        number: await this.numbers.next(store, brandId, 'service'),
        ...{ brandId, name, label, type: name, description: null, isActive: true, isSystem: true, config: {} },
        ...{ epoch: 0, createdBy: null, modifiedBy: null, createdAt: now, modifiedAt: now },
      });
    }
  }
}
