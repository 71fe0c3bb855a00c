import { PASSWORD_FAULT_TEXTS, type PasswordFault } from '../../core/users/password-policy';
import type { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { ErrorCode } from '../../kernel/errors/catalogue';
import type { Texts } from './texts/en';
import type { Fault } from './views/page-view';

export type ErrorText = keyof Texts['errors'];

/** Codes that have a text of their own; the others are told by their status. */
const TEXTS: Readonly<Partial<Record<ErrorCode, ErrorText>>> = {
  'route.not-found': 'notFound',
  'route.method': 'method',
  'brand.not-found': 'notFound',
  'brand.inactive': 'brandInactive',
  'rate.exceeded': 'tooMany',
  'token.invalid': 'linkInvalid',
  'user.email-verified': 'alreadyVerified',
  'user.locked': 'blocked',
  'user.suspended': 'blocked',
  'user.inactive': 'blocked',
  'registration.disabled': 'registrationDisabled',
  'invitation.disabled': 'registrationDisabled',
  'channel.not-configured': 'mailUnavailable',
  'server.unavailable': 'unavailable',
};

const BY_STATUS: Readonly<Record<number, ErrorText>> = {
  401: 'denied',
  403: 'denied',
  404: 'notFound',
  500: 'internal',
};

/** Refusals that a form shows where they belong, by what is told of them. */
const SIGN_IN_TEXTS: Readonly<Partial<Record<ErrorCode, readonly [string | null, keyof Texts['signIn']]>>> = {
  'credentials.incorrect': ['password', 'incorrect'],
  'user.locked': [null, 'locked'],
  'user.suspended': [null, 'suspended'],
  'user.inactive': [null, 'inactive'],
  'password.expired': [null, 'passwordExpired'],
  'otp.required': ['otp', 'otpRequired'],
  'otp.invalid': ['otp', 'otpInvalid'],
};

/** Tells a repeated password that is another one from one that is missing. */
export const REPEAT_DIFFERS = 'The passwords are not equal.';

export function errorTextOf({ code, reason, entry }: BrandgateError): ErrorText {
  if (reason?.reason === 'form-foreign') return 'formForeign';
  if (reason?.reason === 'form-token') return 'formToken';
  return TEXTS[code] ?? BY_STATUS[entry.status] ?? 'badRequest';
}

/** What a form that is shown again says; null for what no form can put right. */
export function faultsOf(error: BrandgateError, texts: Texts): readonly Fault[] | null {
  const { code, fields, retryAfter } = error;
  const signIn = SIGN_IN_TEXTS[code];
  if (signIn) return [{ field: signIn[0], text: texts.signIn[signIn[1]] }];
  if (code === 'password.format') return [{ field: 'newPassword', text: passwordText(error, texts) }];
  if (code === 'rate.exceeded' && retryAfter !== undefined) {
    return [{ field: null, text: `${texts.errors.tooMany.text} ${texts.tryAgainIn(Math.ceil(retryAfter / 60))}` }];
  }
  if (code === 'server.unavailable') return [{ field: null, text: texts.errors.unavailable.text }];
  const known = fields.flatMap(({ field, message }) => {
    if (!isField(field, texts)) return [];
    return [{ field, text: message === REPEAT_DIFFERS ? texts.repeatDiffers : texts.missing[field] }];
  });
  return code === 'request.invalid' && known.length > 0 ? known : null;
}

function isField(name: string, texts: Texts): name is keyof Texts['missing'] {
  return Object.hasOwn(texts.missing, name);
}

function passwordText({ fields }: BrandgateError, texts: Texts): string {
  const faults = Object.entries(PASSWORD_FAULT_TEXTS) as [PasswordFault, string][];
  const fault = faults.find(([, told]) => fields.some(({ message }) => message === told))?.[0];
  return fault === undefined ? texts.passwordRefused : texts.passwordFaults[fault];
}
