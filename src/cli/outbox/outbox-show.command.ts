import { SubCommand } from 'nest-commander';
import { OutboxSearchRepository } from '../../core/outbox/outbox-search.repository';
import { Database } from '../../storage/database';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import type { Invocation } from '../shell/house-command';
import { OutboxHouseCommand, type OutboxOptions } from './outbox-command';
import { outboxMailView, outboxRowView } from './shown-outbox-row';

@SubCommand({
  name: 'show',
  arguments: '<id>',
  argsDescription: { id: 'as list shows it' },
  description: 'what became of it, and the mail as long as it is kept; it may hold links that sign people in',
})
export class OutboxShowCommand extends OutboxHouseCommand {
  protected readonly examples = ['brandgate outbox show 01993b5e-8a51-7c3f-9a3e-2f5f0d9f1c11'];

  protected async execute({ args: [uid = ''], options, out }: Invocation<OutboxOptions>): Promise<void> {
    const scope = await this.scope(options);
    const installation = await this.shell.installation.open();
    const { store } = installation.get(Database);
    const row = await installation.get(OutboxSearchRepository).findByUid(store, scope, uid);
    if (!row) throw notInOutbox(uid);
    const [view, mail] = [await outboxRowView(installation, row), await outboxMailView(installation, row)];
    const what = mail === null ? {} : { to: mail.to, subject: mail.subject };
    out.record({ ...view, mail }, { ...view, ...what });
    // For people the text stands below; in JSON it is a member.
    if (mail !== null && !out.isJson) out.line({}, () => `\n${mail.text}`);
    if (mail === null) out.note('What it holds is gone: it was done or has expired, or it is no mail.');
  }
}

export function notInOutbox(uid: string): CommandError {
  return new CommandError(
    EXIT.notFound,
    'outbox.not-found',
    `There is no ${uid} in the outbox.`,
    'See: brandgate outbox list',
  );
}
