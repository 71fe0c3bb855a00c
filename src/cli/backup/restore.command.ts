import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Command, Option } from 'nest-commander';
import { CommandError } from '../shell/command-error';
import { EXIT, type ExitCode } from '../shell/exit-code';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';
import { RestoredCopy, type Treatment } from './restored-copy';
import { restoreCommands } from './server-commands';

interface RestoreOptions extends CommonOptions {
  readonly yes?: boolean;
  readonly keepSessions?: boolean;
}

@Command({
  name: 'restore',
  arguments: '<file>',
  argsDescription: { file: 'a copy that "brandgate backup" made' },
  description: 'puts a backup in the place of the embedded database, and signs everybody out',
})
export class RestoreCommand extends HouseCommand<RestoreOptions> {
  protected readonly examples = [
    'DATABASE_URL=sqlite:./restored/brandgate.sqlite brandgate restore /backups/brandgate-2026-11-26.sqlite',
    'brandgate restore /backups/brandgate-2026-11-26.sqlite --yes',
  ];

  protected async execute({ args, options, out }: Invocation<RestoreOptions>): Promise<ExitCode> {
    const [file = ''] = args;
    const { database } = this.shell.installation.config;
    if (database.kind === 'server') {
      const isMysql = this.shell.installation.databaseUrl.startsWith('mysql:');
      const commands = restoreCommands(database, file, isMysql);
      out.show({ commands }, () => commands.join('\n'));
      out.note(
        'Nothing was restored: a server is restored by its own programs. Stop the gateways, run the lines above.',
      );
      return EXIT.failed;
    }
    if (!existsSync(file)) throw new CommandError(EXIT.notFound, 'backup.not-found', `There is no file ${file}.`);
    await mkdir(dirname(database.path), { recursive: true, mode: 0o700 });
    if (existsSync(database.path)) {
      const warning = `The database ${database.path} is replaced; the old file stays beside it under another name.`;
      await this.shell.terminal.confirm(warning, options.yes === true);
    }
    const copy = new RestoredCopy(this.shell.io, database.path);
    const treatment = await copy.make(file, options.keepSessions !== true);
    const replaced = await copy.moveIn();
    out.show({ database: database.path, replaced, ...treatment }, () => `${file} is now ${database.path}.`);
    if (!treatment.verified) out.note('There was no manifest beside it: whether it is whole could not be compared.');
    out.note(nextStep(treatment, options.keepSessions === true));
    return EXIT.ok;
  }

  @Option({ flags: '--yes', description: 'do not ask before a database is replaced' })
  parseYes(): boolean {
    return true;
  }

  @Option({
    flags: '--keep-sessions',
    description: 'leave sessions alive, also those that were revoked since the backup',
  })
  parseKeepSessions(): boolean {
    return true;
  }
}

function nextStep({ sessionsEnded, pending }: Treatment, isKept: boolean): string {
  if (pending.length > 0)
    return 'It is of an older version. Run: brandgate migrate up, then: brandgate doctor --after-restore';
  if (isKept)
    return 'Sessions that were revoked since the backup are alive again. Run: brandgate doctor --after-restore';
  return `${sessionsEnded} sessions ended. Passwords and API keys are those of the backup. Start the gateway.`;
}
