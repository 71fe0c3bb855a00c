import type { BrandSettings } from '../../../core/brands/brand-settings';
import type { IdentifierKind } from '../../../core/users/user.repository';
import { isTrue } from '../request-spelling';

/** Of whom a path is: administrators have one of their own (DF-GEN-02). */
export type AccountKind = 'user' | 'admin';

/** What a request for a new password says (section 9 of the contract); empty texts are missing. */
export interface PasswordRequest {
  readonly kind: AccountKind;
  /** Members that only their presence or their own rules judge: passwords are never trimmed. */
  readonly oldPassword: string | null;
  readonly newPassword: string | null;
  readonly code: string | null;
  readonly answer: string | null;
  /** The member by which people name themselves in this brand, as typed. */
  readonly identifier: string | null;
  readonly attribute: BrandSettings['dreamfactory']['loginAttribute'];
  readonly isReset: boolean;
  readonly opensSession: boolean;
}

type Members = Readonly<Record<string, unknown>>;

/** A request as it came, with the settings of its brand. */
export interface AskedPassword {
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly settings: BrandSettings;
}

export function passwordRequestOf(kind: AccountKind, { query, body, settings }: AskedPassword): PasswordRequest {
  const members = (typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}) as Members;
  const attribute = settings.dreamfactory.loginAttribute;
  return {
    ...{ kind, attribute },
    oldPassword: textOf(members, 'old_password'),
    newPassword: textOf(members, 'new_password'),
    code: textOf(members, 'code'),
    answer: textOf(members, 'security_answer'),
    identifier: textOf(members, attribute),
    isReset: flagOf('reset', query, members),
    opensSession: flagOf('login', query, members),
  };
}

export function kindsOf({ attribute }: PasswordRequest): readonly IdentifierKind[] {
  return [attribute];
}

function textOf(members: Members, name: string): string | null {
  const value = Object.hasOwn(members, name) ? members[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The query wins where both are given. */
function flagOf(name: string, query: URLSearchParams, members: Members): boolean {
  return isTrue(query.get(name) ?? (Object.hasOwn(members, name) ? members[name] : false));
}
