import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import { canonicalEmail } from '../../kernel/text/canonical-key';
import type { Form } from './form-body';
import { REPEAT_DIFFERS } from './page-errors';
import type { Texts } from './texts/en';

type Member = keyof Texts['missing'];

const MISSING = 'This is required.';

/** Undefined when it is absent or blank. */
export function memberOf(form: Form, name: Member): string | undefined {
  const value = Object.hasOwn(form, name) ? form[name] : undefined;
  return value?.trim() === '' ? undefined : value;
}

/** @throws BrandgateError request.invalid with every one that is not there */
export function requireMembers<M extends Member>(form: Form, ...names: readonly M[]): Readonly<Record<M, string>> {
  const missing = names.filter((name) => memberOf(form, name) === undefined);
  if (missing.length > 0) {
    throw new BrandgateError('request.invalid', { fields: missing.map((field) => ({ field, message: MISSING })) });
  }
  return Object.fromEntries(names.map((name) => [name, form[name]])) as Record<M, string>;
}

/** @throws BrandgateError request.invalid for what is no address */
export function requireEmailAddress(form: Form): string {
  const address = requireMembers(form, 'emailAddress').emailAddress.trim();
  if (canonicalEmail(address) !== null) return address;
  throw invalidField('emailAddress', 'This is no e-mail address.');
}

/** A password that was typed twice. @throws BrandgateError request.invalid */
export function requireNewPassword(form: Form): string {
  const { newPassword, repeatPassword } = requireMembers(form, 'newPassword', 'repeatPassword');
  if (newPassword === repeatPassword) return newPassword;
  throw new BrandgateError('request.invalid', { fields: [{ field: 'repeatPassword', message: REPEAT_DIFFERS }] });
}
