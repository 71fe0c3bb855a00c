import type { PushOutcome } from '../../ports/push-transport.port';
import { TokenRefusedError } from './service-account-credential';

const PREFIX = /^messaging\//;

/** The library's errors by their form: naming its class would load it. */
interface LibraryError extends Error {
  readonly code: string;
  readonly httpResponse?: { readonly headers?: unknown };
}

/** Tokens that Google refuses for what the account is, not for the moment. */
const OF_ACCOUNT = /^invalid_(grant|client|request)$|^unauthorized_client$/;
const MAX_RETRY_SECONDS = 3_600;

/** What firebase-admin threw, in the port's words. */
export function failureOf(thrown: unknown): Extract<PushOutcome, { kind: 'failed' }> {
  const refused = tokenRefusalIn(thrown);
  if (refused !== null) {
    const code = OF_ACCOUNT.test(refused.code) ? 'authentication-error' : 'server-unavailable';
    return { kind: 'failed', code, message: refused.message, retryAfter: null };
  }
  if (!isLibraryError(thrown)) {
    const message = thrown instanceof Error ? thrown.message : 'unknown';
    return { kind: 'failed', code: 'internal-error', message, retryAfter: null };
  }
  const code = thrown.code.replace(PREFIX, '');
  // Whatever kept the request from being sent: the network, or a token that did not come.
  const known = code.startsWith('app/') ? 'server-unavailable' : code;
  return { kind: 'failed', code: known, message: thrown.message, retryAfter: retryAfterOf(thrown) };
}

function isLibraryError(thrown: unknown): thrown is LibraryError {
  return thrown instanceof Error && 'code' in thrown && /^(?:messaging|app)\//.test(String(thrown.code));
}

function tokenRefusalIn(thrown: unknown): TokenRefusedError | null {
  if (thrown instanceof TokenRefusedError) return thrown;
  const { cause } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as { cause?: unknown };
  return cause instanceof TokenRefusedError ? cause : null;
}

/** `Retry-After` in seconds, from a number or a date. */
function retryAfterOf({ httpResponse }: LibraryError): number | null {
  const headers = (httpResponse?.headers ?? {}) as Readonly<Record<string, unknown>>;
  const text = headers['retry-after'];
  if (typeof text !== 'string' || text.trim() === '') return null;
  const date = headers['date'];
  const seconds = /^\d{1,6}$/.test(text)
    ? Number(text)
    : (Date.parse(text) - Date.parse(typeof date === 'string' ? date : text)) / 1_000;
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(Math.ceil(seconds), MAX_RETRY_SECONDS) : null;
}
