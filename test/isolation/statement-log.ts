import type { Store } from '../../src/storage/database';
import { brandTables } from './brand-rows';

/** Statements that name no brand, each with the reason. */
const WITHOUT_BRAND: readonly { readonly text: RegExp; readonly reason: string }[] = [
  { text: /FROM revocations /, reason: 'one journal for all brands, read by every process' },
  { text: /^DELETE FROM revocations /, reason: 'the journal is pruned by time' },
  {
    text: /^SELECT DISTINCT brand_id AS brandId FROM audit_events WHERE sequence IS NULL$/,
    reason: 'finds brands to seal',
  },
  {
    text: /FROM outbox WHERE state = '\w+' AND next_attempt_at <= \? +AND \(leased/,
    reason: 'finds what is due, of all brands',
  },
  { text: /^SELECT MIN\(brand_id\) AS next FROM outbox /, reason: 'finds brands that have something queued' },
  {
    text: /^SELECT COUNT\(\S+\) AS cnt FROM outbox \w+ WHERE \(*\w+\.state = /,
    reason: 'a figure of the installation',
  },
  { text: /FROM domains \w+ WHERE \(*\w+\.verified_domain (IN \(|= )/, reason: 'finds the brand (JFW-BRD-02)' },
  { text: /FROM auth_keys k .* WHERE k\.hash = /, reason: 'a key leads to its brand (SEC-TEN-03)' },
  { text: /FROM apps \w+ WHERE .*key_hash = /, reason: 'an API key leads to its brand (SEC-OT-05)' },
  { text: /FROM outbox /, reason: 'work that goes through all brands; its rows carry theirs' },
  { text: /FROM sessions \w+ WHERE .*revoked_at IS NULL\) AND .*expires_at <= /, reason: 'a sweep through all brands' },
];

/** Every statement sent since the start, once each. */
export class StatementLog {
  private readonly statements = new Set<string>();

  /** Takes the place of the data source's own logger, which every driver tells of what it sends. */
  static on(store: Store): StatementLog {
    const log = new StatementLog();
    const nothing = (): void => undefined;
    store.dataSource.logger = {
      logQuery: (text) => void log.statements.add(plain(text)),
      ...{
        logQueryError: nothing,
        logQuerySlow: nothing,
        logSchemaBuild: nothing,
        logMigration: nothing,
        log: nothing,
      },
    };
    return log;
  }

  clear(): void {
    this.statements.clear();
  }

  get size(): number {
    return this.statements.size;
  }

  /** Statements on rows of brands that do not say of which. */
  withoutBrand(store: Store): string[] {
    const tables = new Set(brandTables(store).flatMap(({ table }) => (table === 'brands' ? [] : [table])));
    return [...this.statements].filter((statement) => {
      const isFree = WITHOUT_BRAND.some(({ text }) => text.test(statement));
      return !isFree && !namesBrand(statement, tables);
    });
  }
}

/** Without quotes, which differ from engine to engine. */
function plain(statement: string): string {
  return statement
    .replace(/["`]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/\b\d+\b/g, '?')
    .trim();
}

/** A brand's number; in ANSI joins the tables are tied to each other's. */
const VALUE = String.raw`(?:= |IN \()\?`;

function namesBrand(statement: string, tables: ReadonlySet<string>): boolean {
  const written = /^(?:INSERT INTO|UPDATE) (\w+)/i.exec(statement)?.[1];
  if (written === undefined) return readsOfBrand(statement, tables);
  if (!tables.has(written)) return true;
  const isInsert = /^INSERT/i.test(statement);
  return isInsert
    ? /^[^(]*\([^)]*\bbrand_id\b/.test(statement)
    : isAnchored(statement.slice(statement.lastIndexOf(' WHERE ')));
}

function readsOfBrand(statement: string, tables: ReadonlySet<string>): boolean {
  const from = /\bFROM .*$/i.exec(statement)?.[0] ?? '';
  const read = [...from.matchAll(/\b(?:FROM|JOIN) (\w+)(?: (?!WHERE|ON|INNER|LEFT|ORDER)(\w+))?/gi)].filter(
    ([, table = '']) => tables.has(table),
  );
  return read.length === 0 || (isAnchored(from) && read.every(([, , alias]) => isTied(from, alias)));
}

function isAnchored(conditions: string): boolean {
  return new RegExp(`\\bbrand_id ${VALUE}`).test(conditions);
}

/** Whether the table of this alias is bound to a brand, or to another table's brand. */
function isTied(conditions: string, alias: string | undefined): boolean {
  const column = alias === undefined ? '(?<![.\\w])brand_id' : `\\b${alias}\\.brand_id`;
  return new RegExp(`${column} (= |IN )|= ${column}\\b`).test(conditions);
}
