import type { ExitCode } from './exit-code';

/** Ends a command: what happened, and what to do about it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    readonly exit: ExitCode,
    /** Stable, for scripts. */
    readonly code: string,
    message: string,
    readonly advice: string | null = null,
  ) {
    super(message);
  }
}
