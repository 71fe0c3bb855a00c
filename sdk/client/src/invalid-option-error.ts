import { ClientError } from './client-error.ts';

/** A value given to the client cannot be right; nothing was sent. */
export class InvalidOptionError extends ClientError {
  override readonly name: string = 'InvalidOptionError';

  constructor(
    readonly option: string,
    expected: string,
  ) {
    super(`${option}: ${expected}`);
  }
}
