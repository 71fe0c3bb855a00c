import { Option, SubCommand } from 'nest-commander';
import { BrandSearchRepository } from '../../core/brands/brand-search.repository';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';
import {
  LIMIT_OPTION,
  PAGE_OPTION,
  pageOf,
  type PageOptions,
  parseLimit,
  parsePage,
  printPage,
} from '../shell/page-options';
import { shownBrand } from './shown-brand';

interface BrandListOptions extends CommonOptions, PageOptions {
  readonly status?: string;
  readonly keywords?: string;
}

@SubCommand({ name: 'list', description: 'the brands of the installation' })
export class BrandListCommand extends HouseCommand<BrandListOptions> {
  protected readonly examples = ['brandgate brand list', 'brandgate brand list --keywords acme --status Active --json'];

  protected async execute({ options, out }: Invocation<BrandListOptions>): Promise<void> {
    const { status, keywords } = options;
    const page = pageOf(options);
    const search = await this.shell.installation.get(BrandSearchRepository);
    const sort = { field: 'code', order: 'ASC' } as const;
    const { items, total } = await search.find(null, { filter: { status, keywords }, page, sort });
    const brands = items.map(shownBrand);
    const rows = brands.map(({ code, name, status: state, domains }) => {
      return [code, name, state, domains.map(({ domain }) => domain).join(', ')];
    });
    printPage(out, { shown: { total, brands }, head: ['CODE', 'NAME', 'STATUS', 'DOMAINS'], rows, page });
  }

  @Option({ flags: '--status <status>', description: 'Active or Inactive' })
  parseStatus(value: string): string {
    return value;
  }

  @Option({ flags: '--keywords <text>', description: 'a part of the code, the name or the abbreviation' })
  parseKeywords(value: string): string {
    return value;
  }

  @Option(LIMIT_OPTION)
  parseLimit(value: string): number {
    return parseLimit(value);
  }

  @Option(PAGE_OPTION)
  parsePage(value: string): number {
    return parsePage(value);
  }
}
