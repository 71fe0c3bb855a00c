import { Option } from 'nest-commander';
import { Injectable } from '@nestjs/common';
import type { OutboxScope } from '../../core/outbox/outbox-search.repository';
import { findBrand } from '../shell/find-brand';
import { type CommonOptions, HouseCommand } from '../shell/house-command';

export interface OutboxOptions extends CommonOptions {
  readonly brand?: string;
}

/** A command on the outbox of the installation, or of one brand. */
@Injectable()
export abstract class OutboxHouseCommand<O extends OutboxOptions = OutboxOptions> extends HouseCommand<O> {
  @Option({ flags: '--brand <brand>', description: 'of this brand alone: its code, one of its domains, or its id' })
  parseBrand(value: string): string {
    return value;
  }

  /** @throws CommandError for a brand that is not there */
  protected async scope({ brand }: O): Promise<OutboxScope> {
    return brand === undefined ? 'everybody' : (await findBrand(await this.shell.installation.open(), brand)).id;
  }
}
