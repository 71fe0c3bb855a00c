import { Injectable } from '@nestjs/common';
import type { BrandSnapshot } from '../brands/brand-snapshot';
import { type OwnAccountNames, requireGoodPassword } from '../users/good-password';
import type { UserId } from '../../kernel/ids';

/** A password that somebody chooses, and for whom. */
export interface ChosenPassword {
  readonly password: string;
  readonly names: OwnAccountNames;
  /** Null for an account that is not there yet. */
  readonly userId: UserId | null;
  /** The member of the request that holds it. */
  readonly field: string;
  /** More than the brand's own minimum, where a dialect's clients are used to more (SEC-PW-06). */
  readonly minLength?: number;
  readonly signal?: AbortSignal;
}

/** Whether a brand takes a password: length, lists, earlier ones (SEC-PW-06, -07). One judge for every way to set one. */
@Injectable()
export class PasswordRules {
  /** @throws BrandgateError password.format with the reason, at the field */
  async require(brand: BrandSnapshot, { password, names, field, minLength = 0 }: ChosenPassword): Promise<void> {
    const { settings } = brand;
    const stricter = Math.max(settings.passwordMinLength, minLength);
    requireGoodPassword(password, { ...brand, settings: { ...settings, passwordMinLength: stricter } }, names, field);
  }
}
