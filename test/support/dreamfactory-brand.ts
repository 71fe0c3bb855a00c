import { AppRegistration } from '../../src/core/apps/app-registration';
import type { BrandSettings } from '../../src/core/brands/brand-settings';
import { withDefaults } from '../../src/core/brands/brand-settings';
import { RevokingTransaction } from '../../src/core/revocations/revoking-transaction';
import type { UserType } from '../../src/core/roles/permission';
import type { UserEntity } from '../../src/core/users/user.entity';
import type { AppId, BrandId, RoleId } from '../../src/kernel/ids';
import { DreamFactoryClient } from './dreamfactory-client';
import type { JfwClient } from './jfw-client';
import type { TestGateway } from './start-gateway';

export const OLD_PASSWORD = 'tidal lantern quarry';
const LOTS = { limit: 100_000, seconds: 60 };
/** Throttles that no test reaches. */
export const LIFTED = {
  rateLimits: {
    ...{ login: LOTS, loginIdentifier: LOTS, general: LOTS, refresh: LOTS, recovery: LOTS, recoveryTarget: LOTS },
  },
};

type DreamFactorySettings = Partial<BrandSettings['dreamfactory']>;

/** A brand with the apps and people of the wire cases, and what is done to them. */
export class DreamFactoryBrand {
  private count = 0;
  private settings: Partial<BrandSettings> = {};

  private constructor(
    readonly gateway: TestGateway,
    readonly id: BrandId,
    readonly domain: string,
  ) {}

  static async make(gateway: TestGateway, domain: string): Promise<DreamFactoryBrand> {
    const brand = new DreamFactoryBrand(gateway, await gateway.addBrand(domain), domain);
    await brand.set({});
    return brand;
  }

  /** Names the brand by `Brand-URL`. */
  get client(): DreamFactoryClient {
    return new DreamFactoryClient(this.gateway.origin, { 'Brand-URL': this.domain });
  }

  get native(): JfwClient {
    return this.gateway.client(this.domain);
  }

  /** Settings of the dialect; what is not named has its default again. */
  async set(dreamfactory: DreamFactorySettings, others: Partial<BrandSettings> = {}): Promise<void> {
    const whole = withDefaults({ ...LIFTED, dreamfactory });
    this.settings = { ...LIFTED, ...others, dreamfactory: whole.dreamfactory };
    await this.gateway.updateBrand(this.id, { settings: this.settings });
  }

  async person(
    type: UserType = 'EndUser',
    password = OLD_PASSWORD,
  ): Promise<UserEntity & { readonly emailAddress: string }> {
    const username = `person.${(this.count += 1)}`;
    const emailAddress = `${username}@${this.domain}`;
    const user = await this.gateway.addUser(this.id, { username, emailAddress, password, type });
    return { ...user, emailAddress };
  }

  /** An app and its key. */
  async app(
    isActive = true,
    defaultRoleId: RoleId | null = null,
  ): Promise<{ readonly id: AppId; readonly key: string }> {
    const { app } = this.gateway.gateway;
    const name = `app ${(this.count += 1)}`;
    const rest = { description: null, type: 0, path: null, url: null, defaultRoleId };
    return app.get(RevokingTransaction).run(async (store, revoke) => {
      const made = await app
        .get(AppRegistration)
        .create(
          store,
          this.id,
          { name, isActive, ...rest },
          { ...{ isSystem: false, isKeyKept: false }, createdBy: null, at: this.gateway.clock.now() },
        );
      await revoke('app', this.id, made.app.id);
      return { id: made.app.id, key: made.apiKey };
    });
  }

  /** Asks for a code and reads it out of the mail. */
  async code(emailAddress: string, path = 'user/password'): Promise<string> {
    const { status, text } = await this.client.post(`${path}?reset=true`, { email: emailAddress });
    if (status !== 200) throw new Error(`no code: ${text}`);
    await this.gateway.deliver();
    return this.gateway.mail.linkTo(emailAddress).searchParams.get('code') ?? '';
  }

  /** A live session token, by a reset. */
  async token(emailAddress: string, password: string): Promise<string> {
    const code = await this.code(emailAddress);
    const answer = await this.client.post('user/password?login=true', {
      email: emailAddress,
      code,
      new_password: password,
    });
    if (answer.token === undefined) throw new Error(`no token: ${answer.text}`);
    return answer.token;
  }

  /** Status of a native sign-in. */
  async signInStatus({ username }: Pick<UserEntity, 'username'>, password: string): Promise<number> {
    return (await this.native.signIn(username ?? '', password)).status;
  }
}

/** What a call with the token as its old password's proof is told of the token. */
export function probe(client: DreamFactoryClient, token: string) {
  const body = { old_password: 'not the password', new_password: 'whatever it is, it is long' };
  return client.with({ 'X-DreamFactory-Session-Token': token }).post('user/password', body);
}
