import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { type CommandRunner, InjectCommander } from 'nest-commander';
import { type Program, refuse } from './program';
import { Shell } from './shell';

/** As nest-commander wants commands: a class that knows those below it. */
export type CommandClass = Type<CommandRunner> & Pick<typeof CommandRunner, 'registerWithSubCommands'>;

const EXIT_CODES = `
Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 not reachable or not ready, 4 not found.
Every command takes --json, --quiet and --help. Documentation: docs/guides/command-line.md`;

/** The root of the command line. */
@Module({})
export class ShellModule {
  constructor(@InjectCommander() program: Program) {
    program
      .exitOverride((error) => refuse(program, error))
      .description('Runs and looks after a Brandgate installation: the one that DATABASE_URL names.')
      .addHelpText('after', EXIT_CODES);
  }

  static with(shell: Shell, commands: readonly CommandClass[]): DynamicModule {
    const classes = commands.flatMap((command) => command.registerWithSubCommands());
    return { module: ShellModule, providers: [{ provide: Shell, useValue: shell }, ...classes] };
  }
}
