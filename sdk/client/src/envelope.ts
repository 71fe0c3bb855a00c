import { BrandgateError } from './brandgate-error.ts';
import type { FetchAnswer } from './fetch-like.ts';

interface ErrorItem {
  readonly code: string;
  readonly message: string;
  readonly correlationId?: string;
  readonly field?: string;
}

/** The form of every answer (JFW-ENV-02). */
export interface Envelope {
  readonly success: boolean;
  readonly message: string;
  readonly data: unknown;
  readonly errors: readonly ErrorItem[];
}

/** @returns null when the text is no envelope: it does not come from a gateway */
export function readEnvelope(text: string): Envelope | null {
  try {
    const json: unknown = JSON.parse(text);
    return isEnvelope(json) ? json : null;
  } catch {
    return null;
  }
}

/** The error that a failed answer stands for. */
export function refusalOf({ errors, message, data }: Envelope, { status, headers }: FetchAnswer): BrandgateError {
  const [first] = errors;
  const retryAfter = Number(headers.get('Retry-After') ?? NaN);
  return new BrandgateError({
    code: first?.code ?? '',
    status,
    message,
    correlationId: first?.correlationId ?? headers.get('X-Correlation-ID'),
    fields: errors.flatMap((item) => (item.field === undefined ? [] : [{ field: item.field, message: item.message }])),
    data,
    retryAfter: Number.isFinite(retryAfter) ? retryAfter : undefined,
  });
}

function isEnvelope(json: unknown): json is Envelope {
  if (typeof json !== 'object' || json === null) return false;
  const { success, message, errors } = json as Partial<Record<keyof Envelope, unknown>>;
  const isOutcome = typeof success === 'boolean' && typeof message === 'string';
  return isOutcome && 'data' in json && Array.isArray(errors) && (success || errors.length > 0);
}
