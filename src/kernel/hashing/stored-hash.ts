/** A stored password taken apart (SEC-PW-02, -03). */
export interface StoredHash {
  /** Ring id of the pepper; null for an imported plain bcrypt hash. */
  readonly pepperId: string | null;
  /** The bcrypt text, 60 characters. */
  readonly bcrypt: string;
  /** Its cost: 2^cost rounds. */
  readonly cost: number;
}

// A cost over 15, the highest that can be configured, would hold a hashing thread for minutes: taken for malformed.
const STORED = /^(?:\$bg1\$([A-Za-z0-9_-]{1,32})\$)?(\$2[aby]\$(0[4-9]|1[0-5])\$[./A-Za-z0-9]{53})$/;

/** Reads `$bg1$<pepper id>$<bcrypt>` or a plain `$2a$`, `$2b$`, `$2y$` hash; null when it is neither. */
export function parseStoredHash(stored: string): StoredHash | null {
  const match = STORED.exec(stored);
  if (match === null) return null;
  return { pepperId: match[1] ?? null, bcrypt: match[2] ?? '', cost: Number(match[3]) };
}
