import type { UserEntity } from '../../src/core/users/user.entity';
import type { UserType } from '../../src/core/roles/permission';
import type { BrandId } from '../../src/kernel/ids';
import type { AuthData, JfwAnswer, JfwClient } from './jfw-client';
import type { TestGateway } from './start-gateway';

const PASSWORD = 'tidal lantern quarry';
const LOTS = { limit: 100_000, seconds: 60 };

/** Rate limits that no test reaches. */
export const PLENTY = { login: LOTS, loginIdentifier: LOTS, general: LOTS, refresh: LOTS, pushTest: LOTS };

/** Somebody who signed in. */
export interface Person {
  readonly user: UserEntity;
  readonly data: AuthData;
  readonly answer: JfwAnswer<AuthData>;
  /** Sends their Auth Key. */
  readonly client: JfwClient;
  /** Once more, perhaps from another device. */
  signIn(headers?: Readonly<Record<string, string>>): Promise<{ answer: JfwAnswer<AuthData>; client: JfwClient }>;
}

/** Fresh accounts of one brand. */
export class People {
  private count = 0;

  constructor(
    private readonly gateway: TestGateway,
    readonly brandId: BrandId,
    readonly domain: string,
  ) {}

  async one(headers: Readonly<Record<string, string>> = {}, type: UserType = 'EndUser'): Promise<Person> {
    const username = `${type.toLowerCase()}.${(this.count += 1)}`;
    const emailAddress = `${username}@example.com`;
    const phoneNumber = `+8490${String(1_000_000 + this.count)}`;
    const user = await this.gateway.addUser(this.brandId, {
      username,
      emailAddress,
      phoneNumber,
      password: PASSWORD,
      type,
    });
    const signIn = async (more: Readonly<Record<string, string>> = {}) => {
      const answer = await this.gateway.client(this.domain).signIn(username, PASSWORD, more);
      return { answer, client: this.gateway.client(this.domain).with({ 'Auth-Key': answer.data.authKey }) };
    };
    const { answer, client } = await signIn(headers);
    return { user, answer, data: answer.data, client, signIn };
  }
}

/** An answer's text without what differs in every answer. */
export function plain(text: string): string {
  return text.replaceAll(/"correlationId":"[^"]*"/g, '');
}
