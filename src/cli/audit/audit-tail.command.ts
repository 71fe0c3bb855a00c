import { setTimeout as delay } from 'node:timers/promises';
import { Option, SubCommand } from 'nest-commander';
import type { AuditFilter } from '../../core/audit/audit-search.repository';
import { ExportAuditFlow, type ExportedLine } from '../../flows/read-audit/export-audit.flow';
import { ReadAuditFlow } from '../../flows/read-audit/read-audit.flow';
import { auditEventView } from '../../protocols/jfw/views/audit.view';
import type { Acting } from '../shell/acting';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { listed } from '../shell/listed-values';
import { wholeNumber } from '../shell/option-values';
import type { Output } from '../shell/output';
import { textOf } from '../shell/table';
import { EVENT_HEAD, eventCells } from './event-text';
import { FreshEvents } from './fresh-events';
import { instantOf } from './instant-option';

interface AuditTailOptions extends BrandedOptions {
  readonly follow?: boolean;
  readonly event?: readonly string[];
  readonly user?: string;
  readonly since?: string;
  readonly limit?: number;
}

const LIMIT = 20;
const EVERY_MS = 1_000;

@SubCommand({ name: 'tail', description: 'the newest events of a brand, oldest of them first' })
export class AuditTailCommand extends BrandedCommand<AuditTailOptions> {
  protected readonly examples = [
    'brandgate audit tail --brand acme --follow',
    'brandgate audit tail --brand acme --event auth.login_failed,auth.locked --since 24h --limit 100',
  ];

  protected async execute({ options, out }: Invocation<AuditTailOptions>): Promise<void> {
    const acting = await this.acting(options);
    const { installation, brand } = acting;
    const filter = await this.filterOf(acting, options);
    const page = { number: 0, size: options.limit ?? LIMIT };
    const { items } = await installation.get(ReadAuditFlow).run(brand.id, filter, page);
    const events = items.map(auditEventView).reverse();
    if (options.follow !== true) {
      out.table({ events }, EVENT_HEAD, events.map(eventCells));
      return;
    }
    for (const event of events) showLine(out, event);
    const fresh = new FreshEvents(installation.get(ExportAuditFlow), brand.id, filter);
    await fresh.begin(events);
    await this.follow(out, fresh);
  }

  @Option({ flags: '--follow', description: 'go on with what happens, until stopped; a line an event' })
  parseFollow(): boolean {
    return true;
  }

  @Option({ flags: '--event <names>', description: 'only these events; several with commas, or again' })
  parseEvent(value: string, before?: readonly string[]): readonly string[] {
    return listed(value, before);
  }

  @Option({ flags: '--user <user>', description: 'only what this user did: user name, e-mail, phone number or id' })
  parseUser(value: string): string {
    return value;
  }

  @Option({ flags: '--since <time>', description: '30m, 12h, 7d ago, or a date such as 2026-11-01T08:30:00Z' })
  parseSince(value: string): string {
    return value;
  }

  @Option({ flags: '--limit <events>', description: `how many at most; default ${LIMIT}` })
  parseLimit(value: string): number {
    return wholeNumber('--limit', value, 1, 10_000);
  }

  private async filterOf(acting: Acting, { event = [], user, since }: AuditTailOptions): Promise<AuditFilter> {
    const from = since === undefined ? undefined : instantOf('--since', since, acting.now);
    const actorUid = user === undefined ? undefined : (await acting.user(user)).uid;
    return { events: event, from, actorUid };
  }

  /** Until the process is told to stop. */
  private async follow(out: Output, fresh: FreshEvents): Promise<never> {
    for (;;) {
      for await (const event of fresh.next()) showLine(out, withoutSeal(event));
      await delay(EVERY_MS);
    }
  }
}

type ShownEvent = ReturnType<typeof auditEventView>;

/** The same members whether it was there before or came later. */
function withoutSeal({ hash, ...event }: ExportedLine): ShownEvent {
  return event;
}

/** A line of its own for each, as JSON too: nobody knows how many will come. */
function showLine(out: Output, event: ShownEvent): void {
  out.line(event, () => eventCells(event).map(textOf).join('\t'));
}
