import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { instantFact } from '../../kernel/errors/reasons';
import type { BrandSettings } from '../brands/brand-settings';
import type { UserEntity } from './user.entity';

/** How long a password lasts at the level High, ms. */
const LIFE_MS = 90 * 86_400_000;

/**
 * Only where a brand chose JFW's level High (JFW-PWD-01); told after the right password (JFW-AUTH-05). A new one is
 * chosen by the way of a forgotten one. @throws BrandgateError password.expired
 */
export function requireUnexpired(
  { passwordPolicyLevel }: BrandSettings,
  { passwordChangedAt }: Pick<UserEntity, 'passwordChangedAt'>,
  now: number,
): void {
  if (passwordPolicyLevel !== 'High' || passwordChangedAt === null || now - passwordChangedAt < LIFE_MS) return;
  throw new BrandgateError('password.expired', {
    reason: 'password-too-old',
    facts: { at: instantFact(passwordChangedAt) },
  });
}
