import { Option, SubCommand } from 'nest-commander';
import { PushReader } from '../../core/pushes/push-reader';
import { pushView } from '../../protocols/jfw/views/push.view';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import {
  LIMIT_OPTION,
  moreText,
  PAGE_OPTION,
  pageOf,
  type PageOptions,
  parseLimit,
  parsePage,
} from '../shell/page-options';
import { audienceText } from './audience-text';

interface ListOptions extends BrandedOptions, PageOptions {}

const HEAD = ['ID', 'STATE', 'RECIPIENTS', 'CREATED', 'FINISHED', 'AUDIENCE'];

@SubCommand({ name: 'list', description: 'messages of a brand, newest first' })
export class PushListCommand extends BrandedCommand<ListOptions> {
  protected readonly examples = ['brandgate push list --brand acme --limit 20'];

  protected async execute({ options, out }: Invocation<ListOptions>): Promise<void> {
    const { brand, get } = await this.acting(options);
    const page = pageOf(options);
    const { items, total } = await get(PushReader).list(brand.id, page);
    const pushes = items.map(pushView);
    const rows = pushes.map(({ id, state, recipients, audience, createdDate, finishedDate }) => {
      return [id, state, recipients, createdDate, finishedDate, audienceText(audience)];
    });
    out.table({ total, pushes }, HEAD, rows);
    const more = moreText(pushes.length, total, page);
    if (more !== null) out.note(more);
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
