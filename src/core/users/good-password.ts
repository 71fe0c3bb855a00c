import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { BrandSnapshot } from '../brands/brand-snapshot';
import { checkPassword, PASSWORD_FAULT_TEXTS } from './password-policy';

/** Names of the account that its password must not be. */
export interface OwnAccountNames {
  readonly username: string | null;
  readonly emailAddress: string | null;
  readonly phoneNumber: string | null;
}

/** @throws BrandgateError password.format with the reason, at `field` (JFW-PWD-01, SEC-PW-06, -07) */
export function requireGoodPassword(
  password: string,
  brand: BrandSnapshot,
  names: OwnAccountNames,
  field = 'password',
): void {
  const { passwordMinLength, passwordPolicyLevel, refuseCommonPasswords } = brand.settings;
  const fault = checkPassword(
    password,
    { minLength: passwordMinLength, level: passwordPolicyLevel, refuseCommon: refuseCommonPasswords },
    {
      identifiers: [names.username, names.emailAddress, names.phoneNumber],
      brandName: brand.name,
      domains: brand.domains.map(({ domain }) => domain),
    },
  );
  if (fault === null) return;
  throw new BrandgateError('password.format', { fields: [{ field, message: PASSWORD_FAULT_TEXTS[fault] }] });
}
