import type { BrandId, UserId } from '../../src/kernel/ids';
import type { Store } from '../../src/storage/database';

type Row = Readonly<Record<string, unknown>>;

/** Events that a brand's trail may gain by what comes from outside, if it names nobody as the one who did it. */
const EVENTS: Readonly<Record<string, string>> = {
  'brand.crossed': 'that somebody came over the wall is in the trail of both sides (JFW-CAL-04, SEC-TEN-03)',
  'auth.login_failed': 'a sign-in that failed is in the trail of the brand it was addressed to',
};
/** Tables that may gain rows so. */
const RECORDS: Readonly<Record<string, string>> = {
  audit_chains: 'the hash chain goes on with the trail',
  refusals: 'a refused request is kept in the brand it was addressed to',
  release_days: 'sign-ins that were addressed to the brand are counted there',
};
/** Columns that are filled in a moment after their row was written. */
const SEALED = new Set(['sequence', 'hash']);

/** Every row of some brands, in every table that knows brands: a line each. */
export class BrandRows {
  static readonly NONE = new BrandRows(new Set());

  private constructor(private readonly lines: ReadonlySet<string>) {}

  static async of(store: Store, brandIds: readonly BrandId[]): Promise<BrandRows> {
    const places = brandIds.map(() => '?').join(', ');
    const readings = brandTables(store)
      .filter(({ table }) => !(table in RECORDS))
      .map(({ table, column }) => linesOf(store, table, `${column} IN (${places})`, brandIds));
    return new BrandRows(new Set((await Promise.all(readings)).flat()));
  }

  /** Rows that belong to one user. */
  static async ofUser(store: Store, brandId: BrandId, userId: UserId): Promise<BrandRows> {
    const readings = brandTables(store).flatMap(({ table, columns }) => {
      const column = table === 'users' ? 'id' : columns.find((name) => name === 'user_id' || name === 'created_by');
      const where = `brand_id = ? AND ${column ?? ''} = ?`;
      return column === undefined ? [] : [linesOf(store, table, where, [brandId, userId])];
    });
    return new BrandRows(new Set((await Promise.all(readings)).flat()));
  }

  /** What a later reading has lost and gained. */
  changesTo(later: BrandRows): string[] {
    const lost = [...this.lines].filter((line) => !later.lines.has(line)).map((line) => `- ${line}`);
    const gained = [...later.lines].filter((line) => !this.lines.has(line)).map((line) => `+ ${line}`);
    return [...lost, ...gained];
  }

  /** Texts of these rows that are in none of the others: seeing one of them on the other side is a leak. */
  textsNotIn(others: BrandRows): string[] {
    const mine = textsOf(this.lines);
    const theirs = textsOf(others.lines);
    return [...mine].filter((text) => !theirs.has(text));
  }

  /** Tables that know brands and hold none of these rows. */
  tablesWithout(store: Store): string[] {
    const held = new Set([...this.lines].map((line) => line.slice(0, line.indexOf(' '))));
    const tables = brandTables(store).map(({ table }) => table);
    return tables.filter((table) => !held.has(table) && !(table in RECORDS));
  }
}

/** Tables that hold rows of brands, the brands themselves included, and the column that says whose a row is. */
export function brandTables(store: Store): { table: string; column: string; columns: string[] }[] {
  return store.dataSource.entityMetadatas.flatMap((entity) => {
    const columns = entity.columns.map(({ databaseName }) => databaseName);
    if (columns.includes('brand_id')) return [{ table: entity.tableName, column: 'brand_id', columns }];
    return entity.tableName === 'brands' ? [{ table: 'brands', column: 'id', columns }] : [];
  });
}

async function linesOf(store: Store, table: string, where: string, values: readonly number[]): Promise<string[]> {
  const rows: Row[] = await store.query(`SELECT * FROM ${table} WHERE ${where}`, [...values]);
  return rows.filter((row) => !isRecord(row)).map((row) => lineOf(table, row));
}

function isRecord(row: Row): boolean {
  // What a stranger asks of a brand's mails is looked up later, so that nobody sees whether there is such an account.
  if (row['kind'] === 'job' && row['user_id'] === null) return true;
  return String(row['event']) in EVENTS && row['actor_user_id'] === null;
}

function lineOf(table: string, row: Row): string {
  const cells = Object.entries(row)
    .filter(([name]) => !(table === 'audit_events' && SEALED.has(name)))
    .map(([name, value]) => [name, Buffer.isBuffer(value) ? value.toString('hex') : value] as const);
  return `${table} ${JSON.stringify(Object.fromEntries(cells))}`;
}

const SHORTEST_TEXT = 8;

function textsOf(lines: ReadonlySet<string>): Set<string> {
  const texts = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === 'string' && value.length >= SHORTEST_TEXT) texts.add(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  for (const line of lines) collect(JSON.parse(line.slice(line.indexOf(' ') + 1)));
  return texts;
}
