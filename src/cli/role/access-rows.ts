import { VERB_NAMES } from '../../core/roles/access-evaluator';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import { listed } from '../shell/listed-values';

/** A row as the body of the API has it, but for the service, which is named; null for all of them. */
export type GivenRow = Readonly<Record<string, unknown>> & { readonly service: string | null };

const ALLOW = /^([A-Za-z0-9_-]+|\*)(?:\/(.*))?=([A-Za-z,]+)$/;

/** `orders=all`, `orders/_table/*=GET,POST`, `*=GET`. @throws CommandError */
export function rowFrom(text: string): GivenRow {
  const [, service = '*', path = '*', words = ''] = ALLOW.exec(text) ?? [];
  const verbs = verbsFrom(words);
  if (verbs.length > 0) return { service: service === '*' ? null : service, component: path, verbs };
  const advice = `Write it as service=GET,POST or service/path/*=all. Verbs: ${VERB_NAMES.join(' ')}`;
  throw new CommandError(EXIT.usage, 'usage.wrong', `--allow ${text} cannot be understood.`, advice);
}

/** The list that `role service list --json` prints, or that object. @throws CommandError */
export function rowsFrom(json: string): GivenRow[] {
  const parsed = parse(json);
  const rows = Array.isArray(parsed) ? (parsed as unknown[]) : (parsed as { services?: unknown } | null)?.services;
  if (Array.isArray(rows) && rows.every(isRow)) return rows;
  const advice = 'It must be a list of rows as "role service list --json" prints it.';
  throw new CommandError(EXIT.usage, 'usage.wrong', 'Standard input is no list of rows.', advice);
}

/** None when one of the words is no verb. */
function verbsFrom(words: string): readonly string[] {
  const names = listed(words.toUpperCase());
  if (names.length === 1 && names[0] === 'ALL') return VERB_NAMES;
  return names.every((name) => VERB_NAMES.some((verb) => verb === name)) ? names : [];
}

function isRow(row: unknown): row is GivenRow {
  if (typeof row !== 'object' || row === null || !('service' in row)) return false;
  // A row without its service would stand for all of them.
  return row.service === null || typeof row.service === 'string';
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
