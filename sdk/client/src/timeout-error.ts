import { NetworkError } from './network-error.ts';

/** No answer came in time. */
export class TimeoutError extends NetworkError {
  override readonly name: string = 'TimeoutError';

  constructor(readonly timeoutMs: number) {
    super(`The gateway did not answer within ${timeoutMs} ms.`);
  }
}
