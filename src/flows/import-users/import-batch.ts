import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { RoleAssignmentRepository } from '../../core/roles/role-assignment.repository';
import { type Caller, requireMayGrant } from '../../core/roles/caller';
import type { RoleEntity } from '../../core/roles/role.entity';
import { type NewAccount, UserRegistration } from '../../core/users/user-registration';
import { UserRepository } from '../../core/users/user.repository';
import { invalidField } from '../../kernel/errors/brandgate-error';
import { Database, type Store } from '../../storage/database';
import { MEMBER_OF, outcomeOf } from './import-outcome';
import type { ReadRecord } from './import-record';
import type { ImportOutcome } from './import-users.command';

export interface ImportItem {
  readonly line: number;
  readonly record: ReadRecord;
}

type ReadyItem = ImportItem & { readonly account: NewAccount };

/** For whom and when records are written. */
export interface ImportContext {
  readonly actor: Actor;
  readonly caller: Caller;
  readonly at: number;
}

/** Writes some records at once; where that fails, each by itself, so that a bad one takes no other with it. */
@Injectable()
export class ImportBatch {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly assignments: RoleAssignmentRepository,
    private readonly registration: UserRegistration,
    private readonly audit: AuditTrail,
  ) {}

  /** One outcome an item. @throws BrandgateError server.unavailable when the store cannot be asked */
  async write(context: ImportContext, items: readonly ImportItem[]): Promise<ImportOutcome[]> {
    const { brandId } = context.caller;
    const { store } = this.database;
    const roles = await this.assignments.listByCodes(store, brandId, [
      ...new Set(items.flatMap(({ record }) => record.roleCodes)),
    ]);
    const keys = items.flatMap(({ record }) => Object.values(record.names.keys).filter((key) => key !== null));
    const taken = await this.users.listTakenKeys(store, brandId, keys);
    const settled: ImportOutcome[] = [];
    const ready: ReadyItem[] = [];
    for (const item of items) {
      const prepared = prepare(item, context.caller, roles, taken);
      if ('account' in prepared) ready.push(prepared);
      else settled.push(prepared);
    }
    return [...settled, ...(await this.insertAll(context, ready))];
  }

  private async insertAll(context: ImportContext, items: readonly ReadyItem[]): Promise<ImportOutcome[]> {
    if (items.length === 0) return [];
    try {
      return await this.insertTogether(context, items);
    } catch (error) {
      // Throws it again when no record is to blame; which one is, shows when each is written by itself.
      const told = items.map(({ line }) => outcomeOf(line, error));
      if (items.length === 1) return told;
      const outcomes: ImportOutcome[] = [];
      for (const item of items) outcomes.push(...(await this.insertAll(context, [item])));
      return outcomes;
    }
  }

  private insertTogether(context: ImportContext, items: readonly ReadyItem[]): Promise<ImportOutcome[]> {
    return this.database.transaction(async (store) => {
      const outcomes: ImportOutcome[] = [];
      for (const { line, account } of items) outcomes.push({ line, ...(await this.insert(store, context, account)) });
      return outcomes;
    });
  }

  private async insert(store: Store, { actor, caller, at }: ImportContext, account: NewAccount) {
    const { brandId } = caller;
    const { uid, number } = await this.registration.create(store, brandId, account, at);
    const details = { type: account.type, imported: true };
    const event = { event: 'user.created' as const, target: { type: 'user', id: uid }, details };
    await this.audit.record(store, originIn(brandId, actor), event);
    return { kind: 'imported' as const, uid, number };
  }
}

/** What can be told without writing: names that are taken, roles that are not there or not the caller's to give. */
function prepare(
  item: ImportItem,
  caller: Caller,
  roles: readonly RoleEntity[],
  taken: ReadonlySet<string>,
): ReadyItem | ImportOutcome {
  const { line, record } = item;
  const { keys } = record.names;
  const kind = (['email', 'phone', 'username'] as const).find((k) => taken.has(keys[k] ?? ''));
  if (kind !== undefined) return { line, kind: 'skipped', field: MEMBER_OF[kind] };
  try {
    const given = record.roleCodes.map((code) => roleOf(code, roles));
    for (const role of given) requireMayGrant(caller, role.permissions);
    return { ...item, account: { ...record, roleIds: given.map(({ id }) => id) } };
  } catch (error) {
    return outcomeOf(line, error);
  }
}

function roleOf(code: string, roles: readonly RoleEntity[]): RoleEntity {
  const role = roles.find((known) => known.code === code);
  if (!role) throw invalidField('roles', `The brand has no role ${code}.`);
  return role;
}
