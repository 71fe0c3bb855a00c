import { CommandRunner } from 'nest-commander';
import { CommandError } from './command-error';
import { EXIT } from './exit-code';
import { type Program, refuse, wordsOf } from './program';

/** A word with commands below it, such as `brand`; it does nothing by itself. */
export abstract class CommandGroup extends CommandRunner {
  override setCommand(program: Program): this {
    // An unknown word is told as such, whatever options stand behind it.
    program.exitOverride((error) => refuse(program, error)).allowUnknownOption();
    return super.setCommand(program);
  }

  /** @throws CommandError always: what should be done was not said */
  override run(args: string[]): Promise<void> {
    const word = args.find((arg) => !arg.startsWith('-'));
    const group = wordsOf(this.command);
    const names = this.command.commands.map((command) => command.name()).join(', ');
    const message = word === undefined ? `${group}: what?` : `${group}: there is no command "${word}".`;
    throw new CommandError(EXIT.usage, 'command.unknown', message, `Commands: ${names}. See: ${group} --help`);
  }
}
