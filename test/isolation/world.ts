import { AuthKeyEntity } from '../../src/core/auth-keys/auth-key.entity';
import { SessionEntity } from '../../src/core/auth-keys/session.entity';
import { BrandEntity } from '../../src/core/brands/brand.entity';
import { BrandSettingVersionEntity } from '../../src/core/brands/brand-setting-version.entity';
import type { BrandSettings } from '../../src/core/brands/brand-settings';
import { RoleEntity } from '../../src/core/roles/role.entity';
import { RoleServiceEntity } from '../../src/core/roles/role-service.entity';
import { UserAppRoleEntity } from '../../src/core/roles/user-app-role.entity';
import { AppEntity } from '../../src/core/apps/app.entity';
import { ServiceEntity } from '../../src/core/services/service.entity';
import { GatewaySettingEntity } from '../../src/core/gateway-settings/gateway-setting.entity';
import { GatewaySettings } from '../../src/core/gateway-settings/gateway-settings';
import { BUCKETS } from '../../src/gate/limits/buckets';
import { PasswordHasher } from '../../src/kernel/hashing/password-hasher';
import type { BrandId } from '../../src/kernel/ids';
import { perEngine } from '../support/describe-engine';
import { TestGateway } from '../support/start-gateway';
import { Belongings, PASSWORD, type WallBrand } from './belongings';
import { BrandRows } from './brand-rows';
import { bury } from './burial';
import { Line } from './line';
import { makeMailRows } from './mail-rows';
import { makePushChannel } from './push-rows';

const LOTS = { limit: 1_000_000, seconds: 60 };
/** No request of the matrix is refused for its number. */
const UNLIMITED = {
  rateLimits: Object.fromEntries(Object.keys(BUCKETS).map((name) => [name, LOTS])),
  lockoutThreshold: 0,
};

/** Who asks. */
export interface WallCaller {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Somebody who is signed in and asks. */
export interface PersonCalling extends WallCaller {
  readonly person: Belongings;
}

/**
 * Two brands that must not see each other, two children of the first, and one that reads credentials in bodies. In the
 * first three lives somebody with one thing of every kind; in the first two something of every kind has been deleted.
 * Nobody may change anything in the second one and in the child; what succeeds below the first is done in the workshop.
 */
export class World {
  private constructor(
    readonly gateway: TestGateway,
    readonly line: Line,
    readonly brands: Readonly<Record<'a' | 'b' | 'child' | 'workshop' | 'legacy', WallBrand>>,
    readonly residents: Readonly<Record<'a' | 'b' | 'child', Belongings>>,
    readonly deleted: Readonly<Record<'a' | 'b', Belongings>>,
    readonly admins: Readonly<Record<'a' | 'workshop' | 'platform', Belongings>>,
    /** Keys of the other brand, by what became of them. */
    readonly foreignKeys: Readonly<Record<string, string>>,
  ) {}

  /**
   * @param start gives a fresh gateway, which is closed with the world
   * @param isDescribed whether openapi.json knows all its routes
   */
  static async build(
    start: () => Promise<TestGateway> = () => TestGateway.start(),
    isDescribed = true,
  ): Promise<World> {
    const gateway = await start();
    // What a crash would lose does not matter here.
    await gateway.store.query(perEngine({ sqlite: 'PRAGMA synchronous = OFF', mariadb: 'SELECT 1' }));
    await gateway.updateBrand(await gateway.platformId(), { settings: UNLIMITED });
    const a = await addBrand(gateway, 'a.wall.example');
    const b = await addBrand(gateway, 'b.wall.example');
    const child = await addBrand(gateway, 'child.wall.example', {}, a.id);
    const workshop = await addBrand(gateway, 'workshop.wall.example', {}, a.id);
    const legacy = await addBrand(gateway, 'legacy.wall.example', { legacyBodyCredentials: true });
    const residents = {
      a: await resident(gateway, a),
      b: await resident(gateway, b),
      child: await resident(gateway, child),
    };
    const deleted = { a: await Belongings.make(gateway, a), b: await Belongings.make(gateway, b) };
    await bury(deleted.a);
    await bury(deleted.b);
    const admin = (brand: WallBrand) => Belongings.make(gateway, brand, 'Admin');
    const platform = await Belongings.make(gateway, await platformOf(gateway), 'SuperAdmin');
    const admins = { a: await admin(a), workshop: await admin(workshop), platform };
    const keys = await foreignKeys(gateway, residents.b, deleted.b);
    const line = new Line(gateway.port, isDescribed);
    const world = new World(gateway, line, { a, b, child, workshop, legacy }, residents, deleted, admins, keys);
    await world.setGatewaySetting('rootDomain', 'root.wall.example');
    return world;
  }

  rows(...brands: readonly WallBrand[]): Promise<BrandRows> {
    const ids = brands.map(({ id }) => id);
    return BrandRows.of(this.gateway.store, ids);
  }

  /** A person as a caller who names their own brand. */
  async caller(name: string, person: Belongings): Promise<PersonCalling> {
    const headers = { 'Brand-URL': person.brand.domain, 'Auth-Key': await person.get('authKey') };
    return { name, headers, person };
  }

  /** Somebody new in a brand. */
  somebody(brand: WallBrand): Promise<Belongings> {
    return Belongings.make(this.gateway, brand);
  }

  /** As the command line leaves it behind. */
  async setGatewaySetting(name: string, value: unknown): Promise<void> {
    await this.gateway.store.insert(GatewaySettingEntity, { name, value: JSON.stringify(value), modifiedAt: 1 });
    await this.gateway.gateway.app.get(GatewaySettings).load();
  }

  async settings(brand: WallBrand, settings: Partial<BrandSettings>): Promise<void> {
    await this.gateway.updateBrand(brand.id, { settings: { ...UNLIMITED, ...settings } });
  }

  async close(): Promise<void> {
    this.line.close();
    await this.gateway.close();
  }
}

async function addBrand(
  gateway: TestGateway,
  domain: string,
  settings: Partial<BrandSettings> = {},
  parentId: BrandId | null = null,
): Promise<WallBrand> {
  const id = await gateway.addBrand(domain, { ...UNLIMITED, ...settings }, parentId);
  return brandOf(gateway, id, domain);
}

async function platformOf(gateway: TestGateway): Promise<WallBrand> {
  return brandOf(gateway, await gateway.platformId(), 'localhost');
}

async function brandOf(gateway: TestGateway, id: BrandId, domain: string): Promise<WallBrand> {
  const { uid, code } = await gateway.store.findOneByOrFail(BrandEntity, { id });
  const passwordHash = await gateway.gateway.app.get(PasswordHasher).hash(PASSWORD, { brandId: id });
  return { id, uid, code, domain, passwordHash };
}

/** Somebody with everything, and a row in every table that knows brands. */
async function resident(gateway: TestGateway, brand: WallBrand): Promise<Belongings> {
  const own = await Belongings.make(gateway, brand);
  await own.all();
  await makeMailRows(own);
  await makePushChannel(own);
  const brandId = brand.id;
  const { store } = gateway;
  const role = await store.findOneByOrFail(RoleEntity, { brandId, uid: await own.get('roleId') });
  const app = await store.findOneByOrFail(AppEntity, { brandId, uid: await own.get('appId') });
  const service = await store.findOneByOrFail(ServiceEntity, { brandId, uid: await own.get('serviceId') });
  const settings = { domainWhiteListURLs: `https://${own.mark}.origin.example` };
  await own.write(async (write) => {
    await write.insert(RoleServiceEntity, {
      ...{ brandId, roleId: role.id, serviceId: service.id, number: await own.number(write, 'role-service') },
      ...{ component: `${own.mark}/*`, verbMask: 1, requestorMask: 1, filters: [], filterOp: 'AND' },
      ...{ createdAt: own.now, modifiedAt: own.now },
    });
    await write.insert(UserAppRoleEntity, {
      ...{ brandId, userId: own.user.id, appId: app.id, roleId: role.id },
      number: await own.number(write, 'user-app-role'),
    });
    const version = { brandId, version: 1_000, settings, actorUserId: own.user.id, changedAt: own.now };
    await write.insert(BrandSettingVersionEntity, version);
  });
  // Its key is in use: what the first use writes is written.
  await gateway
    .client(brand.domain)
    .with({ 'Auth-Key': await own.get('authKey') })
    .get('users/me');
  await gateway.flush();
  return own;
}

async function foreignKeys(gateway: TestGateway, resident: Belongings, deleted: Belongings) {
  const expired = await Belongings.make(gateway, resident.brand);
  const expiredKey = await expired.get('authKey');
  const { brandId, id: userId } = expired.user;
  const { id: sessionId } = await gateway.store.findOneByOrFail(SessionEntity, { brandId, userId });
  await expired.write((store) => store.update(AuthKeyEntity, { brandId, sessionId, kind: 'auth' }, { expiresAt: 1 }));
  return {
    live: await resident.get('authKey'),
    expired: expiredKey,
    revoked: await deleted.get('authKey'),
    refresh: await resident.get('refreshKey'),
  };
}
