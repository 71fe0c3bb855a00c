import { CommandError } from './command-error';
import { EXIT } from './exit-code';

/**
 * A value as it is typed: JSON where it is JSON, else the text itself, so that `true`, `12`, `["a"]` and `https://a.example`
 * all mean what they look like.
 */
export function jsonOrText(typed: string): unknown {
  try {
    return JSON.parse(typed);
  } catch {
    // Somebody meant JSON and mistyped it: the text would be stored as such, or refused without a word on why.
    if (!/^\s*[[{"]/.test(typed)) return typed;
    throw new CommandError(
      EXIT.usage,
      'usage.wrong',
      `This is no JSON: ${typed}`,
      'Quote it for the shell: \'["a", "b"]\'',
    );
  }
}

/** The other way round: a text as it is, everything else as JSON. */
export function textOfValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
