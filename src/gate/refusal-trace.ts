import type { RefusalStep } from '../core/refusals/refusal.entity';
import type { BrandgateError } from '../kernel/errors/brandgate-error';
import { insightText, reasonText } from '../kernel/errors/reasons';
import type { Gate } from './gate';
import { COUNTING_POINT } from './gate.guard';
import type { Passage } from './passage';
import { findingOf } from './step-findings';

/** What a request goes through outside the gate. `accept` is what needs no route; `validate` and `handle` are the route's own. */
const BEFORE = ['accept', 'find-route', 'read-request'] as const;
const AFTER = ['validate', 'handle'] as const;
/** The counters of credentials, asked while the gate pauses. */
const COUNTING = 'count-tries';

type Place = (typeof BEFORE)[number] | 'handle';

export interface Refused {
  readonly gate: Gate;
  readonly passage: Passage | null;
  readonly error: BrandgateError;
  /** Where it was refused, when there is no passage to tell. */
  readonly place: Place;
}

const MAX_REASON = 400;

/**
 * Each step of a refused request with its outcome, told afterwards from what the request left behind: nothing is noted
 * on the way, so that a request that is accepted pays nothing for it.
 */
export function traceOf(refused: Refused): RefusalStep[] {
  const { passage, error } = refused;
  const names = namesOf(refused);
  const end = names.indexOf(passage === null ? refused.place : refusingStep(refused, passage));
  return names.map((name, index) => {
    if (index > end) return { name, outcome: 'not-reached', reason: null };
    if (index === end) return { name, outcome: 'refused', ...causeOf(error) };
    return { name, outcome: 'passed', reason: passage === null ? null : findingAt(refused.gate, name, passage) };
  });
}

/** A dialect's own step tells itself what it found. */
function findingAt({ steps }: Gate, name: string, passage: Passage): string | null {
  const step = steps.find((candidate) => candidate.name === name);
  return step?.finding === undefined ? findingOf(name, passage) : step.finding(passage);
}

function namesOf({ gate, passage, place }: Refused): string[] {
  // A route outside every gate: the pages of operation.
  const steps = passage === null && place === 'handle' ? [] : gate.steps.map(({ name }) => name);
  const counts = passage?.requirement.limits !== undefined;
  const withCounting = steps.flatMap((name) => (counts && name === COUNTING_POINT ? [name, COUNTING] : [name]));
  return [...BEFORE, ...withCounting, ...AFTER];
}

function refusingStep({ gate, error }: Refused, passage: Passage): string {
  const next = gate.steps[passage.next]?.name;
  const isFieldFault = error.code === 'request.invalid' && error.reason === null;
  if (next === undefined) return isFieldFault ? 'validate' : 'handle';
  const isPaused = passage.requirement.limits !== undefined && !passage.areTriesCounted;
  return isPaused && gate.steps[passage.next - 1]?.name === COUNTING_POINT ? COUNTING : next;
}

/** The reason that was given; else the public text, with the members at fault or the kind of error behind it. */
function causeOf(error: BrandgateError): Pick<RefusalStep, 'reason' | 'insight'> {
  const { reason, fields } = error;
  if (reason === null) return { reason: oneLine(`${error.message}${detailOf(error)}`) };
  const at = fields.length === 0 ? '' : ` (${fields.map(({ field }) => field).join(', ')})`;
  const insight = insightText(reason);
  return { reason: oneLine(`${reasonText(reason)}${at}`), ...(insight === null ? {} : { insight }) };
}

/** Fit for a terminal. */
function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '?').slice(0, MAX_REASON);
}

function detailOf({ fields, cause }: BrandgateError): string {
  if (fields.length > 0) return ` ${fields.map(({ field, message }) => `${field}: ${message}`).join(' ')}`;
  if (!(cause instanceof Error)) return '';
  const { code, driverError } = cause as { code?: unknown; driverError?: { code?: unknown } };
  const known = driverError?.code ?? code;
  // Kind and code alone: the messages of drivers and parsers quote values.
  return ` (${cause.name}${typeof known === 'string' || typeof known === 'number' ? ` ${known}` : ''})`;
}
