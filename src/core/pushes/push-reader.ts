import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import type { ListPage, PageRequest } from '../../storage/list-page';
import { type LinkName, LinkNamesRepository } from '../devices/link-names.repository';
import type { DeliveryState, PushDeliveryEntity } from './push-delivery.entity';
import { PushDeliveryRepository } from './push-delivery.repository';
import type { PushEntity } from './push.entity';
import { PushRepository } from './push.repository';

/** A delivery, and whose device it is for; null when that link is gone. */
export interface NamedDelivery {
  readonly delivery: PushDeliveryEntity;
  readonly name: LinkName | null;
}

/** Looks at a brand's pushes. */
@Injectable()
export class PushReader {
  constructor(
    private readonly database: Database,
    private readonly pushes: PushRepository,
    private readonly deliveries: PushDeliveryRepository,
    private readonly names: LinkNamesRepository,
  ) {}

  /** Newest first. */
  list(brandId: BrandId, page: PageRequest): Promise<ListPage<PushEntity>> {
    return this.pushes.list(this.database.store, brandId, page);
  }

  /** @throws BrandgateError push.not-found */
  async get(brandId: BrandId, uid: string): Promise<PushEntity> {
    const push = await this.pushes.findByUid(this.database.store, brandId, uid);
    if (!push) throw new BrandgateError('push.not-found');
    return push;
  }

  count(push: PushEntity): Promise<Readonly<Record<DeliveryState, number>>> {
    return this.deliveries.countByState(this.database.store, push);
  }

  /** In the order in which they were written down. @throws BrandgateError push.not-found */
  async listDeliveries(
    brandId: BrandId,
    uid: string,
    state: DeliveryState | undefined,
    page: PageRequest,
  ): Promise<ListPage<NamedDelivery>> {
    const push = await this.get(brandId, uid);
    const { store } = this.database;
    const { items, total } = await this.deliveries.list(store, push, state, page);
    const links = items.map(({ linkId }) => linkId);
    const names = await this.names.of(store, brandId, links);
    return { items: items.map((delivery) => ({ delivery, name: names.get(delivery.linkId) ?? null })), total };
  }
}
