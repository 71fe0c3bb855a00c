import { Option, SubCommand } from 'nest-commander';
import type { ChainNote } from '../../core/audit/chain-report';
import { type BrandReport, VerifyAuditFlow } from '../../flows/verify-audit/verify-audit.flow';
import { Clock } from '../../kernel/clock';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import { CommandError } from '../shell/command-error';
import { EXIT, type ExitCode } from '../shell/exit-code';
import type { Invocation } from '../shell/house-command';
import type { Output } from '../shell/output';
import { noteFrom, noteText } from './chain-note';

interface AuditVerifyOptions extends BrandedOptions {
  readonly note?: ChainNote;
}

const HEAD = ['BRAND', 'CHECKED', 'RESULT', 'HEAD'];

@SubCommand({ name: 'verify', description: 'whether trails are still what was written; exit code 1 when one is not' })
export class AuditVerifyCommand extends BrandedCommand<AuditVerifyOptions> {
  protected readonly examples = ['brandgate audit verify', 'brandgate audit verify --brand acme'];

  protected async execute({ options, out }: Invocation<AuditVerifyOptions>): Promise<ExitCode> {
    const reports = await this.reports(options);
    const rows = reports.map((report) => {
      const { brandCode, checked, head } = report;
      return [brandCode, checked, resultOf(report), head === null ? null : noteText(head)];
    });
    out.table({ brands: reports.map(shownReport) }, HEAD, rows);
    for (const report of reports) this.tell(out, report, options.note !== undefined);
    return reports.every(({ firstBreak }) => firstBreak === null) ? EXIT.ok : EXIT.failed;
  }

  @Option({ flags: '--brand <brand>', description: 'only this brand: its code, one of its domains, or its id' })
  override parseBrand(value: string): string {
    return value;
  }

  @Option({
    flags: '--note <number:hash>',
    description: 'with --brand: a head noted earlier, still to be on the chain',
  })
  parseNote(value: string): ChainNote {
    return noteFrom(value);
  }

  private async reports(options: AuditVerifyOptions): Promise<BrandReport[]> {
    const installation = await this.shell.installation.open();
    const flow = installation.get(VerifyAuditFlow);
    const now = installation.get(Clock).now();
    if (options.brand !== undefined) {
      const { brand } = await this.acting(options);
      const report = await flow.one(brand.id, now, options.note ?? null);
      return report === null ? [] : [report];
    }
    if (options.note !== undefined)
      throw new CommandError(EXIT.usage, 'usage.wrong', 'A note is of one brand: say --brand.');
    const reports: BrandReport[] = [];
    for await (const report of flow.all(now)) reports.push(report);
    return reports;
  }

  private tell(out: Output, report: BrandReport, hasNote: boolean): void {
    const { brandCode, firstBreak, backdated, isNoteMet } = report;
    if (firstBreak !== null) out.note(`${brandCode}: ${resultOf(report)}; docs/operations.md says what it means.`);
    if (backdated !== null) {
      out.note(`${brandCode}: event ${backdated.eventUid ?? '?'} is dated long before one sealed earlier.`);
    }
    if (hasNote && isNoteMet === null) out.note(`${brandCode}: the place that was noted is pruned away.`);
  }
}

/** `sound`, or the first thing that is wrong and where. */
function resultOf({ firstBreak, head }: BrandReport): string {
  if (firstBreak === null) return head === null ? 'empty' : 'sound';
  const { fault, sequence, eventUid } = firstBreak;
  const place = sequence === null ? '' : ` at ${sequence}`;
  return `${fault}${place}${eventUid === null ? '' : ` (event ${eventUid})`}`;
}

function shownReport({ brandId, brandUid, brandCode, ...report }: BrandReport) {
  return { brand: { id: brandUid, code: brandCode }, ...report };
}
