import type { Passage } from '../../gate/passage';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { Form } from './form-body';
import { pageOf } from './page-request';
import { secretIn } from './views/link.pages';

/** What a link of a mail proves: by its token alone, or by a code for an address. */
export type LinkProof =
  | { readonly kind: 'link'; readonly secret: string; readonly emailAddress: null }
  | {
      readonly kind: 'code';
      readonly secret: string;
      readonly identifier: string;
      readonly kinds: readonly ('email' | 'username')[];
    };

/** What the request carries of its link. */
export function linkSecret(via: Passage): Form {
  return secretIn(pageOf(via));
}

/** @throws BrandgateError token.invalid for a link that was cut off */
export function requireProof({ token, code, email }: Form): LinkProof {
  if (token !== undefined) return { kind: 'link', secret: token, emailAddress: null };
  if (code !== undefined && email !== undefined) {
    return { kind: 'code', secret: code, identifier: email, kinds: ['email', 'username'] };
  }
  throw new BrandgateError('token.invalid', { reason: 'token-unknown' });
}
