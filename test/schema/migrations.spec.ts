import { gatewayDataSource } from '../../ormconfig';
import { BrandEntity } from '../../src/core/brands/brand.entity';
import { checkDatabaseSetup, DatabaseSetupError } from '../../src/storage/collation-check';
import { Gateway } from '../../src/gateway';
import { Database, type Store } from '../../src/storage/database';
import type { GatewayDataSource } from '../../src/storage/gateway-data-source';
import { migrateUp } from '../../src/storage/migrate';
import { CapturedLog } from '../support/captured-log';
import { describeEngine, perEngine } from '../support/describe-engine';
import { testConfig } from '../support/start-gateway';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

describeEngine('schema', () => {
  let own: TestDatabase;
  let source: GatewayDataSource;

  beforeEach(async () => {
    own = await createTestDatabase();
    source = await gatewayDataSource(testConfig(own.url));
    await source.initialize();
    await migrateUp(source);
  });
  afterEach(async () => {
    await source.destroy();
    await own.drop();
  });

  const drift = async (): Promise<string[]> => {
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  };
  const brand = (code: string): Omit<BrandEntity, 'id'> => ({
    ...{ uid: code.padEnd(36, '0'), code, name: code, abbr: code, parentId: null, description: null, tags: null },
    ...{
      status: 'Active',
      isSystem: false,
      profile: {},
      settings: {},
      settingsVersion: 0,
      epoch: 0,
      createdAt: 1,
      modifiedAt: 1,
    },
  });

  it('the migrations make what the entities describe', async () => {
    expect(await drift()).toEqual([]);
  });

  it('up, down and up again leads to the same schema', async () => {
    await source.undoLastMigration();
    const tables = perEngine({
      sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('migrations', 'sqlite_sequence')",
      mariadb: `SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name <> 'migrations'`,
    });
    expect(await source.query(tables)).toEqual([]);
    expect(await migrateUp(source)).toHaveLength(1);
    expect(await drift()).toEqual([]);
  });

  it('SEC-ID-08: names compare byte for byte, and a database that bends them is refused with its cure', async () => {
    await expect(checkDatabaseSetup(source)).resolves.toBeUndefined();
    await source.manager.insert(BrandEntity, brand('abc'));
    for (const alike of ['ABC', 'abc ', 'àbc'])
      await source.manager.insert(BrandEntity, { ...brand('abc'), uid: alike, code: alike });
    await source.query('DELETE FROM brands');
    const bent = perEngine({ sqlite: false, mariadb: true });
    if (bent) await source.query('ALTER TABLE brands CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin');
    const check = checkDatabaseSetup(source).then(
      () => 'accepted',
      (error: unknown) => (error instanceof DatabaseSetupError ? error.message : 'another error'),
    );
    expect(await check).toContain(bent ? 'ALTER TABLE `brands` CONVERT TO' : 'accepted');
  });

  it('SEC-ID-08: every table and every text column has the collation that compares byte for byte', async () => {
    const collations = perEngine({
      // SQLite compares byte for byte unless a column asks for something else.
      sqlite: "SELECT name AS wrong FROM sqlite_master WHERE type = 'table' AND sql LIKE '%COLLATE%'",
      mariadb: `SELECT table_name AS wrong FROM information_schema.tables
                 WHERE table_schema = DATABASE() AND table_collation <> 'utf8mb4_nopad_bin'
                UNION SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns
                 WHERE table_schema = DATABASE() AND collation_name <> 'utf8mb4_nopad_bin'`,
    });
    expect(await source.query(collations)).toEqual([]);
  });

  it('REL-14, SEC-ID-08: a gateway refuses a database of another collation, with the statement to run', async () => {
    const { name } = own;
    const isServer = perEngine({ sqlite: false, mariadb: true });
    if (isServer) await source.query(`ALTER DATABASE \`${name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`);
    const start = async () => {
      const gateway = await Gateway.create(testConfig(own.url), { log: new CapturedLog() });
      await gateway.close();
      return 'started';
    };
    const outcome = await start().catch((error: unknown) =>
      error instanceof Error ? `${error.name}: ${error.message}` : '',
    );
    const cure = `ALTER DATABASE \`${name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;`;
    expect(outcome).toMatch(isServer ? /^DatabaseSetupError: / : /^started$/);
    expect(outcome.includes(cure)).toBe(isServer);
    // What it says to run is enough.
    if (isServer) await source.query(cure);
    expect(await start()).toBe('started');
  });

  it('SEC-TEN-01: the database itself refuses a reference into another brand', async () => {
    const { identifiers } = await source.manager.insert(BrandEntity, [brand('one'), brand('two')]);
    const [one, two] = identifiers.map(({ id }) => id as number);
    const columns =
      'uid, brand_id, number, code, language_code, status, credential_version, epoch, failed_sign_ins, is_email_verified, created_at, modified_at';
    await source.query(`INSERT INTO users (${columns}) VALUES ('u', ?, 1, 'c', 'en', 'Active', 0, 0, 0, 0, 1, 1)`, [
      one,
    ]);
    const session = (brandId: number | undefined) =>
      source.query(
        `INSERT INTO sessions (uid, brand_id, user_id, dialect, scope, aal, factors, auth_at, created_at, expires_at, absolute_expires_at, epoch, address)
         SELECT 's', ?, id, 'jfw', 'full', 1, 'pwd', 1, 1, 1, 1, 0, '' FROM users WHERE uid = 'u'`,
        [brandId],
      );
    await expect(session(two)).rejects.toThrow(/foreign key/i);
    await expect(session(one)).resolves.toBeDefined();
  });

  it('REL-14: a database that a newer version migrated is refused', async () => {
    await source.query("INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')");
    await expect(migrateUp(source)).rejects.toThrow(/newer version \(FromTheFuture9999999999999\)/);
  });

  it('numbers are bound, so that one statement serves them all', async () => {
    const { stmtCache } = source.createQueryRunner() as unknown as { stmtCache?: Map<string, unknown> };
    const prepared = () => stmtCache?.size ?? 0;
    await source.manager.insert(BrandEntity, brand('one'));
    const touch = (now: number) => source.manager.update(BrandEntity, { code: 'one' }, { modifiedAt: now });
    await touch(1);
    const before = prepared();
    for (const now of [2, 3, 2 ** 31, 1_795_704_621_756, 2 ** 53 - 1]) {
      await touch(now);
      expect((await source.manager.findOneByOrFail(BrandEntity, { code: 'one', modifiedAt: now })).modifiedAt).toBe(
        now,
      );
    }
    expect(prepared() - before).toBeLessThanOrEqual(1);
  });

  it('50 parallel transactions are exact, and a rollback takes nothing of anybody else with it', async () => {
    const database = new Database(source);
    await database.store.insert(BrandEntity, brand('one'));
    const add = (fails: boolean) =>
      database.transaction(async (store) => {
        await store.query("UPDATE brands SET epoch = epoch + 1 WHERE code = 'one'");
        if (fails) throw new RangeError('rolled back');
      });
    const work = Array.from({ length: 50 }, (_, i) => add(i % 5 === 0).catch(() => 'failed'));
    const plain = Array.from({ length: 10 }, (_, i) => database.store.insert(BrandEntity, brand(`plain-${i}`)));
    const results = await Promise.all(work);
    await Promise.all(plain);
    expect(results.filter((result) => result === 'failed')).toHaveLength(10);
    expect((await database.store.findOneByOrFail(BrandEntity, { code: 'one' })).epoch).toBe(40);
    expect(await database.store.count(BrandEntity)).toBe(11);
  });

  it('SEC-OT-04: 50 parallel transactions that read before they write count to 50', async () => {
    const database = new Database(source);
    await database.store.insert(BrandEntity, brand('one'));
    const add = perEngine({
      // One connection: whoever is in its turn reads what the one before wrote.
      sqlite: async (store: Store) => {
        const { id, epoch } = await store.findOneByOrFail(BrandEntity, { code: 'one' });
        await new Promise((resolve) => setImmediate(resolve));
        await store.update(BrandEntity, { id }, { epoch: epoch + 1 });
      },
      // Servers run them side by side; there the statement itself has to be atomic (REL-05).
      mariadb: async (store: Store) => {
        const { id } = await store.findOneByOrFail(BrandEntity, { code: 'one' });
        await store.query('UPDATE brands SET epoch = epoch + 1 WHERE id = ?', [id]);
      },
    });
    await Promise.all(Array.from({ length: 50 }, () => database.transaction(add)));
    expect((await database.store.findOneByOrFail(BrandEntity, { code: 'one' })).epoch).toBe(50);
  });

  it('REL-01: a statement outside a transaction neither sees nor loses what an open one does', async () => {
    const database = new Database(source);
    await database.store.insert(BrandEntity, brand('one'));
    const codes = async () => {
      const brands = await database.store.find(BrandEntity, { order: { code: 'ASC' } });
      return brands.map(({ code }) => code);
    };
    let tell: () => void = () => undefined;
    const isOpen = new Promise<void>((resolve) => (tell = resolve));
    // Begins while the transaction is open, by somebody who is not in it.
    const outside = isOpen.then(() => Promise.all([database.store.insert(BrandEntity, brand('outside')), codes()]));
    const failed = database.transaction(async (store) => {
      await store.insert(BrandEntity, brand('inside'));
      tell();
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw new RangeError('rolled back');
    });
    await expect(failed).rejects.toThrow(RangeError);
    const [, seen] = await outside;
    expect(seen).not.toContain('inside');
    expect(await codes()).toEqual(['one', 'outside']);
  });
});
