import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { mariadbSocket } from './engine';

interface LastRow extends RowDataPacket {
  id: number;
}

interface LoggedStatement extends RowDataPacket {
  statement: string;
}

/** What MariaDB itself saw: every statement with its values, as the server's general log has it. */
export class GeneralLog {
  private lastIgnoredId = 0;

  private constructor(private readonly connection: Connection) {}

  /**
   * Logs from now on. The log is the whole server's and another suite may be reading it too,
   * so it stays on until the run ends, and nobody empties it.
   */
  static async start(): Promise<GeneralLog> {
    const socketPath = mariadbSocket();
    if (socketPath === null) throw new Error('the general log exists on MariaDB only');
    const connection = await createConnection({ socketPath, user: 'root', charset: 'utf8mb4' });
    await connection.query('SET SESSION sql_log_off = ON');
    await connection.query('SET GLOBAL general_log = ON');
    const log = new GeneralLog(connection);
    await log.clear();
    return log;
  }

  /**
   * In order, the statements sent to one database since the start or the last `clear`; prepared ones with their values.
   * @param databaseName `TestDatabase.name`
   */
  async statements(databaseName: string): Promise<string[]> {
    const user = databaseName.replace(/^test_/, 'u_');
    const [rows] = await this.connection.query<LoggedStatement[]>(
      `SELECT argument AS statement FROM mysql.general_log
       WHERE id > ? AND user_host LIKE ? AND command_type IN ('Query', 'Execute') ORDER BY id`,
      [this.lastIgnoredId, `${user.replaceAll('_', '\\_')}[%`],
    );
    return rows.map((row) => row.statement);
  }

  /** Forgets what was logged so far. */
  async clear(): Promise<void> {
    const [rows] = await this.connection.query<LastRow[]>('SELECT COALESCE(MAX(id), 0) AS id FROM mysql.general_log');
    this.lastIgnoredId = rows[0]?.id ?? 0;
  }

  async close(): Promise<void> {
    await this.connection.end();
  }
}
