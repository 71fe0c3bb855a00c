import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import { canonicalEmail, canonicalPhone, canonicalUsername } from '../../kernel/text/canonical-key';
import { Database } from '../../storage/database';
import type { UserEntity } from './user.entity';
import { type IdentifierKind, UserRepository } from './user.repository';

/** Finds the one account a typed identifier can mean (JFW-AUTH-03). */
@Injectable()
export class SignInCandidate {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
  ) {}

  /**
   * As username, then e-mail address, then (only with a leading `+`) phone number; all three canonical forms live in one
   * namespace, so one of them at most leads anywhere. The number of statements does not depend on what exists.
   */
  async find(brandId: BrandId, typed: string, kinds: readonly IdentifierKind[]): Promise<UserEntity | null> {
    let found: UserEntity | null = null;
    for (const [kind, key] of canonicalForms(typed, kinds)) {
      const user = await this.users.findByKey(this.database.store, brandId, key, [kind]);
      found ??= user?.status === 'Deleted' ? null : user;
    }
    return found;
  }
}

function canonicalForms(typed: string, kinds: readonly IdentifierKind[]): [IdentifierKind, string][] {
  const forms: [IdentifierKind, string | null][] = [
    ['username', canonicalUsername(typed)],
    ['email', canonicalEmail(typed)],
    ['phone', typed.trim().startsWith('+') ? canonicalPhone(typed) : null],
  ];
  return forms.filter((form): form is [IdentifierKind, string] => form[1] !== null && kinds.includes(form[0]));
}
