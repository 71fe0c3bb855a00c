import { hash } from 'node:crypto';

/** SHA-256 over kind and token, so that it can match as nothing else (SEC-OT-05). */
export interface TokenDigest {
  readonly bytes: Buffer;
  /** The same as a string of 32 characters U+0000 to U+00FF. */
  readonly text: string;
}

export function tokenDigest(token: string): TokenDigest {
  const bytes = hash('sha256', `brandgate.session-token\n${token}`, 'buffer');
  return { bytes, text: bytes.toString('latin1') };
}
