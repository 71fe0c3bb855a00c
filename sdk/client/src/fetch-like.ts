import type { Signal } from './signal.ts';

/** What the client tells `fetch`. */
export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly signal: Signal;
  /** The gateway never redirects, and elsewhere the Auth Key must not go. */
  readonly redirect: 'error';
  /** The native dialect uses no cookies. */
  readonly credentials: 'omit';
  readonly cache: 'no-store';
}

/** What the client reads of an answer. */
export interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** The part of `fetch` that the client uses: the global one of any platform, or one that a test or an app brings. */
export type FetchLike = (url: string, init: FetchInit) => Promise<FetchAnswer>;
