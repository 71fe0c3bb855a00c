import { Injectable } from '@nestjs/common';
import { Option } from 'nest-commander';
import { BrandedCommand, type BrandedOptions } from './branded-command';
import { LIMIT_OPTION, PAGE_OPTION, type PageOptions, parseLimit, parsePage } from './page-options';

export interface PagedOptions extends BrandedOptions, PageOptions {}

/** A command that lists what is in one brand. */
@Injectable()
export abstract class PagedCommand<O extends PagedOptions = PagedOptions> extends BrandedCommand<O> {
  @Option(LIMIT_OPTION)
  parseLimit(value: string): number {
    return parseLimit(value);
  }

  @Option(PAGE_OPTION)
  parsePage(value: string): number {
    return parsePage(value);
  }
}
