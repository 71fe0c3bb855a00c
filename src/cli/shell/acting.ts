import type { Actor } from '../../core/audit/actor';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { type Caller, installationCaller } from '../../core/roles/caller';
import { SignInCandidate } from '../../core/users/sign-in-candidate';
import type { UserEntity } from '../../core/users/user.entity';
import { UserRepository } from '../../core/users/user.repository';
import { Clock } from '../../kernel/clock';
import { isUuid } from '../../kernel/ids';
import { Database } from '../../storage/database';
import { commandLineActor } from './audit-actor';
import { CommandError } from './command-error';
import { EXIT } from './exit-code';
import { findBrand } from './find-brand';
import type { OpenInstallation } from './open-installation';

/** The command line at work in one brand: what flows want to know of who calls them. */
export class Acting {
  private constructor(
    readonly installation: OpenInstallation,
    readonly brand: BrandSnapshot,
    readonly actor: Actor,
    readonly caller: Caller,
    readonly now: number,
  ) {}

  /** @throws CommandError for a brand that is not there */
  static async in(installation: OpenInstallation, name: string): Promise<Acting> {
    const brand = await findBrand(installation, name);
    const now = installation.get(Clock).now();
    return new Acting(installation, brand, commandLineActor(brand.id), installationCaller(brand.id), now);
  }

  get: OpenInstallation['get'] = (token) => this.installation.get(token);

  /**
   * @param name user name, e-mail address, phone number or id
   * @param options withDeleted: also the id of an account that is Deleted
   * @throws CommandError for a user that is not there
   */
  async user(name: string, { withDeleted = false } = {}): Promise<UserEntity> {
    const { id, code } = this.brand;
    const found = isUuid(name)
      ? await this.get(UserRepository).findByUid(this.get(Database).store, id, name, { withDeleted })
      : await this.get(SignInCandidate).find(id, name, ['username', 'email', 'phone']);
    if (found !== null) return found;
    const message = `There is no user ${name} in the brand ${code}.`;
    throw new CommandError(EXIT.notFound, 'user.not-found', message, `See: brandgate user list --brand ${code}`);
  }
}
