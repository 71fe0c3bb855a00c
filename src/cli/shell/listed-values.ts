import { CommandError } from './command-error';
import { EXIT } from './exit-code';

/** For options that may be given more than once, or with commas. */
export function listed(value: string, before: readonly string[] = []): readonly string[] {
  const words = value.split(',').map((word) => word.trim());
  return [...before, ...words.filter((word) => word !== '')];
}

/** @throws CommandError */
export function yesOrNo(option: string, value: string): boolean {
  if (value === 'yes' || value === 'no') return value === 'yes';
  throw new CommandError(EXIT.usage, 'usage.wrong', `${option} must be yes or no.`);
}

/** Says that there is nothing to do. @throws CommandError when no option says what should change */
export function requireChange(options: object, names: readonly string[]): void {
  if (names.some((name) => (options as Record<string, unknown>)[name] !== undefined)) return;
  throw new CommandError(EXIT.usage, 'usage.wrong', 'Say what should change.', 'The options are shown by --help.');
}
