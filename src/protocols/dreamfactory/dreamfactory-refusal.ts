import { BrandgateError, type ErrorOptions } from '../../kernel/errors/brandgate-error';
import type { ErrorCode, ErrorEntry } from '../../kernel/errors/catalogue';

/** Members of the envelope's `context` (DF-ERR-03). */
export type ErrorContext = Readonly<Record<string, unknown>> | readonly unknown[];

interface RefusalOptions extends ErrorOptions {
  readonly context?: ErrorContext;
}

/** A refusal whose status and text only this dialect has; its code says to operators what it is about. */
export class DreamFactoryRefusal extends BrandgateError {
  readonly context: ErrorContext | null;

  constructor(
    code: ErrorCode,
    private readonly form: { readonly status: number; readonly text: string },
    options: RefusalOptions = {},
  ) {
    super(code, options);
    this.context = options.context ?? null;
  }

  override get entry(): ErrorEntry {
    const { status, text } = this.form;
    return { ...super.entry, status, message: text };
  }
}

/** What a client can do better. */
export function badRequest(text: string, options: RefusalOptions = {}): DreamFactoryRefusal {
  return new DreamFactoryRefusal('request.invalid', { status: 400, text }, options);
}
