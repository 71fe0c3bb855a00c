import type { RefusedToken, TokenFault } from '../../core/session-tokens/session-token-reader';
import type { ErrorCode } from '../../kernel/errors/catalogue';
import { DREAMFACTORY_FORMS } from './dreamfactory.errors';
import { DreamFactoryRefusal } from './dreamfactory-refusal';

interface Wording {
  readonly code: ErrorCode;
  readonly status: number;
  readonly text: string;
}

const invalid = (detail: string): Wording => ({
  code: 'auth-key.invalid',
  status: 401,
  text: `Invalid token: ${detail}`,
});

/** The table of section 6; clients branch on parts of these texts (DF-ERR-05). */
const WORDINGS: Readonly<Record<TokenFault, Wording>> = {
  segments: invalid('Wrong number of segments'),
  malformed: invalid('Malformed token'),
  encoding: invalid('Could not decode token: invalid encoding'),
  signature: invalid('Token Signature could not be verified.'),
  user: invalid('User verification failed.'),
  expired: { code: 'auth-key.expired', ...DREAMFACTORY_FORMS['auth-key.expired'] },
  ended: {
    ...{ code: 'auth-key.invalid', status: 403 },
    text: 'The token has been blacklisted: Session terminated. Please re-login.',
  },
  inactive: { code: 'user.inactive', ...DREAMFACTORY_FORMS['user.inactive'] },
};

export function tokenRefusal({ fault, because }: RefusedToken): DreamFactoryRefusal {
  const { code, ...form } = WORDINGS[fault];
  return new DreamFactoryRefusal(code, form, because);
}
