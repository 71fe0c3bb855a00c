import { ClientError } from './client-error.ts';

/** The storage of the keys failed. Keys that could not be saved are not used. */
export class StorageError extends ClientError {
  override readonly name: string = 'StorageError';

  /** @param cause what the storage threw */
  constructor(
    readonly operation: 'load' | 'save' | 'clear' | 'lock',
    cause: unknown,
  ) {
    super(`The key storage failed to ${operation}.`, cause);
  }
}
