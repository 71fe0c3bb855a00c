import { ClientError } from './client-error.ts';
import type { ErrorCode } from './error-code.ts';
import type { ErrorData } from './error-data.ts';

/** A member of the input that is at fault. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** What the gateway said. */
export interface Refusal {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  readonly correlationId: string | null;
  readonly fields: readonly FieldError[];
  readonly data: unknown;
  readonly retryAfter: number | undefined;
}

/** The gateway refused the call; `code` is the contract, `message` is for people. */
export class BrandgateError extends ClientError {
  override readonly name: string = 'BrandgateError';
  /** One of the catalogue, or one that a newer gateway knows. */
  readonly code: ErrorCode | (string & {});
  /** HTTP status. */
  readonly status: number;
  /** Finds the call in the gateway's log. */
  readonly correlationId: string | null;
  /** The first of `fields`. */
  readonly field: string | undefined;
  /** One for each failing field and rule. */
  readonly fields: readonly FieldError[];
  /** `null` but for the codes of `ErrorData`. */
  readonly data: unknown;
  /** Seconds until another try is worth while. */
  readonly retryAfter: number | undefined;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.code = refusal.code;
    this.status = refusal.status;
    this.correlationId = refusal.correlationId;
    this.field = refusal.fields[0]?.field;
    this.fields = refusal.fields;
    this.data = refusal.data;
    this.retryAfter = refusal.retryAfter;
  }

  /** Whether it is this code; tells the compiler what `data` then holds. */
  is<Code extends ErrorCode>(
    code: Code,
  ): this is BrandgateError & {
    readonly code: Code;
    readonly data: Code extends keyof ErrorData ? ErrorData[Code] : null;
  } {
    return this.code === code;
  }
}
