import { ClientError } from './client-error.ts';

/** The caller's own signal ended the call. */
export class AbortedError extends ClientError {
  override readonly name: string = 'AbortedError';

  /** @param cause the signal's reason, where the platform has one */
  constructor(cause?: unknown) {
    super('The call was aborted.', cause);
  }
}
