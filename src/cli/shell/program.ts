import type { CommandRunner } from 'nest-commander';
import { CommandError } from './command-error';
import { EXIT } from './exit-code';

/** Commander's command, as nest-commander hands it out. */
export type Program = Parameters<CommandRunner['setCommand']>[0];

const ANSWERS = ['commander.helpDisplayed', 'commander.help', 'commander.version'];

/** Commander asks for the end of the process: help was shown, or the command line is wrong. */
export function refuse(program: Program, error: { readonly code: string; readonly message: string }): never {
  const { code, message } = error;
  // The help is on the screen already.
  const text = ANSWERS.includes(code) ? '' : message.replace(/^error: /, '');
  const exit = code === 'commander.help' || text !== '' ? EXIT.usage : EXIT.ok;
  throw new CommandError(exit, 'usage.wrong', text, `See: ${wordsOf(program)} --help`);
}

/** `brandgate migrate up` */
export function wordsOf(program: Program): string {
  return program.parent === null ? program.name() : `${wordsOf(program.parent)} ${program.name()}`;
}
