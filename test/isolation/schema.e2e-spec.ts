import type { EntityMetadata } from 'typeorm';
import { describeEngine } from '../support/describe-engine';
import type { WallBrand } from './belongings';
import { World } from './world';

/** Tables that belong to nobody. */
const WITHOUT_BRAND: Readonly<Record<string, string>> = {
  brands: 'the brands themselves',
  gateway_settings: 'settings of the installation',
};

/** Unique keys that do not begin with the brand: what they hold is unique over the whole gateway. */
const GLOBAL_KEYS: Readonly<Record<string, string>> = {
  uq_users_uid: 'a public id is random',
  uq_sessions_uid: 'a public id is random',
  uq_devices_uid: 'a public id is random',
  uq_roles_uid: 'a public id is random',
  uq_apps_uid: 'a public id is random',
  uq_services_uid: 'a public id is random',
  uq_domains_uid: 'a public id is random',
  uq_audit_events_uid: 'a public id is random',
  uq_challenges_uid: 'a public id is random',
  uq_mail_channels_uid: 'a public id is random',
  uq_push_channels_uid: 'a public id is random',
  uq_pushes_uid: 'a public id is random',
  uq_push_deliveries_uid: 'a public id is random',
  uq_farewells_uid: 'a public id is random',
  uq_outbox_uid: 'a public id is random',
  uq_signing_keys_uid: 'a public id is random',
  uq_auth_keys_hash: 'the digest of a random key, found before its brand is known (SEC-TEN-03)',
  uq_auth_keys_parent_id_kind: 'one successor a kind of a key, which has its brand (JFW-REF-02)',
  uq_apps_key_hash: 'the digest of a random key, which leads to its brand (SEC-OT-05)',
  uq_domains_verified_domain: 'one brand only holds a domain (JFW-BRD-08)',
};

/** Columns that name a row without a foreign key. */
const LOOSE_REFERENCES: Readonly<Record<string, string>> = {
  'audit_events.actor_user_id': 'the trail outlives whom it names',
  'audit_events.target_id': 'the trail outlives what it names',
  'audit_events.correlation_id': 'names a request',
  'refusals.brand_id': 'a record of refused requests, pruned by time',
  'refusals.correlation_id': 'names a request',
  'revocations.brand_id': 'a journal, pruned by time',
  'revocations.target_id': 'a journal of several tables',
  'brand_setting_versions.actor_user_id': 'history outlives whom it names',
  'auth_keys.parent_id': 'a key of the same session; old ones are purged',
  'user_devices.guest_session_id': 'a session of the same user; old ones are purged',
  'apps.created_by': 'who made it may be gone',
  'apps.modified_by': 'who changed it may be gone',
  'services.created_by': 'who made it may be gone',
  'services.modified_by': 'who changed it may be gone',
  'device_activity.device_id': 'figures outlive the device',
  'challenges.ring_id': 'an entry of the key ring',
  'mail_channels.modified_by': 'who changed it may be gone',
  'push_channels.modified_by': 'who changed it may be gone',
  'push_channels.private_key_id': "Google's name of a key",
  'push_channels.project_id': "Google's name of a project",
  'pushes.last_link_id': 'how far the spreading has come',
  'pushes.created_by': 'who sent it may be gone',
  'push_deliveries.link_id': 'a record of what was sent, pruned by time',
  'push_deliveries.message_id': "Google's name of a message",
  'farewells.link_id': 'a record of what was sent, pruned by time',
  'mail_templates.modified_by': 'who changed it may be gone',
  'users.time_zone_id': 'the name of a time zone',
};

describeEngine('SEC-TEN-01: the schema carries the brand', () => {
  let world: World;
  let tables: readonly EntityMetadata[];
  const columnsOf = (columns: readonly { databaseName: string }[]) => columns.map(({ databaseName }) => databaseName);
  const hasBrand = (table: EntityMetadata) => columnsOf(table.columns).includes('brand_id');

  beforeAll(async () => {
    world = await World.build();
    tables = world.gateway.store.dataSource.entityMetadatas;
  }, 60_000);
  afterAll(() => world.close());

  it('in every table but those of the installation', () => {
    const without = tables.filter((table) => !hasBrand(table)).map(({ tableName }) => tableName);
    expect(without.sort()).toEqual(Object.keys(WITHOUT_BRAND).sort());
  });

  it('first in every unique key but those of the whole gateway', () => {
    const keys = tables.filter(hasBrand).flatMap(({ indices, uniques }) => {
      const unique = indices.filter(({ isUnique }) => isUnique);
      return [...unique, ...uniques].map(({ name, columns }) => ({ name, first: columnsOf(columns)[0] }));
    });
    const global = keys.filter(({ first }) => first !== 'brand_id').map(({ name }) => name);
    expect(global.sort()).toEqual(Object.keys(GLOBAL_KEYS).sort());
    expect(keys.length - global.length).toBeGreaterThan(15);
  });

  it('in every foreign key, on both sides', () => {
    const bare = tables.filter(hasBrand).flatMap(({ foreignKeys }) =>
      foreignKeys.flatMap(({ name, columns, referencedColumns, referencedEntityMetadata }) => {
        const here = columnsOf(columns);
        const there = columnsOf(referencedColumns);
        const isWhole = hasBrand(referencedEntityMetadata)
          ? here[0] === 'brand_id' && there[0] === 'brand_id' && here.length > 1
          : referencedEntityMetadata.tableName === 'brands' && here.join() === 'brand_id';
        return isWhole ? [] : [name];
      }),
    );
    expect(bare).toEqual([]);
  });

  it('every column that names a row has a foreign key, or a reason', () => {
    const loose = tables.filter(hasBrand).flatMap(({ tableName, columns, foreignKeys }) => {
      const bound = new Set(foreignKeys.flatMap((key) => columnsOf(key.columns)));
      return columnsOf(columns)
        .filter((name) => /(_id|_by)$/.test(name) && !bound.has(name))
        .map((name) => `${tableName}.${name}`);
    });
    expect(loose.sort()).toEqual(Object.keys(LOOSE_REFERENCES).sort());
  });

  it('and the database itself refuses every reference into another brand', async () => {
    const { store } = world.gateway;
    const { a, b } = world.brands;
    const references = tables.flatMap(({ tableName, foreignKeys }) =>
      foreignKeys.flatMap(({ columns, referencedEntityMetadata }) => {
        const [, column] = columnsOf(columns);
        return column === undefined ? [] : [{ tableName, column, there: referencedEntityMetadata.tableName }];
      }),
    );
    const firstOf = async (table: string, brand: WallBrand) => {
      const rows: { id: number }[] = await store.query(`SELECT id FROM ${table} WHERE brand_id = ?`, [brand.id]);
      return rows[0]?.id;
    };
    const refused: string[] = [];
    for (const { tableName, column, there } of references) {
      const [own, foreign] = [await firstOf(tableName, a), await firstOf(there, b)];
      expect([tableName, there, typeof own, typeof foreign]).not.toContain('undefined');
      const crossing = `UPDATE ${tableName} SET ${column} = ? WHERE brand_id = ? AND id = ?`;
      await store.query(crossing, [foreign, a.id, own]).catch((error: unknown) => {
        if (/foreign key/i.test(String(error))) refused.push(`${tableName}.${column}`);
      });
    }
    expect(references.length).toBeGreaterThanOrEqual(15);
    expect(refused).toEqual(references.map(({ tableName, column }) => `${tableName}.${column}`));
  });
});
