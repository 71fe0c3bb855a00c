import { Option, SubCommand } from 'nest-commander';
import { OutboxSearchRepository } from '../../core/outbox/outbox-search.repository';
import { RetryOutboxFlow } from '../../flows/retry-outbox/retry-outbox.flow';
import { Clock } from '../../kernel/clock';
import { Database } from '../../storage/database';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import type { Invocation } from '../shell/house-command';
import { platformActor } from '../shell/platform-actor';
import { OutboxHouseCommand, type OutboxOptions } from './outbox-command';
import { notInOutbox } from './outbox-show.command';

interface RetryOptions extends OutboxOptions {
  readonly dead?: boolean;
}

@SubCommand({
  name: 'retry',
  arguments: '[id]',
  argsDescription: { id: 'as list shows it' },
  description: 'puts what was given up back into the queue, unless it has expired',
})
export class OutboxRetryCommand extends OutboxHouseCommand<RetryOptions> {
  protected readonly examples = [
    'brandgate outbox retry 01993b5e-8a51-7c3f-9a3e-2f5f0d9f1c11',
    'brandgate outbox retry --dead',
    'brandgate outbox retry --dead --brand acme',
  ];

  protected async execute({ args, options, out }: Invocation<RetryOptions>): Promise<void> {
    const uid = args[0] ?? null;
    if ((uid === null) !== (options.dead === true)) {
      throw new CommandError(EXIT.usage, 'usage.wrong', 'Give an id, or --dead for everything that was given up.');
    }
    const scope = await this.scope(options);
    const installation = await this.shell.installation.open();
    const { store } = installation.get(Database);
    const search = installation.get(OutboxSearchRepository);
    if (uid !== null && !(await search.findByUid(store, scope, uid))) throw notInOutbox(uid);
    const command = { scope, uid, at: installation.get(Clock).now() };
    const retried = await installation.get(RetryOutboxFlow).run(await platformActor(installation), command);
    if (uid !== null && retried.length === 0) {
      const message = 'It is not dead, or has expired: nobody would want it any more.';
      throw new CommandError(EXIT.failed, 'outbox.not-dead', message, `See: brandgate outbox show ${uid}`);
    }
    out.show({ retried }, () => retried.join('\n'));
    out.note(`${retried.length} back in the queue; a running gateway goes on within seconds.`);
  }

  @Option({ flags: '--dead', description: 'everything that was given up' })
  parseDead(): boolean {
    return true;
  }
}
