import type { Signal } from './signal.ts';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type QueryValue = string | number | boolean | null | undefined;

/** Query parameters: a list is sent as the same name once an element, `null` and `undefined` are left out (JFW-FMT-08). */
export type Query = Readonly<Record<string, QueryValue | readonly QueryValue[]>>;

/** When a call is given up. */
export interface CallLimits {
  /** The caller's own; ends the whole call. */
  readonly signal?: Signal | undefined;
  /** Milliseconds for each exchange with the gateway; default: that of the client. */
  readonly timeoutMs?: number | undefined;
}

/** What goes with a call. */
export interface RequestOptions extends CallLimits {
  readonly query?: Query | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Further headers; those that the client sets itself stay. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sends no Auth Key even when somebody is signed in. */
  readonly isAnonymous?: boolean | undefined;
}

/** How an Auth Key is asked for. */
export interface AuthKeyOptions extends Pick<CallLimits, 'signal'> {
  /** An Auth Key that a service has refused: it is not given again. */
  readonly refused?: string | undefined;
}

/** A call as it is asked for. */
export interface WireCall extends RequestOptions {
  readonly method: HttpMethod;
  /** Below `/api/v1/`, its parts percent-encoded: `users/me`. */
  readonly path: string;
  /** Says nothing of the app's version, so that a gateway that refuses it answers all the same (JFW-VER-02). */
  readonly isVersionless?: boolean | undefined;
}
