import { AppRegistration } from '../../src/core/apps/app-registration';
import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { SessionEntity } from '../../src/core/auth-keys/session.entity';
import { DomainEntity } from '../../src/core/brands/domain.entity';
import { DeviceEntity } from '../../src/core/devices/device.entity';
import { type NumberedNoun } from '../../src/core/numbers/number-sequence.entity';
import { NumberSequenceRepository } from '../../src/core/numbers/number-sequence.repository';
import { RefusalEntity } from '../../src/core/refusals/refusal.entity';
import { RevokingTransaction } from '../../src/core/revocations/revoking-transaction';
import type { UserType } from '../../src/core/roles/permission';
import { RoleEntity } from '../../src/core/roles/role.entity';
import { UserRoleEntity } from '../../src/core/roles/user-role.entity';
import { ServiceEntity } from '../../src/core/services/service.entity';
import { UserEntity } from '../../src/core/users/user.entity';
import { type BrandId, uuidv7 } from '../../src/kernel/ids';
import type { Store } from '../../src/storage/database';
import type { AuthData } from '../support/jfw-client';
import type { TestGateway } from '../support/start-gateway';
import type { IdKind } from './id-kind';
import { makeSecret } from './mail-rows';
import { makePush } from './push-rows';

export const PASSWORD = 'tidal lantern quarry';

/** A brand of the wall's world. */
export interface WallBrand {
  readonly id: BrandId;
  readonly uid: string;
  readonly code: string;
  readonly domain: string;
  /** Of `PASSWORD`, hashed once. */
  readonly passwordHash: string;
}

type Maker = (own: Belongings) => Promise<Partial<Record<IdKind, string>>>;

/** A user of a brand and one thing of every kind that is theirs or their brand's, each made when it is first asked for. */
export class Belongings {
  private static count = 0;
  private readonly made = new Map<IdKind, string>();
  private signIn: Promise<AuthData> | null = null;

  private constructor(
    readonly gateway: TestGateway,
    readonly brand: WallBrand,
    readonly user: UserEntity,
    /** Stands in every text of theirs, so that an answer which shows one of them is found out. */
    readonly mark: string,
  ) {}

  static async make(gateway: TestGateway, brand: WallBrand, type: UserType = 'EndUser'): Promise<Belongings> {
    const number = (Belongings.count += 1);
    const mark = `canary${number}-${brand.code}`;
    const names = {
      username: mark,
      emailAddress: `${mark}@mail.example`,
      phoneNumber: `+8490${String(number).padStart(7, '0')}`,
    };
    const user = await gateway.addUser(brand.id, { ...names, passwordHash: brand.passwordHash, type });
    const shown = {
      firstName: `First ${mark}`,
      lastName: `Last ${mark}`,
      nickName: `Nick ${mark}`,
      bio: `Bio ${mark}`,
    };
    await gateway.store.update(UserEntity, { brandId: brand.id, id: user.id }, shown);
    return new Belongings(gateway, brand, { ...user, ...shown }, mark);
  }

  async get(kind: IdKind): Promise<string> {
    const known = this.made.get(kind);
    if (known !== undefined) return known;
    for (const [name, value] of Object.entries(await MAKERS[kind](this))) this.made.set(name as IdKind, value);
    return this.get(kind);
  }

  /** Makes everything. */
  async all(): Promise<void> {
    for (const kind of Object.keys(MAKERS) as IdKind[]) await this.get(kind);
  }

  /** Signs in, once, from a device of their own. */
  keys(): Promise<AuthData> {
    this.signIn ??= this.signInFromDevice();
    return this.signIn;
  }

  get device(): Readonly<Record<string, string>> {
    const { mark } = this;
    return {
      ...{ 'X-Device-Code': `code-${mark}`, 'X-Device-Token': `token-${mark}`, 'X-Device-Name': `Phone ${mark}` },
      ...{ 'X-Os-Device': 'iOS', 'X-App-Version-Number': '1.2.3' },
    };
  }

  async set(changes: Partial<UserEntity>): Promise<void> {
    await this.gateway.setUser(this.user, changes);
  }

  /** Writes in a transaction and has the gateway forget what it knows of the user and the brand. */
  async write<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const { brand, user } = this;
    return this.gateway.gateway.app.get(RevokingTransaction).run(async (store, revoke) => {
      const result = await work(store);
      await revoke('user', brand.id, user.id);
      await revoke('brand', brand.id, brand.id);
      return result;
    });
  }

  number(store: Store, noun: NumberedNoun): Promise<number> {
    return this.gateway.gateway.app.get(NumberSequenceRepository).next(store, this.brand.id, noun);
  }

  /** Of their sign-in, and of a request of theirs that was refused. */
  get correlationId(): string {
    return `request-${this.mark}`;
  }

  get now(): number {
    return this.gateway.clock.now();
  }

  private async signInFromDevice(): Promise<AuthData> {
    const headers = { ...this.device, 'User-Agent': `agent-${this.mark}`, 'X-Correlation-ID': this.correlationId };
    const answer = await this.gateway.client(this.brand.domain).signIn(this.mark, PASSWORD, headers);
    if (answer.status !== 200) throw new Error(`${this.mark} cannot sign in: ${answer.text}`);
    return answer.data;
  }
}

const MAKERS: Readonly<Record<IdKind, Maker>> = {
  ...given(['userId', 'userCode', 'username', 'emailAddress', 'phoneNumber'], ({ user }) => ({
    ...{ userId: user.uid, userCode: user.code, username: user.username ?? '' },
    ...{ emailAddress: user.emailAddress ?? '', phoneNumber: user.phoneNumber ?? '' },
  })),
  ...given(['brandId', 'brandCode'], ({ brand }) => ({ brandId: brand.uid, brandCode: brand.code })),
  ...given(['sessionId', 'authKey', 'refreshKey', 'deviceId', 'deviceCode', 'pushToken', 'auditEventId'], signedIn),
  ...given(['roleId', 'roleCode'], (own) => makeRole(own, true)),
  ...given(['spareRoleId'], async (own) => ({ spareRoleId: (await makeRole(own, false)).roleId })),
  ...given(['appId', 'appName', 'apiKey'], makeApp),
  ...given(['serviceId', 'serviceName'], makeService),
  ...given(['domainId', 'domain'], makeDomain),
  ...given(['correlationId'], makeRefusal),
  ...given(['looseDeviceId'], makeLooseDevice),
  ...given(['pushId', 'deliveryId'], makePush),
  ...given(['resetToken'], async (own) => ({ resetToken: await makeSecret(own, 'password-reset', 'link') })),
  ...given(['verificationToken'], async (own) => ({
    verificationToken: await makeSecret(own, 'email-verification', 'link'),
  })),
  ...given(['invitationToken'], async (own) => ({ invitationToken: await makeSecret(own, 'invitation', 'link') })),
  ...given(['confirmationCode'], async (own) => ({ confirmationCode: await makeSecret(own, 'registration', 'code') })),
};

/** One maker for kinds that come into being together. */
function given<K extends IdKind>(
  kinds: readonly K[],
  make: (own: Belongings) => Record<K, string> | Promise<Record<K, string>>,
): Record<K, Maker> {
  const maker: Maker = async (own) => make(own);
  return Object.fromEntries(kinds.map((kind) => [kind, maker])) as Record<K, Maker>;
}

async function signedIn(own: Belongings) {
  const { authKey, refreshAuthKey } = await own.keys();
  const { store } = own.gateway;
  const brandId = own.brand.id;
  const deviceCode = own.device['X-Device-Code'] ?? '';
  const session = await store.findOneByOrFail(SessionEntity, { brandId, userId: own.user.id });
  const device = await store.findOneByOrFail(DeviceEntity, { brandId, code: deviceCode });
  // The last one of the sign-in: others are before it.
  const where = { brandId, correlationId: own.correlationId };
  const event = await store.findOneOrFail(AuditEventEntity, { where, order: { id: 'DESC' } });
  return {
    ...{ sessionId: session.uid, authKey, refreshKey: refreshAuthKey, deviceId: device.uid, deviceCode },
    ...{ pushToken: own.device['X-Device-Token'] ?? '', auditEventId: event.uid },
  };
}

async function makeRole(own: Belongings, isHeld: boolean) {
  const [roleId, roleCode] = [uuidv7(own.now), `role-${isHeld ? 'held' : 'spare'}-${own.mark}`];
  const texts = { code: roleCode, name: `Role ${roleCode}`, description: `Description of ${roleCode}` };
  await own.write(async (store) => {
    const { identifiers } = await store.insert(RoleEntity, {
      ...texts,
      ...{ uid: roleId, brandId: own.brand.id, number: await own.number(store, 'role'), kind: 'Custom' },
      ...{ isActive: true, permissions: ['AUTHKEY.INTROSPECT'], createdAt: own.now, modifiedAt: own.now },
    });
    const id = Number(identifiers[0]?.['id']) as RoleEntity['id'];
    if (isHeld) await store.insert(UserRoleEntity, { brandId: own.brand.id, userId: own.user.id, roleId: id });
  });
  return { roleId, roleCode };
}

async function makeApp(own: Belongings) {
  const draft = { name: `app-${own.mark}`, description: `App of ${own.mark}`, isActive: true, type: 0 };
  const rest = { path: null, url: `https://${own.mark}.app.example`, defaultRoleId: null };
  const { app, apiKey } = await own.write((store) =>
    own.gateway.gateway.app.get(AppRegistration).create(
      store,
      own.brand.id,
      { ...draft, ...rest },
      {
        ...{ isSystem: false, isKeyKept: true, createdBy: own.user.id, at: own.now },
      },
    ),
  );
  return { appId: app.uid, appName: app.name, apiKey };
}

const UPSTREAM = { timeoutSeconds: 30, headers: [], honoursFilters: false };

async function makeService(own: Belongings) {
  const [serviceId, serviceName] = [uuidv7(own.now), `service-${own.mark}`];
  await own.write(async (store) =>
    store.insert(ServiceEntity, {
      ...{ uid: serviceId, brandId: own.brand.id, number: await own.number(store, 'service'), name: serviceName },
      ...{ label: `Label ${own.mark}`, description: null, type: 'rws', isActive: true, isSystem: false, epoch: 0 },
      ...{
        config: { ...UPSTREAM, baseUrl: `https://${own.mark}.upstream.example` },
        createdBy: own.user.id,
        modifiedBy: null,
      },
      ...{ createdAt: own.now, modifiedAt: own.now },
    }),
  );
  return { serviceId, serviceName };
}

async function makeDomain(own: Belongings) {
  const [domainId, domain] = [uuidv7(own.now), `${own.mark}.domain.example`];
  const rest = { isPrimary: false, verificationToken: `verify-${own.mark}`, verifiedAt: own.now, createdAt: own.now };
  await own.write((store) =>
    store.insert(DomainEntity, { uid: domainId, brandId: own.brand.id, domain, verifiedDomain: domain, ...rest }),
  );
  return { domainId, domain };
}

async function makeRefusal(own: Belongings) {
  await own.keys();
  const { correlationId } = own;
  await own.gateway.store.insert(RefusalEntity, {
    ...{ brandId: own.brand.id, correlationId, happenedAt: own.now, dialect: 'jfw', method: 'GET' },
    ...{ route: '/api/v1/users/me', status: 401, code: 'auth-key.invalid', userUid: own.user.uid, sessionUid: null },
    ...{ address: '192.0.2.1', steps: [{ name: 'resolve-auth-key', outcome: 'refused', reason: own.mark }] },
  });
  return { correlationId };
}

async function makeLooseDevice(own: Belongings) {
  const looseDeviceId = uuidv7(own.now);
  await own.gateway.store.insert(DeviceEntity, {
    ...{ uid: looseDeviceId, brandId: own.brand.id, code: `loose-${own.mark}`, type: 'Mobile', name: own.mark },
    ...{ osDevice: 'iOS', appVersionNumber: '1.2.3', appVersionFlag: null, avatarUrl: null, tags: null },
    ...{ countryCode: null, phoneNumber: null, iccid: null, imsi: null, imei: null, simCardInfo: `SIM ${own.mark}` },
    ...{ isMobileApp: true, isDefault: false, testMode: false, status: 'Active', createdBy: own.user.id },
    ...{ epoch: 0, createdAt: own.now, modifiedAt: own.now },
  });
  return { looseDeviceId };
}
