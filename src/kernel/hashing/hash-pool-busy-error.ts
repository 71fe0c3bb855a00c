/** The hash pool takes no further job now: 503 with `Retry-After: retryAfterSeconds` (1-5; SEC-PW-01). */
export class HashPoolBusyError extends RangeError {
  override readonly name = 'HashPoolBusyError';

  constructor(readonly retryAfterSeconds: number) {
    super('Password hashing is at its limit');
  }
}
