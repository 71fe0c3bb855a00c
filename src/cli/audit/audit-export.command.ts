import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Option, SubCommand } from 'nest-commander';
import { AuditChainRepository } from '../../core/audit/audit-chain.repository';
import type { AuditFilter } from '../../core/audit/audit-search.repository';
import type { ChainNote } from '../../core/audit/chain-report';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { ExportAuditFlow, type ExportedLine } from '../../flows/read-audit/export-audit.flow';
import { Clock } from '../../kernel/clock';
import { Database } from '../../storage/database';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import type { Invocation } from '../shell/house-command';
import { noteText } from './chain-note';
import { instantOf } from './instant-option';

interface AuditExportOptions extends BrandedOptions {
  readonly out?: string;
  readonly since?: string;
  readonly until?: string;
}

@SubCommand({ name: 'export', description: "a brand's whole trail, oldest first: a line of JSON an event" })
export class AuditExportCommand extends BrandedCommand<AuditExportOptions> {
  protected readonly examples = [
    'brandgate audit export --brand acme > acme.jsonl',
    'brandgate audit export --brand acme --since 2026-11-01 --until 2026-12-01 --out november.jsonl',
  ];

  protected async execute({ options, out }: Invocation<AuditExportOptions>): Promise<void> {
    const { brand } = await this.acting(options);
    const filter = await this.filterOf(options);
    // Before the first line: what is sealed up to there is then in the export.
    const head = await this.headOf(brand);
    const events = await this.write(brand, filter, options.out);
    if (options.out !== undefined) out.show({ events, file: options.out, head }, () => '');
    out.note(`${events} events of ${brand.code}${options.out === undefined ? '' : ` written to ${options.out}`}.`);
    if (head === null) out.note('Nothing of this trail is sealed yet.');
    else out.note(`The chain ends at ${noteText(head)}: note it where the database's owner cannot write.`);
  }

  @Option({ flags: '--out <file>', description: 'instead of standard output; a file that is there is left alone' })
  parseOut(value: string): string {
    return value;
  }

  @Option({ flags: '--since <time>', description: '30m, 12h, 7d ago, or a date such as 2026-11-01T08:30:00Z' })
  parseSince(value: string): string {
    return value;
  }

  @Option({ flags: '--until <time>', description: 'the same; what happened at that moment is left out' })
  parseUntil(value: string): string {
    return value;
  }

  private async filterOf({ since, until }: AuditExportOptions): Promise<AuditFilter> {
    const now = (await this.shell.installation.get(Clock)).now();
    return {
      from: since === undefined ? undefined : instantOf('--since', since, now),
      to: until === undefined ? undefined : instantOf('--until', until, now) - 1,
    };
  }

  private async headOf({ id }: BrandSnapshot): Promise<ChainNote | null> {
    const installation = await this.shell.installation.open();
    const chain = await installation.get(AuditChainRepository).find(installation.get(Database).store, id);
    return chain === null ? null : { sequence: chain.sequence, hash: chain.hash.toString('hex') };
  }

  /** As slowly as it is read, so that memory stays bounded. @returns how many lines */
  private async write({ id }: BrandSnapshot, filter: AuditFilter, file: string | undefined): Promise<number> {
    const flow = await this.shell.installation.get(ExportAuditFlow);
    const count = { lines: 0 };
    const source = Readable.from(linesOf(flow.run(id, filter), count));
    if (file === undefined) await pipeline(source, this.shell.io.stdout, { end: false });
    else await writeNew(source, file);
    return count.lines;
  }
}

async function* linesOf(events: AsyncIterable<ExportedLine>, count: { lines: number }): AsyncGenerator<string> {
  for await (const event of events) {
    count.lines += 1;
    yield `${JSON.stringify(event)}\n`;
  }
}

/** For its owner alone, and whole or not at all. @throws CommandError */
async function writeNew(source: Readable, file: string): Promise<void> {
  const target = createWriteStream(file, { flags: 'wx', mode: 0o600 });
  try {
    await pipeline(source, target);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === 'open') {
      const message = `${file} cannot be made (${code ?? 'unknown'}).`;
      throw new CommandError(EXIT.failed, 'file.refused', message, 'Name a file that is not there yet.');
    }
    await rm(file, { force: true });
    throw error;
  }
}
