import type { BrandSnapshot } from '../brands/brand-snapshot';
import { checkPassword, type PasswordFault } from './password-policy';

/** Names of the account that its password must not be. */
export interface OwnAccountNames {
  readonly username: string | null;
  readonly emailAddress: string | null;
  readonly phoneNumber: string | null;
}

/** What is wrong with a password by itself, or null (JFW-PWD-01, SEC-PW-06, -07). @param minLength code points */
export function faultOfPassword(
  password: string,
  { name: brandName, domains, settings }: BrandSnapshot,
  names: OwnAccountNames,
  minLength: number,
): PasswordFault | null {
  const { passwordPolicyLevel, refuseCommonPasswords } = settings;
  return checkPassword(
    password,
    { minLength, level: passwordPolicyLevel, refuseCommon: refuseCommonPasswords },
    {
      identifiers: [names.username, names.emailAddress, names.phoneNumber],
      brandName,
      domains: domains.map(({ domain }) => domain),
    },
  );
}
