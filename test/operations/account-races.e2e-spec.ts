import { setTimeout as delay } from 'node:timers/promises';
import { IsNull } from 'typeorm';
import { installationActor } from '../../src/core/audit/actor';
import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { SessionEntity } from '../../src/core/auth-keys/session.entity';
import { BrandRepository } from '../../src/core/brands/brand.repository';
import type { BrandSnapshot } from '../../src/core/brands/brand-snapshot';
import { UserDeviceEntity } from '../../src/core/devices/user-device.entity';
import { installationCaller } from '../../src/core/roles/caller';
import { UserRoleEntity } from '../../src/core/roles/user-role.entity';
import { IdentifierEntity } from '../../src/core/users/identifier.entity';
import { SuperAdminRepository } from '../../src/core/users/super-admin.repository';
import { UserEntity } from '../../src/core/users/user.entity';
import { ChangeUserStatusFlow } from '../../src/flows/change-user-status/change-user-status.flow';
import { ChangeUserTypeFlow } from '../../src/flows/change-user-type/change-user-type.flow';
import { DeleteUserFlow } from '../../src/flows/delete-user/delete-user.flow';
import { BeginSession } from '../../src/flows/sign-in/begin-session';
import { BrandgateError } from '../../src/kernel/errors/brandgate-error';
import type { BrandId } from '../../src/kernel/ids';
import { Database } from '../../src/storage/database';
import { describeEngine } from '../support/describe-engine';
import type { JfwAnswer } from '../support/jfw-client';
import { People, type Person, PLENTY } from '../support/people';
import { TestGateway } from '../support/start-gateway';

const BURST = 50;
const PATIENCE_MS = 60_000;

/** What came of work: 'done', or the code of its refusal. */
async function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => (error instanceof BrandgateError ? error.code : String(error)),
  );
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

const named = ({ status, code }: JfwAnswer<unknown>) => code ?? `${status}`;

describeEngine('changes of one account that come at once', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let brand: BrandSnapshot;
  let people: People;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    await gateway.updateBrand(await gateway.platformId(), { settings: { rateLimits: PLENTY } });
    people = new People(gateway, brandId, 'a.example');
    brand = await snapshot(brandId);
  }, PATIENCE_MS);
  afterAll(() => gateway.close());

  const snapshot = async (id: BrandId) => {
    const found = await gateway.gateway.app.get(BrandRepository).findSnapshot(gateway.store, id);
    if (!found) throw new Error('the brand was just made');
    return found;
  };
  const burst = (send: (n: number) => Promise<string>) =>
    Promise.all(Array.from({ length: BURST }, (_, n) => send(n))).then(tally);
  const trail = (event: AuditEventEntity['event'], { user }: Person) =>
    gateway.store.countBy(AuditEventEntity, { event, targetId: user.uid });

  describe('the last SuperAdmin (JFW-ADM-05, T62)', () => {
    let platformId: BrandId;
    let platform: BrandSnapshot;
    let pair: readonly [Person, Person];

    beforeAll(async () => {
      platformId = await gateway.platformId();
      platform = await snapshot(platformId);
    });
    beforeEach(async () => {
      const there = new People(gateway, platformId, 'localhost');
      const before = await gateway.store.findBy(UserEntity, { brandId: platformId, status: 'Active' });
      for (const user of before) await gateway.setUser(user, { status: 'Inactive' });
      await gateway.store.delete(IdentifierEntity, { brandId: platformId });
      pair = [await there.one({}, 'SuperAdmin'), await there.one({}, 'SuperAdmin')];
    });

    const actives = () => gateway.gateway.app.get(SuperAdminRepository).isAnyActive(gateway.store, platformId);
    const countActive = async () => {
      const living = await gateway.store.findBy(UserEntity, { brandId: platformId, status: 'Active' });
      return living.length;
    };

    const by = (n: number) => pair[n % 2 === 0 ? 0 : 1].user.uid;
    const actor = () => installationActor(platformId, 'test');
    const caller = () => installationCaller(platformId);

    it.each(['lock', 'suspend', 'deactivate'] as const)(
      'fifty parallel %s of two leave one',
      async (action) => {
        const flow = gateway.gateway.app.get(ChangeUserStatusFlow);
        const now = gateway.clock.now();
        const counts = await burst((n) => outcome(flow.run(actor(), caller(), by(n), action, now)));
        expect(counts).toEqual({
          done: 1,
          'user.status-conflict': BURST / 2 - 1,
          'user.last-super-admin': BURST / 2,
        });
        expect([await countActive(), await actives()]).toEqual([1, true]);
      },
      PATIENCE_MS,
    );

    it(
      'fifty parallel deletions of two leave one',
      async () => {
        const flow = gateway.gateway.app.get(DeleteUserFlow);
        const now = gateway.clock.now();
        const counts = await burst((n) => outcome(flow.run(actor(), caller(), { uid: by(n) }, now)));
        expect(counts).toEqual({ done: 1, 'user.not-found': BURST / 2 - 1, 'user.last-super-admin': BURST / 2 });
        expect([await countActive(), await actives()]).toEqual([1, true]);
      },
      PATIENCE_MS,
    );

    it(
      'fifty parallel demotions of two leave one',
      async () => {
        const flow = gateway.gateway.app.get(ChangeUserTypeFlow);
        const command = { typeName: 'Admin', at: gateway.clock.now() };
        const counts = await burst((n) =>
          outcome(flow.run(actor(), caller(), platform, { ...command, userUid: by(n) })),
        );
        // Who is an Admin already is made one again without a change.
        expect(counts).toEqual({ done: BURST / 2, 'user.last-super-admin': BURST / 2 });
        expect([await countActive(), await actives()]).toEqual([2, true]);
        const changes = await Promise.all(pair.map((person) => trail('user.type_changed', person)));
        expect(changes.sort()).toEqual([0, 1]);
      },
      PATIENCE_MS,
    );

    it(
      'each of the two against the other over the wire, in every way at once, leaves one',
      async () => {
        const ways = [
          (victim: string) => ['POST', `users/${victim}/lock`],
          (victim: string) => ['POST', `users/${victim}/suspend`],
          (victim: string) => ['DELETE', `users/${victim}`],
          (victim: string) => ['PUT', `users/${victim}/type/EndUser`],
        ];
        const answers = await burst(async (n) => {
          const [own, other] = n % 2 === 0 ? pair : [pair[1], pair[0]];
          const [method = '', path = ''] = ways[Math.floor(n / 2) % ways.length]?.(other.user.uid) ?? [];
          return named(await own.client.send(method, path));
        });
        expect(answers['InternalError'] ?? 0).toBe(0);
        expect(await actives()).toBe(true);
        // One of them is left as they were, and can go on.
        const looks = await Promise.all(pair.map(({ client }) => client.get('users/me')));
        const able = looks.filter(({ status, data }) => status === 200 && data['type'] === 'SuperAdmin');
        expect(able).toHaveLength(1);
      },
      PATIENCE_MS,
    );

    it(
      'both leaving at once: one of them is held back',
      async () => {
        const answers = await burst(async (n) => {
          const { client, user } = pair[n % 2 === 0 ? 0 : 1];
          return named(await client.delete(`users/${user.uid}`));
        });
        expect(answers['200']).toBe(1);
        expect(Object.keys(answers).sort()).toEqual(expect.arrayContaining(['200', 'LastSuperAdmin']));
        expect([await countActive(), await actives()]).toEqual([1, true]);
      },
      PATIENCE_MS,
    );
  });

  describe('bursts of fifty (SEC-OT-01)', () => {
    let admin: Person;
    let ada: Person;

    beforeAll(async () => {
      admin = await people.one({}, 'Admin');
    });
    beforeEach(async () => {
      ada = await people.one();
    });

    it(
      'JFW-USR-05: a state is changed once',
      async () => {
        const path = `users/${ada.user.uid}`;
        const locked = await burst(async () => named(await admin.client.post(`${path}/lock`)));
        const freed = await burst(async () => named(await admin.client.post(`${path}/unlock`)));
        expect([locked, freed]).toEqual(Array(2).fill({ 200: 1, UserStatusConflict: BURST - 1 }));
        expect(await trail('user.status_changed', ada)).toBe(2);
      },
      PATIENCE_MS,
    );

    it(
      'JFW-USR-07: an account is deleted once',
      async () => {
        const answers = await burst(async () => named(await admin.client.delete(`users/${ada.user.uid}`)));
        expect([answers, await trail('user.deleted', ada)]).toEqual([{ 200: 1, UserNotFound: BURST - 1 }, 1]);
      },
      PATIENCE_MS,
    );

    it(
      'JFW-ADM-01: of all types given at once one is held, and no second seeded role',
      async () => {
        const types = ['Admin', 'Partner', 'EndUser'];
        const answers = await burst(async (n) =>
          named(await admin.client.put(`users/${ada.user.uid}/type/${types[n % 3]}`)),
        );
        expect(answers).toEqual({ 200: BURST });
        expect(await gateway.store.countBy(UserRoleEntity, { brandId, userId: ada.user.id })).toBe(1);
      },
      PATIENCE_MS,
    );

    it(
      'JFW-USR-03: fifty people who want one name: one has it, and nobody lost their own',
      async () => {
        const crowd: Person[] = [];
        while (crowd.length < BURST) crowd.push(await people.one());
        const emailAddress = 'wanted@example.com';
        const answers = await burst(async (n) => {
          const { client, user } = crowd[n]!;
          return named(await client.put(`users/${user.uid}`, { username: user.username, emailAddress }));
        });
        expect(answers).toEqual({ 200: 1, EmailAddressAlreadyExists: BURST - 1 });
        const keys = await gateway.store.countBy(IdentifierEntity, { brandId, canonicalKey: emailAddress });
        const users = await gateway.store.findBy(UserEntity, { brandId, emailAddress });
        expect([keys, users.length]).toEqual([1, 1]);
        for (const { user } of crowd)
          expect(await gateway.store.countBy(IdentifierEntity, { brandId, userId: user.id })).toBe(3);
      },
      PATIENCE_MS,
    );

    it(
      'JFW-USR-03: one account renamed fifty ways keeps one set of names, those of its row',
      async () => {
        const answers = await burst(async (n) =>
          named(await ada.client.put(`users/${ada.user.uid}`, { username: `renamed.${n}`, phoneNumber: null })),
        );
        expect(answers).toEqual({ 200: BURST });
        const row = await gateway.store.findOneByOrFail(UserEntity, { brandId, id: ada.user.id });
        const keys = await gateway.store.findBy(IdentifierEntity, { brandId, userId: ada.user.id });
        expect(keys.map(({ canonicalKey }) => canonicalKey).sort()).toEqual([row.emailAddress, row.username].sort());
      },
      PATIENCE_MS,
    );

    it(
      'JFW-PWD-05: of fifty passwords one stands, and no session of the one before is left',
      async () => {
        const wanted = (n: number) => `a brand new phrase ${n}`;
        const answers = await burst(async (n) => {
          const password = { newPassword: wanted(n), confirmPassword: wanted(n) };
          return named(await admin.client.put(`users/${ada.user.uid}/change-password`, password));
        });
        // Fifty hashes at once may be more than the pool takes; it says so.
        expect((answers['200'] ?? 0) + (answers['ServiceUnavailable'] ?? 0)).toBe(BURST);
        expect(await gateway.store.countBy(SessionEntity, { userId: ada.user.id, revokedAt: IsNull() })).toBe(0);
        const { credentialVersion } = await gateway.store.findOneByOrFail(UserEntity, { brandId, id: ada.user.id });
        expect(credentialVersion).toBe(answers['200']);
      },
      PATIENCE_MS,
    );

    it(
      'JFW-USR-07: whoever reports a device while the account is deleted leaves none behind',
      async () => {
        const sessions = [ada.client];
        while (sessions.length < 10) sessions.push((await ada.signIn()).client);
        const answers = await burst(async (n) => {
          if (n === BURST / 2) return named(await admin.client.delete(`users/${ada.user.uid}`));
          const device = { 'X-Device-Code': `late-${n % 5}`, 'X-Device-Token': `late-token-${n % 5}` };
          return named(await (sessions[n % 10] ?? ada.client).with(device).get('users/me'));
        });
        expect(answers['InternalError'] ?? 0).toBe(0);
        const of = { brandId, userId: ada.user.id };
        expect([
          await gateway.store.countBy(UserDeviceEntity, { ...of, deletedAt: IsNull() }),
          await gateway.store.countBy(SessionEntity, { ...of, revokedAt: IsNull() }),
        ]).toEqual([0, 0]);
        expect(
          await gateway.store.find(UserDeviceEntity, { where: of, select: { id: true, pushToken: true } }),
        ).toEqual(expect.not.arrayContaining([expect.objectContaining({ pushToken: expect.any(String) })]));
      },
      PATIENCE_MS,
    );
  });

  describe('what waits behind a change', () => {
    const begin = (user: UserEntity) => {
      const command = { identifier: '', kinds: [], password: '', dialect: 'jfw', at: gateway.clock.now() };
      const device = { claim: null, wasClaimIgnored: false, evictDeviceIds: [] };
      const actor = installationActor(brandId, 'test');
      return outcome(gateway.gateway.app.get(BeginSession).run(actor, brand, user, { ...command, ...device }));
    };

    it.each([
      ['another password', { credentialVersion: 7 }],
      ['a lock', { status: 'Locked' as const }],
    ])('SEC-SES-02: a session that waits behind %s is not begun', async (_, changes) => {
      const { user } = await people.one();
      const of = { brandId, userId: user.id };
      const before = await gateway.store.countBy(SessionEntity, of);
      let waiting = Promise.resolve('never begun');
      await gateway.gateway.app.get(Database).transaction(async (store) => {
        await store.update(UserEntity, { brandId, id: user.id }, changes);
        waiting = begin(user);
        await delay(200);
      });
      expect([await waiting, await gateway.store.countBy(SessionEntity, of)]).toEqual([
        'credentials.incorrect',
        before,
      ]);
    });

    it('JFW-DEV-21, JFW-USR-07: a link that waits behind a deletion is not made', async () => {
      const [ada, admin] = [await people.one(), await people.one({}, 'Admin')];
      const body = {
        type: 'Mobile',
        name: 'Phone',
        osDevice: 'iOS',
        appVersionNumber: '1',
        code: `wait-${ada.user.id}`,
      };
      const { data } = await admin.client.post<{ id: string }>('devices', body);
      let waiting = Promise.resolve('never sent');
      await gateway.gateway.app.get(Database).transaction(async (store) => {
        await store.update(UserEntity, { brandId, id: ada.user.id }, { status: 'Deleted' });
        const link = admin.client.post(`users/${ada.user.uid}/devices/${data.id}`, { token: 'waiting-token' });
        waiting = link.then(named);
        await delay(200);
      });
      expect(await waiting).toBe('UserNotFound');
      expect(await gateway.store.countBy(UserDeviceEntity, { brandId, pushToken: 'waiting-token' })).toBe(0);
    });
  });
});
