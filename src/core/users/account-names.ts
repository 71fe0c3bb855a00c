import { invalidField } from '../../kernel/errors/brandgate-error';
import { canonicalEmail, canonicalPhone, canonicalUsername } from '../../kernel/text/canonical-key';
import type { IdentifierKeys } from './user.repository';

const USERNAME = /^[A-Za-z0-9._-]{5,64}$/;

/** What a new account is made of; blank members count as absent. */
export interface AccountDraft {
  readonly username?: string | null | undefined;
  readonly emailAddress?: string | null | undefined;
  readonly phoneNumber?: string | null | undefined;
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  readonly nickName?: string | null | undefined;
  readonly timeZoneId?: string | null | undefined;
}

/** Names as they are kept, and the keys they are found by. */
export interface AccountNames {
  readonly username: string;
  readonly emailAddress: string | null;
  readonly phoneNumber: string | null;
  readonly keys: IdentifierKeys;
}

/** The trimmed text, or null for a blank one. */
export function present(value: string | null | undefined): string | null {
  const text = value?.trim() ?? '';
  return text === '' ? null : text;
}

/** Whether a username is of a form that this gateway gives to nobody any more, and may be kept all the same. */
export type IsKept = (username: string) => boolean;

/**
 * Checks and folds the names of an account (JFW-USR-01, -02).
 * @param isKept usernames that need not have the form of a new one
 * @throws BrandgateError request.invalid with the field
 */
export function namesOf(draft: AccountDraft, isKept: IsKept = () => false): AccountNames {
  const emailAddress = present(draft.emailAddress);
  const email = emailAddress === null ? null : emailKey(emailAddress);
  const phoneText = present(draft.phoneNumber);
  const phone = phoneText === null ? null : phoneKey(phoneText);
  const username = present(draft.username) ?? emailAddress ?? phone;
  if (username === null) throw invalidField('username', 'One of username, emailAddress and phoneNumber is required.');
  return {
    username,
    emailAddress,
    phoneNumber: phone,
    keys: { username: usernameKey(username, emailAddress, { email, phone }, isKept), email, phone },
  };
}

function emailKey(text: string): string {
  const key = canonicalEmail(text);
  if (key === null) throw invalidField('emailAddress', 'emailAddress must be an e-mail address.');
  return key;
}

function phoneKey(text: string): string {
  const key = canonicalPhone(text);
  if (key === null) throw invalidField('phoneNumber', 'phoneNumber must be + followed by 8 to 15 digits.');
  return key;
}

/** An `@` or a leading `+` only where the name is the account's own address or number (SEC-ID-04). */
function usernameKey(
  username: string,
  emailAddress: string | null,
  own: { readonly email: string | null; readonly phone: string | null },
  isKept: IsKept,
): string | null {
  if (username === emailAddress) return own.email;
  if (username === own.phone) return own.phone;
  const mayStay = !username.includes('@') && !username.startsWith('+') && isKept(username);
  const key = USERNAME.test(username) || mayStay ? canonicalUsername(username) : null;
  if (key === null) {
    throw invalidField('username', 'username must be 5 to 64 characters of letters, digits, ".", "_" and "-".');
  }
  return key;
}
