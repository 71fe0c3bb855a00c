import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import type { ServiceEntity } from './service.entity';
import { ServiceRepository } from './service.repository';

/** Reads single services. */
@Injectable()
export class ServiceReader {
  constructor(
    private readonly database: Database,
    private readonly services: ServiceRepository,
  ) {}

  /** @throws BrandgateError service.not-found */
  async get(brandId: BrandId, uid: string): Promise<ServiceEntity> {
    return this.services.getByUid(this.database.store, brandId, uid);
  }
}
