import { Injectable } from '@nestjs/common';
import { GatewayConfig } from '../../config/gateway-config';
import { BrandRepository } from '../../core/brands/brand.repository';
import { BrandFounding } from '../../core/roles/brand-founding';
import { namesOf } from '../../core/users/account-names';
import { UserRegistration } from '../../core/users/user-registration';
import { Clock } from '../../kernel/clock';
import { PasswordHasher } from '../../kernel/hashing/password-hasher';
import type { BrandId } from '../../kernel/ids';
import { generatePassword } from '../../kernel/secrets/generated-password';
import { Database } from '../../storage/database';
import { isDuplicate } from '../../storage/database-error';

export const PLATFORM_DOMAIN = 'localhost';

/** The account made at the first start; the password only when nobody had chosen one. */
export interface FirstAdmin {
  readonly username: string;
  readonly generatedPassword: string | null;
}

/** On an empty database: the platform brand and its SuperAdmin (SEC-PW-08). */
@Injectable()
export class FirstStartFlow {
  constructor(
    private readonly config: GatewayConfig,
    private readonly database: Database,
    private readonly brands: BrandRepository,
    private readonly founding: BrandFounding,
    private readonly users: UserRegistration,
    private readonly hasher: PasswordHasher,
    private readonly clock: Clock,
  ) {}

  /** @returns null when there is a brand already, made by an earlier start or by another gateway at this moment */
  async run(): Promise<FirstAdmin | null> {
    if (await this.brands.isAnyPresent(this.database.store)) return null;
    const { adminUsername: username, adminPassword } = this.config;
    const password = adminPassword ?? generatePassword();
    const passwordHash = await this.hasher.hash(password, { brandId: 0 });
    const draft = { username, emailAddress: this.config.adminEmail };
    const names = namesOf(draft);
    try {
      await this.database.transaction(async (store) => {
        const now = this.clock.now();
        const brandId: BrandId = await this.founding.found(store, PLATFORM, now);
        await this.users.create(store, brandId, { draft, names, passwordHash, type: 'SuperAdmin' }, now);
      });
    } catch (error) {
      if (isDuplicate(error) || (await this.brands.isAnyPresent(this.database.store))) return null;
      throw error;
    }
    return { username, generatedPassword: adminPassword === null ? password : null };
  }
}

const PLATFORM = {
  code: 'platform',
  name: 'Platform',
  abbr: 'platform',
  description: 'The installation itself; its SuperAdmins run the other brands.',
  parentId: null,
  profile: {},
  isSystem: true,
  domain: PLATFORM_DOMAIN,
} as const;
