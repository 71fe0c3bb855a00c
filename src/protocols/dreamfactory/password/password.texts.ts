import type { BrandgateError } from '../../../kernel/errors/brandgate-error';
import { badRequest, DreamFactoryRefusal } from '../dreamfactory-refusal';
import type { PasswordRequest } from './password-request';

/** Fixed texts of section 9; each byte of them is contract. */
const PASSWORD_TEXTS = {
  bothNeeded: 'Both old and new password are required to change the password.',
  wrongPassword: 'The password supplied does not match.',
  newMissing: 'Missing new password for reset.',
  codeInvalid: 'Invalid confirmation code.',
  codeFormat: 'Invalid confirmation code format.',
  codeExpired: 'Confirmation code expired.',
  wrongAnswer: 'The answer supplied does not match.',
  nothing: 'Not enough information provided to change password.',
} as const;

export function refuse(text: keyof typeof PASSWORD_TEXTS, because?: BrandgateError): DreamFactoryRefusal {
  return badRequest(PASSWORD_TEXTS[text], because?.reason ?? {});
}

export function missingName({ attribute }: PasswordRequest): DreamFactoryRefusal {
  const isEmail = attribute === 'email';
  return badRequest(isEmail ? 'Missing required email for password reset confirmation.' : 'Missing required username.');
}

/** An account of the other path's kind (DF-PWD-02, -07, -09). */
export function wrongKind(account: string): DreamFactoryRefusal {
  const text = `You are not authorized to reset/change password for the account ${account}`;
  return new DreamFactoryRefusal('access.denied', { status: 401, text });
}

/** Only where the brand tells what it does not know (DF-PWD-06, -13, -16). */
export function unknownName({ attribute }: PasswordRequest, isReset: boolean): DreamFactoryRefusal {
  const text =
    attribute === 'username'
      ? 'The supplied username was not found in the system.'
      : isReset
        ? 'The supplied email was not found in the system.'
        : 'The supplied email and confirmation code were not found in the system.';
  return new DreamFactoryRefusal('user.not-found', { status: 404, text });
}

/** DF-PWD-05: the same whether there is such an account or not. */
export function nothingToReachThem(): DreamFactoryRefusal {
  const text =
    'No security question found or email confirmation available for this user. Please contact your administrator.';
  return new DreamFactoryRefusal('channel.not-configured', { status: 500, text });
}

/** DF-PWD-18. */
export function resetFailed(cause: unknown): DreamFactoryRefusal {
  const text = 'Error processing password reset.\nReference {id}';
  return new DreamFactoryRefusal('server.internal', { status: 500, text }, { cause });
}
