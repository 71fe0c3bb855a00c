import { LessThanOrEqual } from 'typeorm';
import { loadGatewayConfig, type GatewayConfig } from '../../src/config/gateway-config';
import type { BrandSettings } from '../../src/core/brands/brand-settings';
import { BrandEntity } from '../../src/core/brands/brand.entity';
import { installationActor } from '../../src/core/audit/actor';
import { RevocationJournal } from '../../src/core/revocations/revocation-journal';
import { RevokingTransaction } from '../../src/core/revocations/revoking-transaction';
import type { UserType } from '../../src/core/roles/permission';
import { BrandFounding } from '../../src/core/roles/brand-founding';
import { UserEntity, type UserStatus } from '../../src/core/users/user.entity';
import { namesOf } from '../../src/core/users/account-names';
import { UserRegistration } from '../../src/core/users/user-registration';
import { AgePushTokensFlow } from '../../src/flows/age-push-tokens/age-push-tokens.flow';
import { ChangeGatewaySettingFlow } from '../../src/flows/change-gateway-setting/change-gateway-setting.flow';
import { ExpireSessionsFlow } from '../../src/flows/expire-sessions/expire-sessions.flow';
import { Gateway } from '../../src/gateway';
import { PasswordHasher } from '../../src/kernel/hashing/password-hasher';
import type { BrandId } from '../../src/kernel/ids';
import { DnsResolver } from '../../src/ports/dns-resolver.port';
import type { MailTransport } from '../../src/ports/mail-transport.port';
import type { PushTransport } from '../../src/ports/push-transport.port';
import { Database, type Store } from '../../src/storage/database';
import { OutboxEntity } from '../../src/core/outbox/outbox.entity';
import { Background } from '../../src/workers/background';
import { OutboxWorker } from '../../src/workers/outbox-worker';
import { CapturedLog } from './captured-log';
import { FakeClock } from './fake-clock';
import { FakeDns } from './fake-dns';
import { FakeMail } from './fake-mail';
import { FakePush } from './fake-push';
import { JfwClient } from './jfw-client';
import { createTestDatabase, type TestDatabase } from './test-database';
import { watchAnswers } from './watch-answers';

export const TEST_MASTER_KEY = 'bVE8+xJzXcQgT5n7ZyrxQuvxEVQIRLIBcKNOeWXT2kE=';

export interface UserSeed {
  readonly username?: string;
  readonly emailAddress?: string;
  readonly phoneNumber?: string;
  readonly password?: string;
  /** Taken over as it is: an imported account. */
  readonly passwordHash?: string;
  readonly type?: UserType;
  readonly status?: UserStatus;
}

export interface StartOptions {
  /** Share another gateway's database: a second node. */
  readonly database?: TestDatabase;
  readonly env?: Readonly<Record<string, string>>;
  /** In the place of the system's name servers; absent: nobody has any record. */
  readonly dns?: DnsResolver;
  /** In the place of the server that `SMTP_URL` names; the real transport where a test has a server of its own. */
  readonly mail?: MailTransport;
  /** In the place of Google; the real transport where a test has a stand-in for Google. */
  readonly push?: PushTransport;
}

/** A whole gateway on a fresh database of the engine under test, listening on a free port. */
export class TestGateway {
  private constructor(
    readonly gateway: Gateway,
    readonly origin: string,
    readonly port: number,
    readonly database: TestDatabase,
    readonly clock: FakeClock,
    readonly log: CapturedLog,
    private readonly fakes: { readonly mail: FakeMail; readonly push: FakePush },
    private readonly ownsDatabase: boolean,
  ) {}

  static async start({
    database,
    env = {},
    dns = new FakeDns(),
    mail = new FakeMail(),
    push = new FakePush(),
  }: StartOptions = {}): Promise<TestGateway> {
    const own = database ?? (await createTestDatabase());
    const config = testConfig(own.url, env);
    const clock = new FakeClock();
    const log = new CapturedLog();
    const gateway = await Gateway.create(config, { clock, log, dns, mail, push });
    const port = await gateway.listen(0, '127.0.0.1');
    // A connection is not closed while a test is busy elsewhere: a client that is just using it would be refused.
    gateway.app.getHttpServer().keepAliveTimeout = 60_000;
    const origin = `http://127.0.0.1:${port}`;
    watchAnswers(origin);
    const fakes = {
      mail: mail instanceof FakeMail ? mail : new FakeMail(),
      push: push instanceof FakePush ? push : new FakePush(),
    };
    return new TestGateway(gateway, origin, port, own, clock, log, fakes, database === undefined);
  }

  /** A client that names the brand of this domain. */
  client(domain: string): JfwClient {
    return new JfwClient(this.origin, { 'Brand-URL': domain });
  }

  get mail(): FakeMail {
    return this.fakes.mail;
  }

  get push(): FakePush {
    return this.fakes.push;
  }

  get store(): Store {
    return this.gateway.app.get(Database).store;
  }

  /** A brand with one verified domain; settings as the settings endpoint would store them. */
  async addBrand(
    domain: string,
    settings: Partial<BrandSettings> = {},
    parentId: BrandId | null = null,
  ): Promise<BrandId> {
    const { app } = this.gateway;
    return app.get(RevokingTransaction).run(async (store, revoke) => {
      const code = domain.replace(/[^a-z0-9]+/g, '-');
      const draft = {
        code,
        name: domain,
        abbr: code,
        description: null,
        parentId,
        profile: {},
        isSystem: false,
        domain,
      };
      const id = await app.get(BrandFounding).found(store, draft, this.clock.now());
      await store.update(BrandEntity, { id }, { settings });
      await revoke('brand', id, id);
      return id;
    });
  }

  async updateBrand(id: BrandId, changes: Partial<BrandEntity>): Promise<void> {
    await this.gateway.app.get(RevokingTransaction).run(async (store, revoke) => {
      await store.update(BrandEntity, { id }, changes);
      await revoke('brand', id, id);
    });
  }

  async addUser(brandId: BrandId, seed: UserSeed): Promise<UserEntity> {
    const { app } = this.gateway;
    const passwordHash = seed.passwordHash ?? (await app.get(PasswordHasher).hash(seed.password ?? '', { brandId }));
    return app.get(Database).transaction(async (store) => {
      const account = { draft: seed, names: namesOf(seed), passwordHash, type: seed.type ?? 'EndUser' };
      const user = await app.get(UserRegistration).create(store, brandId, account, this.clock.now());
      if (seed.status) await store.update(UserEntity, { brandId, id: user.id }, { status: seed.status });
      return user;
    });
  }

  async setUser(user: UserEntity, changes: Partial<UserEntity>): Promise<void> {
    await this.gateway.app.get(RevokingTransaction).run(async (store, revoke) => {
      await store.update(UserEntity, { brandId: user.brandId, id: user.id }, changes);
      await revoke('user', user.brandId, user.id);
    });
  }

  /** As the command line would. */
  async setGatewaySetting(name: string, value: unknown): Promise<unknown> {
    const actor = installationActor(await this.platformId(), 'test');
    const flow = this.gateway.app.get(ChangeGatewaySettingFlow);
    return flow.run(actor, { name, value, at: this.clock.now() });
  }

  async platformId(): Promise<BrandId> {
    return (await this.store.findOneByOrFail(BrandEntity, { isSystem: true })).id;
  }

  /** Writes back presence and buffered audit lines now. */
  async flush(): Promise<void> {
    await this.gateway.app.get(Background).flush();
  }

  /** What was changed so far is known everywhere: from now on caches stay warm until the next change. */
  async settle(): Promise<void> {
    await this.flush();
    await this.gateway.app.get(RevocationJournal).read();
  }

  /** Everything that is due in the outbox by now is done: mails are with the mail server, pushes with Google. */
  async deliver(): Promise<void> {
    const worker = this.gateway.app.get(OutboxWorker);
    const due = () => ({ state: 'queued' as const, attempts: 0, nextAttemptAt: LessThanOrEqual(this.clock.now()) });
    const isLeft = () => this.store.existsBy(OutboxEntity, due());
    // The gateway's own worker may have taken some of it.
    for (let round = 0; round < 200; round += 1) {
      await worker.run();
      if (!(await isLeft())) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** As `deliver`, and what was tried before and is due again. */
  async deliverAll(): Promise<void> {
    await this.gateway.app.get(OutboxWorker).run();
    await this.deliver();
  }

  /** Lets the sweeps run that work by the clock: expired sessions, silent push tokens. */
  async sweep(): Promise<void> {
    const { app } = this.gateway;
    await app.get(ExpireSessionsFlow).run(this.clock.now());
    await app.get(AgePushTokensFlow).run(this.clock.now());
  }

  async close(): Promise<void> {
    await this.gateway.close();
    if (this.ownsDatabase) await this.database.drop();
  }
}

export const ADMIN = { username: 'admin', password: 'quiet-harbour-lantern' };

export function testConfig(url: string, env: Readonly<Record<string, string>> = {}): GatewayConfig {
  const config = loadGatewayConfig({
    DATABASE_URL: url,
    BRANDGATE_MASTER_KEY: TEST_MASTER_KEY,
    BRANDGATE_ADMIN_PASSWORD: ADMIN.password,
    BRANDGATE_PUBLIC_URL: 'http://gw.localhost',
    SMTP_URL: 'smtp://mail.localhost',
    ...env,
  });
  // The least bcrypt knows: tests check what is hashed, not how long it takes.
  return { ...config, passwordCost: 4 };
}
