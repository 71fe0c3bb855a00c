import { Injectable } from '@nestjs/common';
import { Option } from 'nest-commander';
import { BrandedCommand, type BrandedOptions } from './branded-command';
import type { Output } from './output';
import { LIMIT_OPTION, moreText, PAGE_OPTION, type PageOptions, parseLimit, parsePage } from './page-options';

export interface PagedOptions extends BrandedOptions, PageOptions {}

/** A page of a list, as it is printed. */
interface PrintedPage {
  /** The whole of it, with `total`, for `--json`. */
  readonly shown: { readonly total: number } & Readonly<Record<string, unknown>>;
  readonly head: readonly string[];
  readonly rows: Parameters<Output['table']>[2];
  readonly page: { readonly number: number; readonly size: number };
}

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

  protected print(out: Output, { shown, head, rows, page }: PrintedPage): void {
    out.table(shown, head, rows);
    const more = moreText(rows.length, shown.total, page);
    if (more !== null) out.note(more);
  }
}
