import { gatewayDataSource } from '../../ormconfig';
import { BrandEntity } from '../../src/core/brands/brand.entity';
import { checkDatabaseSetup, DatabaseSetupError } from '../../src/storage/collation-check';
import { Database } from '../../src/storage/database';
import type { GatewayDataSource } from '../../src/storage/gateway-data-source';
import { migrateUp } from '../../src/storage/migrate';
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
    ...{ status: 'Active', isSystem: false, profile: {}, settings: {}, epoch: 0, createdAt: 1, modifiedAt: 1 },
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

  it('SEC-TEN-01: the database itself refuses a reference into another brand', async () => {
    const { identifiers } = await source.manager.insert(BrandEntity, [brand('one'), brand('two')]);
    const [one, two] = identifiers.map(({ id }) => id as number);
    const columns =
      'uid, brand_id, code, language_code, status, credential_version, epoch, failed_sign_ins, is_email_verified, created_at, modified_at';
    await source.query(`INSERT INTO users (${columns}) VALUES ('u', ?, 'c', 'en', 'Active', 0, 0, 0, 0, 1, 1)`, [one]);
    const session = (brandId: number | undefined) =>
      source.query(
        `INSERT INTO sessions (uid, brand_id, user_id, dialect, scope, aal, factors, auth_at, created_at, absolute_expires_at, epoch, address)
         SELECT 's', ?, id, 'jfw', 'full', 1, 'pwd', 1, 1, 1, 0, '' FROM users WHERE uid = 'u'`,
        [brandId],
      );
    await expect(session(two)).rejects.toThrow(/foreign key/i);
    await expect(session(one)).resolves.toBeDefined();
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
});
