import { DataSource, type DataSourceOptions, type EntityManager } from 'typeorm';
import { applyColumnTypes } from './columns';
import { SqliteTurns } from './sqlite-turns';

type Runner = ReturnType<DataSource['createQueryRunner']>;

/** TypeORM's DataSource with column types of its engine and, on SQLite, turns on the one connection. */
export class GatewayDataSource extends DataSource {
  private readonly turns: SqliteTurns | null;

  constructor(options: DataSourceOptions) {
    super(options);
    this.turns = options.type === 'better-sqlite3' ? new SqliteTurns() : null;
  }

  override async initialize(): Promise<this> {
    await super.initialize();
    if (this.turns) {
      guardQueries(this.createQueryRunner(), this.turns);
      bindNumbers(this.driver);
    }
    return this;
  }

  /** One transaction; on SQLite it waits for its turn on the one connection. The gateway opens them nowhere else. */
  atomically<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const { turns } = this;
    if (turns) return turns.transaction(() => this.manager.transaction(work));
    // So that a read after a duplicate key, or after a lock was waited for, sees what the other one committed.
    return this.manager.transaction('READ COMMITTED', work);
  }

  protected override async buildMetadatas(): Promise<void> {
    applyColumnTypes(this.turns ? 'sqlite' : 'server');
    await super.buildMetadatas();
  }
}

/**
 * For SQLite TypeORM writes numbers into the statement's text. Every instant would make a statement of its own, to be
 * prepared, used once and held by SQLite until the garbage collector comes by. Bound, a few hundred serve for ever.
 */
function bindNumbers(driver: DataSource['driver']): void {
  const escape = driver.escapeQueryWithParameters.bind(driver);
  driver.escapeQueryWithParameters = (sql, parameters, ...rest) => {
    const bound = Object.entries(parameters).map(([name, value]: [string, unknown]) => [
      name,
      Number.isSafeInteger(value) ? BigInt(value as number) : value,
    ]);
    return escape(sql, Object.fromEntries(bound) as typeof parameters, ...rest);
  };
}

// On SQLite TypeORM has one query runner for the life of the data source, so wrapping that one reaches every query.
function guardQueries(runner: Runner, turns: SqliteTurns): void {
  const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<unknown>;
  const guarded = (...args: unknown[]): Promise<unknown> => turns.query(() => query(...args));
  runner.query = guarded as Runner['query'];
}
