import { randomBytes } from 'node:crypto';
import { BrandFounding } from '../../core/roles/brand-founding';
import { RoleRepository } from '../../core/roles/role.repository';
import { namesOf } from '../../core/users/account-names';
import type { UserEntity } from '../../core/users/user.entity';
import { UserRegistration } from '../../core/users/user-registration';
import { UserRepository } from '../../core/users/user.repository';
import { SessionRepository } from '../../core/auth-keys/session.repository';
import { Clock } from '../../kernel/clock';
import type { BrandId } from '../../kernel/ids';
import { Database, type Store } from '../../storage/database';
import { isReferenceRefused } from '../../storage/database-error';
import type { OpenInstallation } from '../shell/open-installation';

/** Undoes the transaction, and carries what was found out of it. */
class RolledBack extends Error {
  override readonly name = 'RolledBack';

  constructor(readonly crossed: readonly string[]) {
    super('rolled back on purpose');
  }
}

/**
 * Founds two brands in a transaction, tries every way from one into the other, and takes it all back (SEC-TEN-09).
 * @returns the ways that led across, as the end of a sentence
 */
export async function tryToCross(installation: OpenInstallation): Promise<readonly string[]> {
  try {
    await installation.get(Database).transaction(async (store) => {
      throw new RolledBack(await new Crossing(installation, store).run());
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.crossed;
    throw error;
  }
  return [];
}

class Crossing {
  private readonly now: number;

  constructor(
    private readonly installation: OpenInstallation,
    private readonly store: Store,
  ) {
    this.now = installation.get(Clock).now();
  }

  async run(): Promise<string[]> {
    const [home, abroad] = [await this.found('home'), await this.found('abroad')];
    const user = await this.register(home);
    const users = this.installation.get(UserRepository);
    const key = user.username ?? '';
    const isAtHome = (await users.findByKey(this.store, home, key)) !== null;
    return [
      ...(isAtHome ? [] : ['a user was not found at home']),
      ...((await users.findByUid(this.store, abroad, user.uid)) === null ? [] : ['a user was found by id']),
      ...((await users.findByKey(this.store, abroad, key)) === null ? [] : ['a user was found by name']),
      ...((await this.isRefused(() => this.signIn(abroad, user))) ? [] : ['a session crossed']),
      ...((await this.isRefused(() => this.giveRole(abroad, user))) ? [] : ['a role crossed']),
    ];
  }

  private found(name: string): Promise<BrandId> {
    const code = `isolation-${name}-${randomBytes(6).toString('hex')}`;
    const draft = { code, name: code, abbr: code, description: null, parentId: null, profile: {}, isSystem: false };
    return this.installation.get(BrandFounding).found(this.store, { ...draft, domain: `${code}.invalid` }, this.now);
  }

  private register(brandId: BrandId): Promise<UserEntity> {
    const draft = { username: 'isolation.test' };
    const account = { draft, names: namesOf(draft), passwordHash: '', type: 'EndUser' as const };
    return this.installation.get(UserRegistration).create(this.store, brandId, account, this.now);
  }

  /** A session of the user in a brand that is not theirs: the statement must find no such account. */
  private async signIn(brandId: BrandId, user: UserEntity): Promise<boolean> {
    const { now } = this;
    const at = { authAt: now, createdAt: now, expiresAt: now, absoluteExpiresAt: now };
    const from = { address: '', userAgent: null, deviceId: null, appId: null };
    const session = { uid: user.uid, brandId, userId: user.id, dialect: 'jfw', scope: 'full' as const, aal: 1 };
    const row = { ...session, ...at, ...from, factors: 'pwd' };
    return (await this.installation.get(SessionRepository).insertIfUnchanged(this.store, row, 0)) !== null;
  }

  private async giveRole(brandId: BrandId, user: UserEntity): Promise<boolean> {
    await this.installation.get(RoleRepository).giveType(this.store, brandId, user.id, 'EndUser');
    return true;
  }

  /** @param attempt true when it got across */
  private async isRefused(attempt: () => Promise<boolean>): Promise<boolean> {
    try {
      return !(await attempt());
    } catch (error) {
      if (isReferenceRefused(error)) return true;
      throw error;
    }
  }
}
