import { hashSync } from 'bcryptjs';
import { type Actor, installationActor } from '../../src/core/audit/actor';
import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { BrandRepository } from '../../src/core/brands/brand.repository';
import type { BrandSnapshot } from '../../src/core/brands/brand-snapshot';
import { type Caller, installationCaller } from '../../src/core/roles/caller';
import { SEEDED_PERMISSIONS, type UserType } from '../../src/core/roles/permission';
import { RoleEntity } from '../../src/core/roles/role.entity';
import { UserEntity } from '../../src/core/users/user.entity';
import { CreateUserFlow } from '../../src/flows/create-user/create-user.flow';
import type { CreateUserCommand } from '../../src/flows/create-user/create-user.command';
import type { ImportLine, ImportOutcome } from '../../src/flows/import-users/import-users.command';
import { ImportUsersFlow } from '../../src/flows/import-users/import-users.flow';
import { BrandgateError } from '../../src/kernel/errors/brandgate-error';
import { type BrandId, uuidv7 } from '../../src/kernel/ids';
import { Database } from '../../src/storage/database';
import { describeEngine } from '../support/describe-engine';
import { PLENTY } from '../support/people';
import { TestGateway } from '../support/start-gateway';

const PASSWORD = 'an old password elsewhere';
const HASH = hashSync(PASSWORD, 4);
const PATIENCE_MS = 60_000;

type Values = Readonly<Record<string, unknown>>;

describeEngine('accounts that others make', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let brand: BrandSnapshot;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  beforeEach(async () => {
    brandId = await gateway.addBrand(domain(true), { rateLimits: PLENTY });
    brand = await snapshot(brandId);
    const texts = { uid: uuidv7(1), code: 'editor', name: 'Editor', description: null, number: 99 };
    const kind = { kind: 'Custom' as const, isActive: true, permissions: ['DEVICE.READ'] as const };
    await gateway.store.insert(RoleEntity, { brandId, ...texts, ...kind, createdAt: 1, modifiedAt: 1 });
  });
  afterAll(() => gateway.close());

  const domain = (isNext = false) => `brand-${(count += isNext ? 1 : 0)}.example`;
  const snapshot = async (id: BrandId) => {
    const found = await gateway.gateway.app.get(BrandRepository).findSnapshot(gateway.store, id);
    if (!found) throw new Error('the brand was just made');
    return found;
  };
  const actor = (): Actor => installationActor(brandId, 'test');
  const signIn = async (name: string, password = PASSWORD) =>
    (await gateway.client(domain()).signIn(name, password)).status;
  const rowOf = (username: string) => gateway.store.findOneByOrFail(UserEntity, { brandId, username });
  const rolesOf = async (username: string) => {
    const rows: { code: string }[] = await gateway.store.query(
      `SELECT r.code FROM roles r JOIN user_roles ur ON ur.role_id = r.id JOIN users u ON u.id = ur.user_id
        WHERE u.brand_id = ? AND u.username = ? ORDER BY r.code`,
      [brandId, username],
    );
    return rows.map(({ code }) => code);
  };
  const admin = (type: UserType): Caller => ({
    ...{ brandId, self: null, type, permissions: new Set(SEEDED_PERMISSIONS[type]) },
  });

  describe('one by one', () => {
    const create = (command: Partial<CreateUserCommand>, caller = installationCaller(brandId)) =>
      gateway.gateway.app.get(CreateUserFlow).run(actor(), caller, brand, {
        ...{ draft: { username: 'new.hire' }, credential: { password: PASSWORD }, type: 'EndUser' as const },
        ...{ at: gateway.clock.now(), ...command },
      });
    const refusal = async (work: Promise<unknown>) =>
      work.then(
        () => 'made',
        (error: unknown) => (error instanceof BrandgateError ? [error.code, error.fields[0]?.field] : error),
      );

    it('makes an account of any type, with names, status and number, and audits it', async () => {
      const draft = { username: 'some.admin', emailAddress: 'Some@Example.com', firstName: ' Some ' };
      const { user, roles } = await create({ draft, type: 'Admin', number: 41 });
      expect([user.number, user.firstName, roles.map(({ code }) => code)]).toEqual([41, 'Some', ['Admin']]);
      expect(await signIn('some@example.com')).toBe(200);
      expect((await create({})).user.number).toBe(42);
      await create({ draft: { username: 'wait.ing' }, status: 'Inactive' });
      expect(await signIn('wait.ing')).toBe(403);
      const trail = await gateway.store.findBy(AuditEventEntity, { brandId, event: 'user.created' });
      expect(trail.map(({ targetId, details }) => [targetId, details])[0]).toEqual([user.uid, { type: 'Admin' }]);
    });

    it('SEC-PW-03: takes a ready hash, or none', async () => {
      await create({ draft: { username: 'with.hash' }, credential: { passwordHash: HASH } });
      await create({ draft: { username: 'with.none' }, credential: null });
      expect([await signIn('with.hash'), await signIn('with.none'), (await rowOf('with.none')).passwordHash]).toEqual([
        ...[200, 401, null],
      ]);
    });

    it('refuses what no account may be', async () => {
      await create({ draft: { username: 'taken.name' }, number: 7 });
      const own = `$bg1$x$${HASH}`;
      expect(
        await Promise.all([
          refusal(create({ draft: { username: 'abc' } })),
          refusal(create({ draft: { username: 'taken.NAME' } })),
          refusal(create({ number: 7 })),
          refusal(create({ number: 0 })),
          refusal(create({ number: 1.5 })),
          refusal(create({ number: 2 ** 31 })),
          refusal(create({ credential: { password: 'short' } })),
          refusal(create({ credential: { passwordHash: own } })),
          refusal(create({ credential: { passwordHash: '' } })),
          refusal(create({ type: 'SuperAdmin' })),
        ]),
      ).toEqual([
        ['request.invalid', 'username'],
        ['user.username-taken', undefined],
        ['request.invalid', 'number'],
        ['request.invalid', 'number'],
        ['request.invalid', 'number'],
        ['request.invalid', 'number'],
        ['password.format', 'password'],
        ['request.invalid', 'passwordHash'],
        ['request.invalid', 'passwordHash'],
        ['user.type-invalid', undefined],
      ]);
      expect(await gateway.store.countBy(UserEntity, { brandId })).toBe(1);
    });

    it('JFW-ADM-03, -05: nobody makes somebody above themself', async () => {
      for (const type of ['EndUser', 'Partner'] as const)
        expect(await refusal(create({}, admin(type)))).toEqual(['access.denied', undefined]);
      expect(await refusal(create({ type: 'SuperAdmin' }, admin('Admin')))).toEqual(['access.denied', undefined]);
      expect((await create({ type: 'Admin' }, admin('Admin'))).roles.map(({ code }) => code)).toEqual(['Admin']);
      const platformId = await gateway.platformId();
      const platform = await snapshot(platformId);
      const command = { draft: { username: `root.${count}` }, credential: null, type: 'SuperAdmin' as const };
      const flow = gateway.gateway.app.get(CreateUserFlow);
      const origin = installationActor(platformId, 'test');
      const made = await flow.run(origin, installationCaller(platformId), platform, { ...command, at: 1 });
      expect(made.roles.map(({ code }) => code)).toEqual(['SuperAdmin']);
    });
  });

  describe('by import', () => {
    const run = async (records: readonly Values[], caller = installationCaller(brandId)) => {
      async function* lines(): AsyncGenerator<ImportLine> {
        for (const [place, record] of records.entries()) yield { line: place + 2, record };
      }
      const flow = gateway.gateway.app.get(ImportUsersFlow);
      const outcomes: ImportOutcome[] = [];
      for await (const outcome of flow.run(actor(), caller, brand, lines(), gateway.clock.now()))
        outcomes.push(outcome);
      return outcomes;
    };
    const kinds = (outcomes: readonly ImportOutcome[]) => outcomes.map(({ kind }) => kind);

    it.each([
      ['$2a$', HASH.replace('$2b$', '$2a$')],
      ['$2b$', HASH],
      ['$2y$', HASH.replace('$2b$', '$2y$')],
    ])('SEC-PW-03: a %s hash signs in, and is replaced by one of this gateway', async (_, passwordHash) => {
      expect(kinds(await run([{ username: 'old.friend', passwordHash }]))).toEqual(['imported']);
      expect((await rowOf('old.friend')).passwordHash).toBe(passwordHash);
      expect([await signIn('old.friend', 'wrong'), await signIn('OLD.friend')]).toEqual([401, 200]);
      expect((await rowOf('old.friend')).passwordHash).toMatch(/^\$bg1\$/);
      expect(await signIn('old.friend')).toBe(200);
    });

    it('takes everything a record says, as text or as what it is', async () => {
      const full = {
        ...{ username: 'bob', emailAddress: 'Bob@Example.com', phoneNumber: '+84 (90) 123-4567', passwordHash: HASH },
        ...{ firstName: ' Bob ', lastName: 'Điện', nickName: 'B', languageCode: 'vi-VN', timeZoneId: 'Asia/Saigon' },
        ...{ type: 'Partner', roles: ['editor'], status: 'Active', createdAt: '2020-02-29T10:00:00+07:00' },
        ...{ number: 120, isEmailVerified: true },
      };
      const texts = {
        ...{ username: '', emailAddress: 'csv@example.com', phoneNumber: null, passwordHash: ' ', firstName: '' },
        ...{
          roles: 'Admin; editor',
          status: 'Suspended',
          createdAt: 1_500_000_000_000,
          number: '121',
          isEmailVerified: 'true',
        },
      };
      const outcomes = await run([full, texts, { phoneNumber: '+84909999999' }]);
      expect(outcomes).toMatchObject([
        { line: 2, kind: 'imported', number: 120 },
        { line: 3, kind: 'imported', number: 121 },
        { line: 4, kind: 'imported', number: 122 },
      ]);
      expect(await rowOf('bob')).toMatchObject({
        ...{ emailAddress: 'Bob@Example.com', phoneNumber: '+84901234567', firstName: 'Bob', lastName: 'Điện' },
        ...{ languageCode: 'vi-VN', timeZoneId: 'Asia/Saigon', status: 'Active', isEmailVerified: true },
        ...{ createdAt: Date.UTC(2020, 1, 29, 3), passwordHash: HASH },
      });
      expect(await rowOf('csv@example.com')).toMatchObject({
        ...{ phoneNumber: null, firstName: null, passwordHash: null, passwordChangedAt: null, status: 'Suspended' },
        ...{ createdAt: 1_500_000_000_000, isEmailVerified: true, languageCode: 'en-US' },
      });
      expect([await rolesOf('bob'), await rolesOf('csv@example.com'), await rolesOf('+84909999999')]).toEqual([
        ...[['Partner', 'editor'], ['Admin', 'editor'], ['EndUser']],
      ]);
      expect([await signIn('bob'), await signIn('bob@example.com'), await signIn('+84901234567')]).toEqual([
        200, 200, 200,
      ]);
      const trail = await gateway.store.findBy(AuditEventEntity, { brandId, event: 'user.created' });
      expect(trail.map(({ details, userAgent }) => [details, userAgent])[0]).toEqual([
        ...[{ type: 'Partner', imported: true }, 'test'],
      ]);
    });

    it.each<[string, Values]>([
      ['username', {}],
      ['username', { username: 'with blank' }],
      ['username', { username: 'some@else.com' }],
      ['username', { username: '+84901234567' }],
      ['username', { username: 'bücher' }],
      ['username', { username: 7 }],
      ['emailAddress', { emailAddress: 'none' }],
      ['emailAddress', { emailAddress: `${'a'.repeat(250)}@example.com` }],
      ['phoneNumber', { phoneNumber: '0901234567' }],
      ['firstName', { firstName: 'a'.repeat(101) }],
      ['lastName', { lastName: 'a\0b' }],
      ['nickName', { nickName: '\ud800' }],
      ['timeZoneId', { timeZoneId: 'z'.repeat(101) }],
      ['languageCode', { languageCode: 'english please' }],
      ['type', { type: 'admin' }],
      ['roles', { roles: 'nobody' }],
      ['roles', { roles: { editor: true } }],
      ['roles', { type: 'Partner', roles: ['Admin'] }],
      ['', { type: 'SuperAdmin' }],
      ['status', { status: 'Deleted' }],
      ['passwordHash', { passwordHash: 'plain text' }],
      ['passwordHash', { passwordHash: HASH.slice(0, -1) }],
      ['passwordHash', { passwordHash: HASH.replace('$04$', '$16$') }],
      ['passwordHash', { passwordHash: `$bg1$x$${HASH}` }],
      ['passwordHash', { passwordHash: 0 }],
      ['createdAt', { createdAt: '2026-02-31T00:00:00Z' }],
      ['createdAt', { createdAt: '2026-02-01 00:00:00' }],
      ['createdAt', { createdAt: 8_000_000_000_000 }],
      ['createdAt', { createdAt: -1 }],
      ['number', { number: 0 }],
      ['number', { number: '01' }],
      ['number', { number: 1.5 }],
      ['number', { number: '9999999999' }],
      ['number', { number: [1] }],
      ['isEmailVerified', { isEmailVerified: 'yes', emailAddress: 'a@example.com' }],
      ['isEmailVerified', { isEmailVerified: true, username: 'no.address' }],
      ['password', { password: 'in plain' }],
      ['passwordhash', { passwordhash: HASH }],
      ['isSystem', { isSystem: true }],
    ])('a bad %s is refused with its line, and nothing else suffers: %j', async (field, bad) => {
      const name =
        field === 'username' || field.endsWith('Address') || field === 'phoneNumber' ? {} : { username: 'bad.one' };
      const outcomes = await run([{ username: 'before.it' }, { ...name, ...bad }, { username: 'after.it' }]);
      expect(outcomes).toMatchObject([
        { line: 2, kind: 'imported' },
        { line: 3, kind: 'refused', field, reason: expect.stringMatching(/./) },
        { line: 4, kind: 'imported' },
      ]);
      expect(await gateway.store.countBy(UserEntity, { brandId })).toBe(2);
    });

    it(
      'can be repeated, and goes on where it stopped',
      async () => {
        const records = Array.from({ length: 130 }, (_, n) => ({ username: `many.${n}`, number: 1_000 + n }));
        expect(kinds(await run(records.slice(0, 60)))).toEqual(Array(60).fill('imported'));
        const again = kinds(await run(records));
        expect(again).toEqual([...Array<string>(60).fill('skipped'), ...Array<string>(70).fill('imported')]);
        expect(kinds(await run(records))).toEqual(Array(130).fill('skipped'));
        expect(await gateway.store.countBy(UserEntity, { brandId })).toBe(130);
        const next = await run([{ username: 'comes.later' }]);
        expect(next).toMatchObject([{ number: 1_130 }]);
      },
      PATIENCE_MS,
    );

    it('SEC-ID-02, -04: a name that is taken is skipped, however it is spelled, in the brand or in the file', async () => {
      await gateway.addUser(brandId, { username: 'is.here', emailAddress: 'here@example.com', password: PASSWORD });
      const outcomes = await run([
        { username: 'IS.here', firstName: 'X' },
        { username: 'other.name', emailAddress: 'HERE@example.com' },
        { username: 'twice.here' },
        { username: 'Twice.Here' },
        { username: 'same.number', number: 500 },
        { username: 'other.number', number: 500 },
        { username: 'good.one' },
      ]);
      expect(outcomes).toMatchObject([
        { line: 2, kind: 'skipped', field: 'username' },
        { line: 3, kind: 'skipped', field: 'emailAddress' },
        { line: 4, kind: 'imported' },
        { line: 5, kind: 'skipped', field: 'username' },
        { line: 6, kind: 'imported', number: 500 },
        { line: 7, kind: 'refused', field: 'number' },
        { line: 8, kind: 'imported', number: 501 },
      ]);
      expect((await rowOf('is.here')).firstName).toBeNull();
      expect(await gateway.store.countBy(UserEntity, { brandId })).toBe(4);
    });

    it('a record that the database refuses takes no other with it', async () => {
      const records = [
        { username: 'before.it' },
        { username: 'refused.one', roles: ['editor'] },
        { username: 'after.it' },
      ];
      const app = gateway.gateway.app;
      const lookup = app.get(Database);
      // The role goes between the look and the writing.
      const transaction = lookup.transaction.bind(lookup);
      jest.spyOn(lookup, 'transaction').mockImplementationOnce(async (work) => {
        await gateway.store.delete(RoleEntity, { brandId, code: 'editor' });
        return transaction(work);
      });
      expect(await run(records)).toMatchObject([
        { line: 2, kind: 'imported' },
        { line: 3, kind: 'refused', reason: 'The database refused the record.' },
        { line: 4, kind: 'imported' },
      ]);
      expect(await gateway.store.countBy(UserEntity, { brandId })).toBe(2);
    });

    it('REL-01: a store that cannot be asked stops it, and blames no record', async () => {
      const database = gateway.gateway.app.get(Database);
      const lost = new BrandgateError('server.unavailable', { retryAfter: 1 });
      jest.spyOn(database, 'transaction').mockRejectedValueOnce(lost);
      await expect(run([{ username: 'never.made' }])).rejects.toBe(lost);
      expect(kinds(await run([{ username: 'never.made' }]))).toEqual(['imported']);
    });

    it('JFW-ADM-05: nobody imports more than they may give', async () => {
      await expect(run([{ username: 'any.body' }], admin('Partner'))).rejects.toMatchObject({ code: 'access.denied' });
      const changes = { permissions: ['DEVICE_TOKEN.READ'] as const };
      await gateway.store.update(RoleEntity, { brandId, code: 'editor' }, changes);
      const records = [
        { username: 'an.admin', type: 'Admin' },
        { username: 'a.root', type: 'SuperAdmin' },
        { username: 'an.editor', roles: 'editor' },
      ];
      expect(kinds(await run(records, admin('Admin')))).toEqual(['imported', 'refused', 'refused']);
    });

    it('reads no further than it writes, and stops with its reader', async () => {
      let taken = 0;
      async function* endless(): AsyncGenerator<ImportLine> {
        for (;;) yield { line: (taken += 1), record: { username: `endless.${taken}` } };
      }
      const flow = gateway.gateway.app.get(ImportUsersFlow);
      for await (const { line } of flow.run(
        actor(),
        installationCaller(brandId),
        brand,
        endless(),
        gateway.clock.now(),
      ))
        if (line === 3) break;
      expect(taken).toBe(50);
      expect(await gateway.store.countBy(UserEntity, { brandId })).toBe(50);
    });
  });
});
