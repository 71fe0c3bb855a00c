import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { PasswordHasher } from '../../kernel/hashing/password-hasher';
import type { UserId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import type { BrandSnapshot } from '../brands/brand-snapshot';
import { faultOfPassword, type OwnAccountNames } from '../users/good-password';
import { PASSWORD_FAULT_TEXTS, type PasswordFault } from '../users/password-policy';
import { UserRepository } from '../users/user.repository';
import { BreachedList } from './breached-list';
import { PasswordHistoryRepository } from './password-history.repository';

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
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly history: PasswordHistoryRepository,
    private readonly breached: BreachedList,
    private readonly hasher: PasswordHasher,
  ) {}

  /** @throws BrandgateError password.format with the reason, at the field; server.unavailable */
  async require(brand: BrandSnapshot, chosen: ChosenPassword): Promise<void> {
    const fault = await this.faultOf(brand, chosen);
    if (fault === null) return;
    const fields = [{ field: chosen.field, message: PASSWORD_FAULT_TEXTS[fault] }];
    throw new BrandgateError('password.format', { fields });
  }

  /** What costs least is asked first. */
  private async faultOf(brand: BrandSnapshot, chosen: ChosenPassword): Promise<PasswordFault | null> {
    const { password, names, minLength = 0 } = chosen;
    const { passwordMinLength, refuseCommonPasswords } = brand.settings;
    const fault = faultOfPassword(password, brand, names, Math.max(passwordMinLength, minLength));
    if (fault !== null) return fault;
    if (refuseCommonPasswords && (await this.breached.holds(password))) return 'breached';
    return (await this.wasUsed(brand, chosen)) ? 'usedBefore' : null;
  }

  /** Whether it is one of the last that the account had, the present one included; a hash is compared after the other. */
  private async wasUsed(
    { id, settings }: BrandSnapshot,
    { userId, password, signal }: ChosenPassword,
  ): Promise<boolean> {
    const { passwordHistory } = settings;
    if (passwordHistory === 0 || userId === null) return false;
    const { store } = this.database;
    const user = await this.users.findById(store, id, userId);
    const earlier = await this.history.list(store, id, userId, passwordHistory);
    const hashes = [user?.passwordHash ?? null, ...earlier.map(({ passwordHash }) => passwordHash)];
    for (const hash of hashes.filter((known) => known !== null).slice(0, passwordHistory)) {
      const { ok } = await this.hasher.verify(password, hash, { brandId: id, ...(signal ? { signal } : {}) });
      if (ok) return true;
    }
    return false;
  }
}
