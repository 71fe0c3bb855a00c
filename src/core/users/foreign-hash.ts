import { invalidField } from '../../kernel/errors/brandgate-error';
import { parseStoredHash } from '../../kernel/hashing/stored-hash';

/**
 * A bcrypt hash from elsewhere, good for signing in here until it is replaced (SEC-PW-03). Hashes of this gateway's own
 * form are none: they are worth nothing without the pepper they were made under.
 * @throws BrandgateError request.invalid at passwordHash
 */
export function requireForeignHash(text: string): string {
  if (parseStoredHash(text)?.pepperId === null) return text;
  throw invalidField('passwordHash', 'passwordHash must be a bcrypt hash ($2a$, $2b$ or $2y$) of a cost from 4 to 15.');
}
