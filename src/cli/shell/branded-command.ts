import { Injectable } from '@nestjs/common';
import { Option } from 'nest-commander';
import { Acting } from './acting';
import { type CommonOptions, HouseCommand } from './house-command';

export interface BrandedOptions extends CommonOptions {
  readonly brand?: string;
}

/** A command that works within one brand. */
@Injectable()
export abstract class BrandedCommand<O extends BrandedOptions = BrandedOptions> extends HouseCommand<O> {
  @Option({
    flags: '--brand <brand>',
    description: 'the brand: its code, one of its domains, or its id',
    required: true,
  })
  parseBrand(value: string): string {
    return value;
  }

  /** @throws CommandError for a brand that is not there */
  protected async acting({ brand = '' }: O): Promise<Acting> {
    return Acting.in(await this.shell.installation.open(), brand);
  }
}
