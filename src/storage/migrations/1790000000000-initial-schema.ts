import { Table, TableForeignKey, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

// Frozen with its release: whatever changes later is another migration. Nothing of the gateway's own code is imported,
// so that this file still means the same in years.

interface ColumnShape {
  name: string;
  type: string;
  length?: string;
  isNullable?: boolean;
  isPrimary?: boolean;
  isGenerated?: boolean;
  generationStrategy?: 'increment';
}

/** The physical type of each kind of column on the engine at hand. */
function columnsFor(runner: QueryRunner) {
  const sqlite = runner.dataSource.options.type === 'better-sqlite3';
  const reference = sqlite ? 'integer' : 'bigint';
  return {
    id: (): ColumnShape => ({
      name: 'id',
      type: reference,
      isPrimary: true,
      isGenerated: true,
      generationStrategy: 'increment',
    }),
    key: (name: string, length: number): ColumnShape => ({
      name,
      type: 'varchar',
      length: `${length}`,
      isPrimary: true,
    }),
    ref: (name: string): ColumnShape => ({ name, type: reference }),
    instant: (name: string): ColumnShape => ({ name, type: 'bigint' }),
    integer: (name: string): ColumnShape => ({ name, type: sqlite ? 'integer' : 'int' }),
    flag: (name: string): ColumnShape => (sqlite ? { name, type: 'boolean' } : { name, type: 'tinyint', length: '1' }),
    digest: (name: string): ColumnShape => (sqlite ? { name, type: 'blob' } : { name, type: 'binary', length: '32' }),
    text: (name: string, length: number): ColumnShape => ({ name, type: 'varchar', length: `${length}` }),
    longText: (name: string): ColumnShape => ({ name, type: 'text' }),
  };
}

const nullable = (column: ColumnShape): ColumnShape => ({ ...column, isNullable: true });
const unique = (name: string, columnNames: string[]) => new TableIndex({ name, columnNames, isUnique: true });
const index = (name: string, columnNames: string[]) => new TableIndex({ name, columnNames });
const foreignKey = (
  name: string,
  columnNames: string[],
  referencedTableName: string,
  referencedColumnNames: string[],
) =>
  new TableForeignKey({
    name,
    columnNames,
    referencedTableName,
    referencedColumnNames,
    // MariaDB and MySQL would say RESTRICT for nothing, which is the same and yet a difference.
    onDelete: 'NO ACTION',
    onUpdate: 'NO ACTION',
  });

async function create(
  runner: QueryRunner,
  name: string,
  columns: ColumnShape[],
  indices: TableIndex[],
  foreignKeys: TableForeignKey[],
): Promise<void> {
  await runner.createTable(new Table({ name, columns, indices, foreignKeys }));
}

/** Every table later rows refer to comes first. */
const TABLES = [
  'brands',
  'brand_setting_versions',
  'number_sequences',
  'domains',
  'roles',
  'users',
  'identifiers',
  'user_roles',
  'apps',
  'services',
  'role_services',
  'user_app_roles',
  'devices',
  'sessions',
  'auth_keys',
  'user_devices',
  'challenges',
  'password_history',
  'security_questions',
  'signing_keys',
  'mail_channels',
  'mail_templates',
  'outbox',
  'device_activity',
  'push_channels',
  'pushes',
  'push_deliveries',
  'farewells',
  'release_days',
  'audit_events',
  'audit_chains',
  'refusals',
  'revocations',
  'gateway_settings',
];

export class InitialSchema1790000000000 implements MigrationInterface {
  readonly name = 'InitialSchema1790000000000';

  async up(runner: QueryRunner): Promise<void> {
    const t = columnsFor(runner);
    await setDatabaseCollation(runner);
    await create(
      runner,
      'brands',
      [
        t.id(),
        t.text('uid', 36),
        nullable(t.ref('parent_id')),
        t.text('code', 64),
        t.text('name', 200),
        t.text('abbr', 100),
        nullable(t.text('description', 2000)),
        nullable(t.text('tags', 2000)),
        t.text('status', 16),
        t.flag('is_system'),
        t.longText('profile'),
        t.longText('settings'),
        t.integer('settings_version'),
        t.integer('epoch'),
        t.instant('created_at'),
        t.instant('modified_at'),
      ],
      [unique('uq_brands_code', ['code']), unique('uq_brands_uid', ['uid'])],
      [foreignKey('fk_brands_parent_id', ['parent_id'], 'brands', ['id'])],
    );
    await create(
      runner,
      'brand_setting_versions',
      [
        t.id(),
        t.ref('brand_id'),
        t.integer('version'),
        t.longText('settings'),
        nullable(t.ref('actor_user_id')),
        t.instant('changed_at'),
      ],
      [unique('uq_brand_setting_versions_brand_id_version', ['brand_id', 'version'])],
      [foreignKey('fk_brand_setting_versions_brand_id', ['brand_id'], 'brands', ['id'])],
    );
    await create(
      runner,
      'number_sequences',
      [t.id(), t.ref('brand_id'), t.text('noun', 16), t.ref('next_value')],
      [unique('uq_number_sequences_brand_id_noun', ['brand_id', 'noun'])],
      [foreignKey('fk_number_sequences_brand_id', ['brand_id'], 'brands', ['id'])],
    );
    await create(
      runner,
      'domains',
      [
        t.id(),
        t.text('uid', 36),
        t.ref('brand_id'),
        t.text('domain', 260),
        nullable(t.text('verified_domain', 260)),
        t.flag('is_primary'),
        nullable(t.text('verification_token', 64)),
        nullable(t.instant('verified_at')),
        t.instant('created_at'),
      ],
      [
        unique('uq_domains_verified_domain', ['verified_domain']),
        unique('uq_domains_brand_id_domain', ['brand_id', 'domain']),
        unique('uq_domains_uid', ['uid']),
      ],
      [foreignKey('fk_domains_brand_id', ['brand_id'], 'brands', ['id'])],
    );
    await create(
      runner,
      'roles',
      [
        t.id(),
        t.text('uid', 36),
        t.ref('brand_id'),
        t.ref('number'),
        t.text('code', 64),
        t.text('name', 200),
        nullable(t.text('description', 2000)),
        t.text('kind', 16),
        t.flag('is_active'),
        t.longText('permissions'),
        t.instant('created_at'),
        t.instant('modified_at'),
      ],
      [
        unique('uq_roles_brand_id_number', ['brand_id', 'number']),
        unique('uq_roles_brand_id_id', ['brand_id', 'id']),
        unique('uq_roles_brand_id_code', ['brand_id', 'code']),
        unique('uq_roles_uid', ['uid']),
      ],
      [foreignKey('fk_roles_brand_id', ['brand_id'], 'brands', ['id'])],
    );
    await create(
      runner,
      'users',
      [
        t.id(),
        t.text('uid', 36),
        t.ref('brand_id'),
        t.ref('number'),
        t.text('code', 10),
        nullable(t.text('username', 254)),
        nullable(t.text('email_address', 254)),
        nullable(t.text('phone_number', 16)),
        nullable(t.text('first_name', 400)),
        nullable(t.text('last_name', 400)),
        nullable(t.text('nick_name', 400)),
        nullable(t.text('avatar', 2048)),
        nullable(t.text('website', 2048)),
        nullable(t.text('bio', 2000)),
        t.text('language_code', 35),
        nullable(t.text('time_zone_id', 100)),
        t.text('status', 16),
        nullable(t.text('password_hash', 200)),
        nullable(t.instant('password_changed_at')),
        t.integer('credential_version'),
        t.integer('epoch'),
        t.integer('failed_sign_ins'),
        nullable(t.instant('locked_until')),
        t.flag('is_email_verified'),
        nullable(t.instant('last_login_at')),
        t.instant('created_at'),
        t.instant('modified_at'),
      ],
      [
        unique('uq_users_brand_id_number', ['brand_id', 'number']),
        unique('uq_users_brand_id_code', ['brand_id', 'code']),
        unique('uq_users_brand_id_id', ['brand_id', 'id']),
        unique('uq_users_uid', ['uid']),
      ],
      [foreignKey('fk_users_brand_id', ['brand_id'], 'brands', ['id'])],
    );
    await create(
      runner,
      'identifiers',
      [
        t.id(),
        t.ref('brand_id'),
        t.ref('user_id'),
        t.text('canonical_key', 254),
        t.flag('is_username'),
        t.flag('is_email'),
        t.flag('is_phone'),
      ],
      [
        index('ix_identifiers_brand_id_user_id', ['brand_id', 'user_id']),
        unique('uq_identifiers_brand_id_canonical_key', ['brand_id', 'canonical_key']),
      ],
      [foreignKey('fk_identifiers_user_id', ['brand_id', 'user_id'], 'users', ['brand_id', 'id'])],
    );
    await create(
      runner,
      'user_roles',
      [t.id(), t.ref('brand_id'), t.ref('user_id'), t.ref('role_id')],
      [
        index('ix_user_roles_brand_id_role_id', ['brand_id', 'role_id']),
        unique('uq_user_roles_brand_id_user_id_role_id', ['brand_id', 'user_id', 'role_id']),
      ],
      [
        foreignKey('fk_user_roles_role_id', ['brand_id', 'role_id'], 'roles', ['brand_id', 'id']),
        foreignKey('fk_user_roles_user_id', ['brand_id', 'user_id'], 'users', ['brand_id', 'id']),
      ],
    );
    await create(
      runner,
      'apps',
      [
        t.id(),
        t.text('uid', 36),
        t.ref('brand_id'),
        t.ref('number'),
        t.text('name', 64),
        nullable(t.text('description', 2000)),
        t.digest('key_hash'),
        t.text('key_prefix', 8),
        nullable(t.longText('key_sealed')),
        t.instant('key_changed_at'),
        t.flag('is_active'),
        t.flag('is_system'),
        t.integer('type'),
        nullable(t.text('path', 2048)),
        nullable(t.text('url', 2048)),
        nullable(t.ref('default_role_id')),
        t.integer('epoch'),
        nullable(t.ref('created_by')),
        nullable(t.ref('modified_by')),
        t.instant('created_at'),
        t.instant('modified_at'),
      ],
      [
        unique('uq_apps_key_hash', ['key_hash']),
        unique('uq_apps_brand_id_name', ['brand_id', 'name']),
        unique('uq_apps_brand_id_number', ['brand_id', 'number']),
        unique('uq_apps_brand_id_id', ['brand_id', 'id']),
        unique('uq_apps_uid', ['uid']),
      ],
      [
        foreignKey('fk_apps_default_role_id', ['brand_id', 'default_role_id'], 'roles', ['brand_id', 'id']),
        foreignKey('fk_apps_brand_id', ['brand_id'], 'brands', ['id']),
      ],
    );
    await create(
      runner,
      'services',
      [
        t.id(),
        t.text('uid', 36),
        t.ref('brand_id'),
        t.ref('number'),
        t.text('name', 64),
        t.text('label', 200),
        nullable(t.text('description', 2000)),
        t.text('type', 16),
        t.flag('is_active'),
        t.flag('is_system'),
        t.longText('config'),
        t.integer('epoch'),
        nullable(t.ref('created_by')),
        nullable(t.ref('modified_by')),
        t.instant('created_at'),
        t.instant('modified_at'),
      ],
      [
        unique('uq_services_brand_id_name', ['brand_id', 'name']),
        unique('uq_services_brand_id_number', ['brand_id', 'number']),
        unique('uq_services_brand_id_id', ['brand_id', 'id']),
        unique('uq_services_uid', ['uid']),
      ],
      [foreignKey('fk_services_brand_id', ['brand_id'], 'brands', ['id'])],
    );
    await create(
      runner,
      'role_services',
      [
        t.id(),
        t.ref('brand_id'),
        t.ref('number'),
        t.ref('role_id'),
        nullable(t.ref('service_id')),
        t.text('component', 255),
        t.integer('verb_mask'),
        t.integer('requestor_mask'),
        t.longText('filters'),
        t.text('filter_op', 3),
        t.instant('created_at'),
        t.instant('modified_at'),
      ],
      [
        index('ix_role_services_brand_id_role_id', ['brand_id', 'role_id']),
        unique('uq_role_services_brand_id_number', ['brand_id', 'number']),
      ],
      [
        foreignKey('fk_role_services_service_id', ['brand_id', 'service_id'], 'services', ['brand_id', 'id']),
        foreignKey('fk_role_services_role_id', ['brand_id', 'role_id'], 'roles', ['brand_id', 'id']),
      ],
    );
    await create(
      runner,
      'user_app_roles',
      [t.id(), t.ref('brand_id'), t.ref('number'), t.ref('user_id'), t.ref('app_id'), t.ref('role_id')],
      [
        index('ix_user_app_roles_brand_id_role_id', ['brand_id', 'role_id']),
        index('ix_user_app_roles_brand_id_app_id', ['brand_id', 'app_id']),
        unique('uq_user_app_roles_brand_id_number', ['brand_id', 'number']),
        unique('uq_user_app_roles_brand_id_user_id_app_id', ['brand_id', 'user_id', 'app_id']),
      ],
      [
        foreignKey('fk_user_app_roles_role_id', ['brand_id', 'role_id'], 'roles', ['brand_id', 'id']),
        foreignKey('fk_user_app_roles_app_id', ['brand_id', 'app_id'], 'apps', ['brand_id', 'id']),
        foreignKey('fk_user_app_roles_user_id', ['brand_id', 'user_id'], 'users', ['brand_id', 'id']),
      ],
    );
    await create(
      runner,
      'devices',
      [
        t.id(),
        t.text('uid', 36),
        t.ref('brand_id'),
        t.text('code', 200),
        t.text('type', 16),
        t.text('name', 255),
        nullable(t.text('os_device', 64)),
        nullable(t.text('app_version_number', 64)),
        nullable(t.text('app_version_flag', 16)),
        nullable(t.text('avatar_url', 2048)),
        nullable(t.text('tags', 2000)),
        nullable(t.text('country_code', 8)),
        nullable(t.text('phone_number', 32)),
        nullable(t.text('iccid', 64)),
        nullable(t.text('imsi', 64)),
        nullable(t.text('imei', 64)),
        nullable(t.text('sim_card_info', 512)),
        t.flag('is_mobile_app'),
        t.flag('is_default'),
        t.flag('test_mode'),
        t.text('status', 16),
        nullable(t.ref('created_by')),
        t.integer('epoch'),
        t.instant('created_at'),
        t.instant('modified_at'),
      ],
      [
        unique('uq_devices_brand_id_id', ['brand_id', 'id']),
        unique('uq_devices_brand_id_code', ['brand_id', 'code']),
        unique('uq_devices_uid', ['uid']),
      ],
      [
        foreignKey('fk_devices_created_by', ['brand_id', 'created_by'], 'users', ['brand_id', 'id']),
        foreignKey('fk_devices_brand_id', ['brand_id'], 'brands', ['id']),
      ],
    );
    await create(
      runner,
      'sessions',
      [
        t.id(),
        t.text('uid', 36),
        t.ref('brand_id'),
        t.ref('user_id'),
        nullable(t.ref('device_id')),
        nullable(t.ref('app_id')),
        t.text('dialect', 16),
        t.text('scope', 16),
        t.integer('aal'),
        t.text('factors', 100),
        t.instant('auth_at'),
        t.instant('created_at'),
        t.instant('expires_at'),
        t.instant('absolute_expires_at'),
        nullable(t.instant('revoked_at')),
        nullable(t.text('revoke_reason', 32)),
        t.integer('epoch'),
        nullable(t.instant('device_drift_told_at')),
        nullable(t.instant('system_drift_told_at')),
        nullable(t.instant('version_drift_told_at')),
        t.text('address', 45),
        nullable(t.text('user_agent', 512)),
      ],
      [
        index('ix_sessions_brand_id_app_id', ['brand_id', 'app_id']),
        index('ix_sessions_brand_id_device_id', ['brand_id', 'device_id']),
        index('ix_sessions_brand_id_user_id', ['brand_id', 'user_id', 'revoked_at']),
        index('ix_sessions_revoked_at_expires_at', ['revoked_at', 'expires_at']),
        unique('uq_sessions_brand_id_id', ['brand_id', 'id']),
        unique('uq_sessions_uid', ['uid']),
      ],
      [
        foreignKey('fk_sessions_app_id', ['brand_id', 'app_id'], 'apps', ['brand_id', 'id']),
        foreignKey('fk_sessions_device_id', ['brand_id', 'device_id'], 'devices', ['brand_id', 'id']),
        foreignKey('fk_sessions_user_id', ['brand_id', 'user_id'], 'users', ['brand_id', 'id']),
      ],
    );
    await create(
      runner,
      'auth_keys',
      [
        t.id(),
        t.ref('brand_id'),
        t.ref('session_id'),
        t.text('kind', 8),
        t.digest('hash'),
        nullable(t.ref('parent_id')),
        nullable(t.text('derivation_version', 32)),
        t.instant('issued_at'),
        t.instant('expires_at'),
        nullable(t.instant('first_used_at')),
        nullable(t.instant('last_used_at')),
        nullable(t.instant('consumed_at')),
        nullable(t.text('rotation_device_code', 200)),
      ],
      [
        index('ix_auth_keys_brand_id_session_id', ['brand_id', 'session_id']),
        unique('uq_auth_keys_parent_id_kind', ['parent_id', 'kind']),
        unique('uq_auth_keys_hash', ['hash']),
      ],
      [foreignKey('fk_auth_keys_session_id', ['brand_id', 'session_id'], 'sessions', ['brand_id', 'id'])],
    );
    await create(
      runner,
      'user_devices',
      [
        t.id(),
        t.ref('brand_id'),
        t.ref('user_id'),
        t.ref('device_id'),
        nullable(t.longText('push_token')),
        nullable(t.digest('push_token_hash')),
        nullable(t.text('token_kind', 16)),
        nullable(t.text('token_status', 16)),
        nullable(t.instant('token_updated_at')),
        nullable(t.instant('token_revived_at')),
        nullable(t.instant('token_moves_since')),
        t.integer('token_moves'),
        nullable(t.text('session_text', 512)),
        nullable(t.text('tags', 2000)),
        t.instant('logged_in_at'),
        nullable(t.instant('signed_in_at')),
        nullable(t.instant('logged_out_at')),
        nullable(t.instant('last_access_at')),
        nullable(t.instant('deleted_at')),
        nullable(t.instant('superseded_at')),
        nullable(t.instant('offline_at')),
        nullable(t.ref('guest_session_id')),
        t.instant('created_at'),
      ],
      [
        index('ix_user_devices_brand_id_id', ['brand_id', 'id']),
        index('ix_user_devices_brand_id_device_id', ['brand_id', 'device_id']),
        unique('uq_user_devices_brand_id_push_token_hash', ['brand_id', 'push_token_hash']),
        unique('uq_user_devices_brand_id_user_id_device_id', ['brand_id', 'user_id', 'device_id']),
      ],
      [
        foreignKey('fk_user_devices_device_id', ['brand_id', 'device_id'], 'devices', ['brand_id', 'id']),
        foreignKey('fk_user_devices_user_id', ['brand_id', 'user_id'], 'users', ['brand_id', 'id']),
      ],
    );
    await create(
      runner,
      'challenges',
      [
        t.id(),
        t.text('uid', 36),
        t.ref('brand_id'),
        t.ref('user_id'),
        t.text('purpose', 32),
        t.text('kind', 16),
        t.digest('secret_hash'),
        nullable(t.text('ring_id', 32)),
        nullable(t.text('target', 254)),
        t.integer('attempts'),
        t.instant('expires_at'),
        nullable(t.instant('used_at')),
        t.instant('created_at'),
      ],
      [
        index('ix_challenges_expires_at', ['expires_at']),
        index('ix_challenges_brand_id_user_id', ['brand_id', 'user_id', 'purpose']),
        unique('uq_challenges_brand_id_secret_hash', ['brand_id', 'secret_hash']),
        unique('uq_challenges_uid', ['uid']),
      ],
      [foreignKey('fk_challenges_user_id', ['brand_id', 'user_id'], 'users', ['brand_id', 'id'])],
    );
    await create(
      runner,
      'password_history',
      [t.id(), t.ref('brand_id'), t.ref('user_id'), t.text('password_hash', 200), t.instant('replaced_at')],
      [index('ix_password_history_brand_id_user_id', ['brand_id', 'user_id'])],
      [foreignKey('fk_password_history_user_id', ['brand_id', 'user_id'], 'users', ['brand_id', 'id'])],
    );
    await create(
      runner,
      'security_questions',
      [
        t.id(),
        t.ref('brand_id'),
        t.ref('user_id'),
        t.text('question', 255),
        t.text('answer_hash', 200),
        t.integer('failures'),
        nullable(t.instant('failures_since')),
        t.instant('modified_at'),
      ],
      [unique('uq_security_questions_brand_id_user_id', ['brand_id', 'user_id'])],
      [foreignKey('fk_security_questions_user_id', ['brand_id', 'user_id'], 'users', ['brand_id', 'id'])],
    );
    await create(
      runner,
      'signing_keys',
      [
        t.id(),
        t.text('uid', 36),
        t.ref('brand_id'),
        t.text('algorithm', 16),
        t.longText('public_jwk'),
        t.longText('private_sealed'),
        t.instant('active_from'),
        nullable(t.instant('retired_at')),
        t.instant('created_at'),
      ],
      [
        index('ix_signing_keys_brand_id_active_from', ['brand_id', 'active_from']),
        unique('uq_signing_keys_uid', ['uid']),
      ],
      [foreignKey('fk_signing_keys_brand_id', ['brand_id'], 'brands', ['id'])],
    );
    await create(
      runner,
      'mail_channels',
      [
        t.id(),
        t.text('uid', 36),
        t.ref('brand_id'),
        t.longText('url_sealed'),
        t.text('host', 260),
        t.text('from_address', 254),
        nullable(t.text('from_name', 200)),
        t.instant('tested_at'),
        nullable(t.ref('modified_by')),
        t.instant('created_at'),
        t.instant('modified_at'),
      ],
      [unique('uq_mail_channels_brand_id', ['brand_id']), unique('uq_mail_channels_uid', ['uid'])],
      [foreignKey('fk_mail_channels_brand_id', ['brand_id'], 'brands', ['id'])],
    );
    await create(
      runner,
      'mail_templates',
      [
        t.id(),
        t.ref('brand_id'),
        t.text('topic', 64),
        t.text('locale', 16),
        t.text('subject', 500),
        t.longText('html'),
        t.longText('plain'),
        nullable(t.ref('modified_by')),
        t.instant('created_at'),
        t.instant('modified_at'),
      ],
      [unique('uq_mail_templates_brand_id_topic_locale', ['brand_id', 'topic', 'locale'])],
      [foreignKey('fk_mail_templates_brand_id', ['brand_id'], 'brands', ['id'])],
    );
    await create(
      runner,
      'outbox',
      [
        t.id(),
        t.text('uid', 36),
        t.ref('brand_id'),
        nullable(t.ref('user_id')),
        t.text('kind', 16),
        t.text('topic', 64),
        nullable(t.longText('payload_sealed')),
        t.text('state', 16),
        t.integer('attempts'),
        t.instant('next_attempt_at'),
        nullable(t.text('lease', 36)),
        nullable(t.instant('leased_until')),
        nullable(t.text('last_error', 500)),
        t.instant('expires_at'),
        t.instant('created_at'),
        nullable(t.instant('finished_at')),
      ],
      [
        index('ix_outbox_finished_at', ['state', 'finished_at']),
        index('ix_outbox_brand_id_user_id', ['brand_id', 'user_id']),
        index('ix_outbox_brand_id_next_attempt_at', ['state', 'brand_id', 'next_attempt_at']),
        index('ix_outbox_next_attempt_at', ['state', 'next_attempt_at']),
        unique('uq_outbox_uid', ['uid']),
      ],
      [
        foreignKey('fk_outbox_user_id', ['brand_id', 'user_id'], 'users', ['brand_id', 'id']),
        foreignKey('fk_outbox_brand_id', ['brand_id'], 'brands', ['id']),
      ],
    );
    await create(
      runner,
      'device_activity',
      [t.id(), t.ref('brand_id'), t.ref('device_id'), t.integer('day')],
      [unique('uq_device_activity_brand_id_device_id', ['brand_id', 'device_id'])],
      [foreignKey('fk_device_activity_brand_id', ['brand_id'], 'brands', ['id'])],
    );
    await create(
      runner,
      'push_channels',
      [
        t.id(),
        t.text('uid', 36),
        t.ref('brand_id'),
        t.text('project_id', 128),
        t.text('client_email', 254),
        t.text('private_key_id', 64),
        t.longText('credential_sealed'),
        t.instant('tested_at'),
        nullable(t.text('last_error', 64)),
        nullable(t.instant('last_error_at')),
        nullable(t.instant('paused_until')),
        nullable(t.ref('modified_by')),
        t.instant('created_at'),
        t.instant('modified_at'),
      ],
      [unique('uq_push_channels_brand_id', ['brand_id']), unique('uq_push_channels_uid', ['uid'])],
      [foreignKey('fk_push_channels_brand_id', ['brand_id'], 'brands', ['id'])],
    );
    await create(
      runner,
      'pushes',
      [
        t.id(),
        t.text('uid', 36),
        t.ref('brand_id'),
        nullable(t.text('idempotency_key', 128)),
        t.digest('request_hash'),
        t.longText('audience'),
        t.text('state', 16),
        t.ref('last_link_id'),
        t.integer('recipients'),
        nullable(t.ref('created_by')),
        t.instant('created_at'),
        t.instant('expires_at'),
        nullable(t.instant('finished_at')),
      ],
      [
        index('ix_pushes_state_expires_at', ['state', 'expires_at']),
        unique('uq_pushes_brand_id_idempotency_key', ['brand_id', 'idempotency_key']),
        unique('uq_pushes_brand_id_id', ['brand_id', 'id']),
        unique('uq_pushes_uid', ['uid']),
      ],
      [foreignKey('fk_pushes_brand_id', ['brand_id'], 'brands', ['id'])],
    );
    await create(
      runner,
      'push_deliveries',
      [
        t.id(),
        t.text('uid', 36),
        t.ref('brand_id'),
        t.ref('push_id'),
        t.ref('link_id'),
        t.text('state', 16),
        nullable(t.text('reason', 64)),
        t.integer('attempts'),
        t.instant('next_attempt_at'),
        nullable(t.text('lease', 36)),
        nullable(t.text('message_id', 255)),
        t.instant('created_at'),
        nullable(t.instant('accepted_at')),
        nullable(t.instant('confirmed_at')),
      ],
      [
        index('ix_push_deliveries_brand_id_next_attempt_at', ['brand_id', 'push_id', 'state', 'next_attempt_at']),
        unique('uq_push_deliveries_brand_id_push_id_link_id', ['brand_id', 'push_id', 'link_id']),
        unique('uq_push_deliveries_uid', ['uid']),
      ],
      [
        foreignKey('fk_push_deliveries_push_id', ['brand_id', 'push_id'], 'pushes', ['brand_id', 'id']),
        foreignKey('fk_push_deliveries_brand_id', ['brand_id'], 'brands', ['id']),
      ],
    );
    await create(
      runner,
      'farewells',
      [
        t.id(),
        t.text('uid', 36),
        t.ref('brand_id'),
        t.ref('link_id'),
        t.text('cause', 32),
        t.text('state', 16),
        nullable(t.text('reason', 64)),
        t.instant('created_at'),
        nullable(t.instant('delivered_at')),
        nullable(t.instant('confirmed_at')),
        t.instant('expires_at'),
      ],
      [
        index('ix_farewells_state_expires_at', ['state', 'expires_at']),
        index('ix_farewells_brand_id_link_id', ['brand_id', 'link_id']),
        unique('uq_farewells_uid', ['uid']),
      ],
      [foreignKey('fk_farewells_brand_id', ['brand_id'], 'brands', ['id'])],
    );
    await create(
      runner,
      'release_days',
      [
        t.id(),
        t.ref('brand_id'),
        t.integer('day'),
        t.text('os', 16),
        t.text('version', 64),
        t.integer('active_devices'),
        t.integer('sign_ins'),
        t.integer('failed_sign_ins'),
        t.integer('refused'),
        t.integer('would_refuse'),
      ],
      [unique('uq_release_days_brand_id_day_os_version', ['brand_id', 'day', 'os', 'version'])],
      [foreignKey('fk_release_days_brand_id', ['brand_id'], 'brands', ['id'])],
    );
    await create(
      runner,
      'audit_events',
      [
        t.id(),
        t.text('uid', 36),
        t.ref('brand_id'),
        t.instant('happened_at'),
        t.text('event', 64),
        nullable(t.ref('actor_user_id')),
        nullable(t.text('target_type', 32)),
        nullable(t.text('target_id', 64)),
        nullable(t.text('address', 45)),
        nullable(t.text('user_agent', 512)),
        nullable(t.text('correlation_id', 64)),
        t.longText('details'),
        nullable(t.ref('sequence')),
        nullable(t.digest('hash')),
      ],
      [
        index('ix_audit_events_sequence', ['sequence', 'brand_id', 'id']),
        unique('uq_audit_events_brand_id_sequence', ['brand_id', 'sequence']),
        index('ix_audit_events_target', ['brand_id', 'target_type', 'target_id', 'id']),
        index('ix_audit_events_actor', ['brand_id', 'actor_user_id', 'id']),
        index('ix_audit_events_happened_at', ['brand_id', 'happened_at']),
        index('ix_audit_events_brand_id_id', ['brand_id', 'id']),
        unique('uq_audit_events_uid', ['uid']),
      ],
      [foreignKey('fk_audit_events_brand_id', ['brand_id'], 'brands', ['id'])],
    );
    await create(
      runner,
      'audit_chains',
      [
        t.id(),
        t.ref('brand_id'),
        t.ref('sequence'),
        t.digest('hash'),
        t.ref('pruned_sequence'),
        t.digest('pruned_hash'),
      ],
      [unique('uq_audit_chains_brand_id', ['brand_id'])],
      [foreignKey('fk_audit_chains_brand_id', ['brand_id'], 'brands', ['id'])],
    );
    await create(
      runner,
      'refusals',
      [
        t.id(),
        nullable(t.ref('brand_id')),
        t.text('correlation_id', 64),
        t.instant('happened_at'),
        t.text('dialect', 16),
        t.text('method', 16),
        nullable(t.text('route', 255)),
        t.integer('status'),
        t.text('code', 64),
        nullable(t.text('user_uid', 36)),
        nullable(t.text('session_uid', 36)),
        nullable(t.text('address', 45)),
        t.longText('steps'),
      ],
      [
        index('ix_refusals_happened_at', ['happened_at']),
        index('ix_refusals_correlation_id', ['correlation_id', 'brand_id']),
      ],
      [],
    );
    await create(
      runner,
      'revocations',
      [t.id(), t.ref('brand_id'), t.text('scope', 8), t.ref('target_id'), t.integer('epoch'), t.instant('happened_at')],
      [index('ix_revocations_happened_at', ['happened_at'])],
      [],
    );
    await create(
      runner,
      'gateway_settings',
      [t.key('name', 64), t.longText('setting_value'), t.instant('modified_at')],
      [],
      [],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.dropTable(table);
  }
}

/** Binary without padding: names that look alike stay different names (SEC-ID-01). New tables inherit it. */
async function setDatabaseCollation(runner: QueryRunner): Promise<void> {
  const { type } = runner.dataSource.options;
  if (type === 'better-sqlite3') return;
  const collation = type === 'mariadb' ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin';
  await runner.query(`ALTER DATABASE CHARACTER SET utf8mb4 COLLATE ${collation}`);
  // TypeORM made this one before the first migration ran.
  await runner.query(`ALTER TABLE migrations CONVERT TO CHARACTER SET utf8mb4 COLLATE ${collation}`);
}
