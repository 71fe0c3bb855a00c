import type { UserType } from '../../core/roles/permission';
import type { AccountDraft } from '../../core/users/account-names';
import type { UserStatus } from '../../core/users/user.entity';

/** What the account is to be signed in with: a password that is judged, a ready bcrypt hash that is not, or nothing. */
export type NewCredential = { readonly password: string } | { readonly passwordHash: string } | null;

export interface CreateUserCommand {
  readonly draft: AccountDraft;
  readonly credential: NewCredential;
  readonly type: UserType;
  readonly status?: Exclude<UserStatus, 'Deleted'>;
  /** A number from elsewhere, which the account keeps. */
  readonly number?: number;
  /** Mails a link that confirms the address; not unless said. */
  readonly verifiesEmail?: true;
  readonly at: number;
  readonly signal?: AbortSignal;
}
