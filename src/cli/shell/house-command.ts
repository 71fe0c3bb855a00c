import { Injectable } from '@nestjs/common';
import { CommandRunner, Option } from 'nest-commander';
import type { ExitCode } from './exit-code';
import type { Output } from './output';
import { type Program, refuse } from './program';
import { Shell } from './shell';

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** One call of a command. */
export interface Invocation<O extends CommonOptions> {
  readonly args: readonly string[];
  readonly options: O;
  readonly out: Output;
}

/** A command of the house: its options, its examples, and how it ends. */
@Injectable()
export abstract class HouseCommand<O extends CommonOptions = CommonOptions> extends CommandRunner {
  /** Command lines that work as they stand; shown by `--help`. */
  protected abstract readonly examples: readonly string[];

  constructor(protected readonly shell: Shell) {
    super();
  }

  override setCommand(program: Program): this {
    // An argument too many is a mistake, and no mistake ends the process behind the command line's back.
    program.exitOverride((error) => refuse(program, error)).allowExcessArguments(false);
    const examples = this.examples.map((example) => `  $ ${example}`).join('\n');
    if (examples !== '') program.addHelpText('after', `\nExamples:\n${examples}`);
    return super.setCommand(program);
  }

  override async run(args: string[], options: O = {} as O): Promise<void> {
    try {
      this.shell.exitCode = (await this.execute({ args, options, out: this.shell.output(options) })) ?? 0;
    } finally {
      await this.shell.installation.close();
    }
  }

  /** @returns another exit code than 0, when the command says all there is to say itself */
  protected abstract execute(invocation: Invocation<O>): Promise<ExitCode> | Promise<void>;

  @Option({ flags: '--json', description: 'print the result as JSON' })
  parseJson(): boolean {
    return true;
  }

  @Option({ flags: '--quiet', description: 'print the result and nothing else' })
  parseQuiet(): boolean {
    return true;
  }
}
