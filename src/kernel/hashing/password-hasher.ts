import { createHmac } from 'node:crypto';
import type { KeyRing } from '../secrets/key-ring';
import type { HashContext, HashPool } from './hash-pool';
import { dummyHash } from './dummy-hash';
import { parseStoredHash, type StoredHash } from './stored-hash';

/** Longest password, in bytes of its NFC form as UTF-8 (SEC-PW-04, JFW-PWD-03). */
const MAX_PASSWORD_BYTES = 1_024;

export interface Verification {
  /** The password is the stored one. */
  readonly ok: boolean;
  /** `ok`, and the stored form is imported, under an older pepper or of lower cost: hash again and replace it (SEC-PW-03). */
  readonly upgrade: boolean;
}

interface Comparison {
  readonly input: string;
  readonly target: StoredHash | null;
}

/** The password as it is judged and hashed, in NFC and nothing else changed (SEC-PW-04); null over 1,024 bytes of UTF-8. */
export function normalisePassword(password: string): string | null {
  // NFC leaves a byte for every three UTF-16 units at least: the first test keeps long text from being normalised at all.
  if (password.length > 3 * MAX_PASSWORD_BYTES) return null;
  const text = password.normalize('NFC');
  return Buffer.byteLength(text) > MAX_PASSWORD_BYTES ? null : text;
}

/** The text whose bcrypt hash is stored: 64 base64 characters, so that bcrypt's limit of 72 bytes cuts nothing (SEC-PW-02). */
function prehash(pepper: Buffer, password: string): string {
  return createHmac('sha384', pepper).update(password, 'utf8').digest('base64');
}

/** Makes and checks stored passwords (SEC-PW-02 to -05). Work is constant: 2^cost for every verification. */
export class PasswordHasher {
  /** One dummy for each cost up to the configured one, made once; the index is the cost. */
  readonly #dummies: readonly string[];

  constructor(
    private readonly pool: HashPool,
    private readonly keyRing: KeyRing,
    private readonly cost: number,
  ) {
    this.#dummies = Array.from({ length: cost + 1 }, (_, c) => dummyHash(c));
  }

  /** `$bg1$<ring id>$<bcrypt>` of a password of at most 1,024 bytes (RangeError beyond: the policy check comes before). */
  async hash(password: string, context: HashContext): Promise<string> {
    const text = normalisePassword(password);
    if (text === null) throw new RangeError('password over 1,024 bytes');
    const pepper = this.keyRing.subKey('pepper');
    const bcrypt = await this.pool.run({ type: 'hash', text: prehash(pepper, text), cost: this.cost }, context);
    return `$bg1$${this.keyRing.currentId}$${bcrypt}`;
  }

  /** Whether `password` is the stored one. Stored null (no such user), malformed, or an over-long password: false, same work. */
  async verify(password: string, stored: string | null, context: HashContext): Promise<Verification> {
    const text = normalisePassword(password);
    const found = text === null || stored === null ? null : parseStoredHash(stored);
    const { input, target } = this.#comparison(found, password, text ?? '');
    const job = { type: 'verify', text: input, hash: target?.bcrypt ?? null, dummies: this.#padding(target) } as const;
    const ok = await this.pool.run(job, context);
    return { ok, upgrade: ok && target !== null && this.#isOutdated(target) };
  }

  /** What bcrypt is given, and the hash it is compared with; none when nothing usable is stored or its pepper is gone. */
  #comparison(found: StoredHash | null, password: string, text: string): Comparison {
    const own = prehash(this.keyRing.subKey('pepper'), text);
    if (found === null || found.pepperId === this.keyRing.currentId) return { input: own, target: found };
    // An imported hash is checked as its origin did: the bytes as received, of which bcrypt takes the first 72 (SEC-PW-03).
    if (found.pepperId === null) return { input: password, target: found };
    const pepper = this.keyRing.subKey('pepper', found.pepperId);
    return pepper === null ? { input: own, target: null } : { input: prehash(pepper, text), target: found };
  }

  /** Dummies of cost c, c+1, … C−1 beside a hash of cost c add up to 2^C; without a hash it is one of cost C (SEC-PW-05). */
  #padding(target: StoredHash | null): readonly string[] {
    return target === null ? this.#dummies.slice(this.cost) : this.#dummies.slice(target.cost, this.cost);
  }

  #isOutdated(stored: StoredHash): boolean {
    return stored.pepperId !== this.keyRing.currentId || stored.cost < this.cost;
  }
}
