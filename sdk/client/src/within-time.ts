import { AbortedError } from './aborted-error.ts';
import type { Platform } from './platform.ts';
import type { Signal } from './signal.ts';
import { TimeoutError } from './timeout-error.ts';

declare const AbortController: new () => { readonly signal: Signal; abort(): void };

/** When a piece of work is given up. */
export interface Limits {
  readonly timeoutMs: number;
  /** The caller's. */
  readonly signal?: Signal | undefined;
}

/**
 * Does the work, which gets a signal that ends it. Settles in time even if the work does not heed it.
 * @throws TimeoutError @throws AbortedError
 */
export async function withinTime<T>(
  platform: Platform,
  { timeoutMs, signal }: Limits,
  work: (signal: Signal) => Promise<T>,
): Promise<T> {
  if (signal?.aborted === true) throw new AbortedError(reasonOf(signal));
  const controller = new AbortController();
  let cancel = (): void => undefined;
  const timeout = new Promise<never>((_, reject) => {
    cancel = platform.startTimer(timeoutMs, () => reject(new TimeoutError(timeoutMs)));
  });
  try {
    return await untilAborted(Promise.race([work(controller.signal), timeout]), signal);
  } finally {
    cancel();
    controller.abort();
  }
}

/** Waits for the work, but no longer than the caller wants; the work goes on. @throws AbortedError */
export async function untilAborted<T>(work: Promise<T>, signal: Signal | undefined): Promise<T> {
  if (signal === undefined) return work;
  let giveUp = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(new AbortedError(reasonOf(signal)));
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
  });
  try {
    return await Promise.race([aborted, work]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

/** React Native's signals have none. */
function reasonOf(signal: Signal): unknown {
  return (signal as { readonly reason?: unknown }).reason;
}
