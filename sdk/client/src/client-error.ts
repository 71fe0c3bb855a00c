/** What every error of this package is. */
export abstract class ClientError extends Error {
  /** Of the class, whatever a minifier makes of it. */
  abstract override readonly name: string;
  /** What was behind it, where that is known. */
  override readonly cause: unknown;

  constructor(message: string, cause?: unknown) {
    super(message);
    this.cause = cause;
  }
}
