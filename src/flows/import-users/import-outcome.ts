import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { isRefusedRow } from '../../storage/database-error';
import type { ImportOutcome } from './import-users.command';

/** The member of a record that a key is made of. */
export const MEMBER_OF = { username: 'username', email: 'emailAddress', phone: 'phoneNumber' } as const;

const TAKEN: Readonly<Record<string, string>> = {
  'user.username-taken': MEMBER_OF.username,
  'user.email-taken': MEMBER_OF.email,
  'user.phone-taken': MEMBER_OF.phone,
};

/** What a failure says of its record. Throws it again when no record is to blame. */
export function outcomeOf(line: number, error: unknown): ImportOutcome {
  if (error instanceof BrandgateError && error.entry.status < 500) {
    const taken = TAKEN[error.code];
    if (taken !== undefined) return { line, kind: 'skipped', field: taken };
    const [fault] = error.fields;
    return { line, kind: 'refused', field: fault?.field ?? '', reason: fault?.message ?? error.message };
  }
  if (isRefusedRow(error)) return { line, kind: 'refused', field: '', reason: 'The database refused the record.' };
  throw error;
}
