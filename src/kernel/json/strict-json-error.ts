/** Which rule of SEC-IN-08 a body broke. */
export type StrictJsonFault =
  'encoding' | 'syntax' | 'depth' | 'size' | 'duplicate' | 'member' | 'surrogate' | 'number';

/** A body that SEC-IN-08 refuses. Carries no input and no parser text (SEC-IN-13). */
export class StrictJsonError extends SyntaxError {
  override readonly name = 'StrictJsonError';

  constructor(readonly fault: StrictJsonFault) {
    super(`JSON body refused: ${fault}`);
  }
}
