import { ClientError } from './client-error.ts';

/** Something answered that is not the gateway: a proxy's page, a captive portal, another service. */
export class UnreadableAnswerError extends ClientError {
  override readonly name: string = 'UnreadableAnswerError';

  /** @param status HTTP status of the answer */
  constructor(readonly status: number) {
    super(`The answer with status ${status} is none of a Brandgate gateway.`);
  }
}
