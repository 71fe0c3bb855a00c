import { Injectable } from '@nestjs/common';
import { type BrandId, isUuid } from '../../kernel/ids';
import { parseBrandUrl } from '../../kernel/hosts/brand-url';
import { Database } from '../../storage/database';
import { BrandEntity } from './brand.entity';
import { BrandRepository } from './brand.repository';
import type { BrandSnapshot } from './brand-snapshot';

/** Brands as an operator names them. */
@Injectable()
export class BrandLookup {
  constructor(
    private readonly database: Database,
    private readonly brands: BrandRepository,
  ) {}

  /** @param name its code, one of its verified domains, or its public id */
  async find(name: string): Promise<BrandSnapshot | null> {
    const { store } = this.database;
    const row = await store.findOneBy(BrandEntity, isUuid(name) ? { uid: name } : { code: name });
    const id = row?.id ?? (await this.idOfDomain(name));
    return id === null ? null : this.brands.findSnapshot(store, id);
  }

  /** All of them, oldest first. */
  async list(): Promise<BrandSnapshot[]> {
    const { store } = this.database;
    return this.brands.complete(store, await store.find(BrandEntity, { order: { id: 'ASC' } }));
  }

  private async idOfDomain(name: string): Promise<BrandId | null> {
    const parsed = parseBrandUrl(name, { allowIpLiterals: true });
    return parsed.kind === 'host' ? this.brands.findIdByDomain(this.database.store, parsed.keys) : null;
  }
}
