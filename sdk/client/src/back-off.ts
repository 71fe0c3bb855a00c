import { BrandgateError } from './brandgate-error.ts';
import { NetworkError } from './network-error.ts';
import { UnreadableAnswerError } from './unreadable-answer-error.ts';

/** How a refresh without answer is repeated, and what a push message gives cause to send, that at most twice. */
export interface BackOffSettings {
  /** Tries in all; 1 = none is repeated. */
  readonly tries: number;
  /** Milliseconds before the first repetition; each further one waits twice as long, and all of them some less by chance. */
  readonly firstDelayMs: number;
  /** The longest wait, also when the gateway asks for more: then the error is handed on. */
  readonly longestDelayMs: number;
}

const REQUEST_TIMEOUT = 408;

/** Says whether and when to try again. */
export class BackOff {
  constructor(
    private readonly settings: BackOffSettings,
    private readonly random: () => number,
  ) {}

  /** @param tries made so far @returns ms, or null: not again */
  delayAfter(tries: number, error: unknown): number | null {
    const { firstDelayMs, longestDelayMs } = this.settings;
    if (tries >= this.settings.tries || !mayPass(error)) return null;
    const asked = error instanceof BrandgateError ? (error.retryAfter ?? 0) * 1000 : 0;
    if (asked > longestDelayMs) return null;
    const planned = Math.min(firstDelayMs * 2 ** (tries - 1), longestDelayMs);
    return Math.max(asked, planned * (0.5 + this.random() / 2));
  }
}

/** A network or a gateway in trouble, which may be over soon; 429 is none, and repeating would make it worse. */
function mayPass(error: unknown): boolean {
  if (error instanceof NetworkError) return true;
  const hasStatus = error instanceof BrandgateError || error instanceof UnreadableAnswerError;
  return hasStatus && (error.status >= 500 || error.status === REQUEST_TIMEOUT);
}
