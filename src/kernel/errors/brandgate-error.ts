import { CATALOGUE, type ErrorCode, type ErrorEntry } from './catalogue';
import type { Facts, Reason, ReasonCode } from './reasons';

/** One member of the input that is at fault, with a text a client developer can act on: the rule, never the value. */
export interface FieldFault {
  readonly field: string;
  readonly message: string;
}

export interface ErrorOptions {
  readonly fields?: readonly FieldFault[];
  /** Whole seconds, at least 1. */
  readonly retryAfter?: number;
  /** Methods the path does have; sent as `Allow` with a 405. */
  readonly allow?: readonly string[];
  /** What some answers carry beside the text (for example the versions of a version gate). */
  readonly data?: unknown;
  /** In the place of the catalogue's text, where the contract lets somebody choose it. */
  readonly message?: string;
  /** Logged, never sent. */
  readonly cause?: unknown;
  /** For the operator, where the code alone does not tell; never sent (`brandgate why`). */
  readonly reason?: ReasonCode;
  readonly facts?: Facts;
}

/** The only error that crosses layers on purpose. The dialect that answers gives it its form. */
export class BrandgateError extends Error {
  readonly fields: readonly FieldFault[];
  readonly retryAfter: number | undefined;
  readonly allow: readonly string[] | undefined;
  readonly data: unknown;
  /** Never sent. */
  readonly reason: Reason | null;

  constructor(
    readonly code: ErrorCode,
    options: ErrorOptions = {},
  ) {
    super(
      options.message ?? CATALOGUE[code].message,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'BrandgateError';
    this.fields = options.fields ?? [];
    this.retryAfter = options.retryAfter;
    this.allow = options.allow;
    this.data = options.data;
    const { reason, facts = {} } = options;
    this.reason = reason === undefined ? null : { reason, facts };
  }

  get entry(): ErrorEntry {
    return CATALOGUE[this.code];
  }
}

/** A 400 that names the member at fault. */
export function invalidField(field: string, message: string): BrandgateError {
  return new BrandgateError('request.invalid', { fields: [{ field, message }] });
}
