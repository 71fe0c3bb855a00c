import { ClientError } from './client-error.ts';

/** Meanwhile another user signed in on the shared storage: the call belonged to the one before and was not carried out. */
export class UserChangedError extends ClientError {
  override readonly name: string = 'UserChangedError';

  constructor() {
    super('Another user has signed in. The call of the user before was not carried out.');
  }
}
