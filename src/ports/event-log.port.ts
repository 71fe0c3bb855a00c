import type { BrandgateError } from '../kernel/errors/brandgate-error';

/** What may be said of a request in a log line: ids and templates, never texts of the client's (SEC-LOG-01). */
export interface LoggedRequest {
  readonly correlationId: string;
  readonly method: string;
  readonly passage: LoggedPassage | null;
}

export interface LoggedPassage {
  readonly brand: { readonly uid: string } | null;
  readonly session: { readonly sessionUid: string; readonly user: { readonly uid: string } } | null;
}

/** The structured log. */
export abstract class EventLog {
  abstract info(event: string, details?: Readonly<Record<string, unknown>>): void;
  abstract warn(event: string, details?: Readonly<Record<string, unknown>>): void;
  abstract error(event: string, cause: unknown, details?: Readonly<Record<string, unknown>>): void;
  /** A sign-in, a refresh or an administrative act that was done. */
  abstract success(request: LoggedRequest): void;
  /** A request that was refused, at the level its error has. */
  abstract refusal(error: BrandgateError, request: LoggedRequest): void;
}
