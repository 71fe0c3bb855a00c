import { Option, SubCommand } from 'nest-commander';
import { ImportUsersFlow } from '../../flows/import-users/import-users.flow';
import type { ImportOutcome } from '../../flows/import-users/import-users.command';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import { CommandError } from '../shell/command-error';
import { EXIT, type ExitCode } from '../shell/exit-code';
import type { Invocation } from '../shell/house-command';
import { formatOf, IMPORT_FORMATS, type ImportFormat, importLines } from './import-source';

interface UserImportOptions extends BrandedOptions {
  readonly format?: ImportFormat;
}

type Outcome = Exclude<ImportOutcome, { kind: 'imported' }>;

const EVERY = 1_000;

@SubCommand({
  name: 'import',
  arguments: '<file>',
  argsDescription: { file: 'CSV with a head, a JSON array, or a JSON record a line; - reads standard input' },
  description:
    'takes accounts over with their bcrypt hashes; what is there already is skipped. Exit code 1 on refusals',
})
export class UserImportCommand extends BrandedCommand<UserImportOptions> {
  protected readonly examples = [
    'brandgate user import --brand acme users.csv',
    'zcat users.ndjson.gz | brandgate user import --brand acme - --format ndjson',
  ];

  protected async execute({ args, options, out }: Invocation<UserImportOptions>): Promise<ExitCode> {
    const [file = ''] = args;
    const format = options.format ?? formatOf(file);
    if (format === null) throw unknownFormat();
    const { brand, actor, caller, now, get } = await this.acting(options);
    const lines = importLines(file, format, this.shell.io.stdin);
    let imported = 0;
    const others: Outcome[] = [];
    for await (const outcome of get(ImportUsersFlow).run(actor, caller, brand, lines, now)) {
      if (outcome.kind === 'imported') imported += 1;
      else others.push(outcome);
      if ((imported + others.length) % EVERY === 0) out.note(`${imported + others.length} records`);
    }
    const refused = others.filter(({ kind }) => kind === 'refused').length;
    const counts = { imported, skipped: others.length - refused, refused };
    const rows = others.map((o) => [o.line, o.kind, o.field, o.kind === 'refused' ? o.reason : 'taken']);
    out.table({ ...counts, records: others }, ['LINE', 'OUTCOME', 'FIELD', 'REASON'], rows);
    out.note(`${counts.imported} imported, ${counts.skipped} there already, ${counts.refused} refused.`);
    return refused > 0 ? EXIT.failed : EXIT.ok;
  }

  @Option({ flags: '--format <format>', description: 'csv, json or ndjson; default: by the name of the file' })
  parseFormat(value: string): ImportFormat {
    const format = IMPORT_FORMATS.find((known) => known === value);
    if (format === undefined) throw unknownFormat();
    return format;
  }
}

function unknownFormat(): CommandError {
  return new CommandError(EXIT.usage, 'usage.wrong', `Say the format: --format ${IMPORT_FORMATS.join(', ')}.`);
}
