import { Option, SubCommand } from 'nest-commander';
import type { OutboxState } from '../../core/outbox/outbox.entity';
import { OutboxSearchRepository } from '../../core/outbox/outbox-search.repository';
import { Database } from '../../storage/database';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import type { Invocation } from '../shell/house-command';
import { LIMIT_OPTION, parseLimit } from '../shell/page-options';
import { OutboxHouseCommand, type OutboxOptions } from './outbox-command';
import { outboxRowView } from './shown-outbox-row';

interface ListOptions extends OutboxOptions {
  readonly state?: OutboxState;
  readonly limit?: number;
}

const STATES = ['queued', 'done', 'dead', 'expired'] as const satisfies readonly OutboxState[];
const LIMIT = 100;
const HEAD = ['ID', 'BRAND', 'KIND', 'TOPIC', 'STATE', 'TRIES', 'CREATED', 'NEXT', 'ERROR'];

@SubCommand({ name: 'list', description: 'what lies in the outbox, newest first' })
export class OutboxListCommand extends OutboxHouseCommand<ListOptions> {
  protected readonly examples = ['brandgate outbox list', 'brandgate outbox list --brand acme --state dead --limit 20'];

  protected async execute({ options, out }: Invocation<ListOptions>): Promise<void> {
    const scope = await this.scope(options);
    const installation = await this.shell.installation.open();
    const { store } = installation.get(Database);
    const { state = null, limit = LIMIT } = options;
    const found = await installation.get(OutboxSearchRepository).list(store, scope, state, limit);
    const rows = await Promise.all(found.map((row) => outboxRowView(installation, row)));
    const cells = rows.map(({ id, brand, kind, topic, attempts, created, nextAttempt, lastError, ...row }) => {
      return [id, brand, kind, topic, row.state, attempts, created, nextAttempt, lastError];
    });
    out.table({ rows }, HEAD, cells);
  }

  @Option({ flags: '--state <state>', description: `in this state alone: ${STATES.join(', ')}` })
  parseState(value: string): OutboxState {
    const state = STATES.find((one) => one === value);
    if (state !== undefined) return state;
    throw new CommandError(EXIT.usage, 'usage.wrong', `--state must be one of ${STATES.join(', ')}.`);
  }

  @Option(LIMIT_OPTION)
  parseLimit(value: string): number {
    return parseLimit(value);
  }
}
