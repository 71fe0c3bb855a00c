import { SubCommand } from 'nest-commander';
import { PushReader } from '../../core/pushes/push-reader';
import { pushView } from '../../protocols/jfw/views/push.view';
import type { Invocation } from '../shell/house-command';
import { pageOf, printPage } from '../shell/page-options';
import { PagedCommand, type PagedOptions } from '../shell/paged-command';
import { audienceText } from './audience-text';

const HEAD = ['ID', 'STATE', 'RECIPIENTS', 'CREATED', 'FINISHED', 'AUDIENCE'];

@SubCommand({ name: 'list', description: 'messages of a brand, newest first' })
export class PushListCommand extends PagedCommand {
  protected readonly examples = ['brandgate push list --brand acme --limit 20'];

  protected async execute({ options, out }: Invocation<PagedOptions>): Promise<void> {
    const { brand, get } = await this.acting(options);
    const page = pageOf(options);
    const { items, total } = await get(PushReader).list(brand.id, page);
    const pushes = items.map(pushView);
    const rows = pushes.map(({ id, state, recipients, audience, createdDate, finishedDate }) => {
      return [id, state, recipients, createdDate, finishedDate, audienceText(audience)];
    });
    printPage(out, { shown: { total, pushes }, head: HEAD, rows, page });
  }
}
