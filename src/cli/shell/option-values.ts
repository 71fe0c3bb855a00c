import { CommandError } from './command-error';
import { EXIT } from './exit-code';

const WHOLE = /^\d{1,9}$/;

function wrong(option: string, expected: string): CommandError {
  return new CommandError(EXIT.usage, 'usage.wrong', `${option} must be ${expected}.`);
}

/** @throws CommandError */
export function wholeNumber(option: string, value: string, least: number, most: number): number {
  const number = WHOLE.test(value) ? Number(value) : NaN;
  if (!(number >= least && number <= most)) throw wrong(option, `a whole number from ${least} to ${most}`);
  return number;
}

/** A day at most. @throws CommandError */
export function wholeSeconds(option: string, value: string): number {
  return wholeNumber(option, value, 0, 86_400);
}

/** @throws CommandError */
export function webAddress(option: string, value: string): string {
  const fits = URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
  if (!fits) throw wrong(option, 'an address such as http://localhost:3000');
  return value;
}
