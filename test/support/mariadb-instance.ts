import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';

const run = promisify(execFile);

/** The limit of a Unix socket's path is 107 bytes on Linux and 103 on macOS. */
const LONGEST_SOCKET_PATH = 100;
const READY_WITHIN_SECONDS = 30;

/**
 * The server's keeper: starts it, waits until standard input ends, then kills it and removes its files.
 * The input ends when this process closes it or dies, however it dies, so that no server is ever left behind.
 */
const KEEPER = 'files=$1; shift; "$@" & read -r _; kill -KILL $!; wait; rm -rf "$files"';

/** A throw-away MariaDB of its own: own files, reachable by its socket alone, user `root` without a password. */
export class MariadbInstance {
  private constructor(
    readonly socketPath: string,
    private readonly keeper: ChildProcess,
  ) {}

  /** Whether this machine has the server's programs. */
  static isAvailable(): boolean {
    return findProgram('mariadbd') !== null && findProgram('mariadb-install-db') !== null;
  }

  /** Takes 2–4 s. @param options further options of the server, such as `--max-connections=20` */
  static async start(options: readonly string[] = []): Promise<MariadbInstance> {
    const files = await mkdtemp(join(shortTemporaryDirectory(), 'bg-db-'));
    try {
      await installTables(files);
      const instance = new MariadbInstance(join(files, 'sock'), startServer(files, options));
      await instance.waitUntilReady(files);
      return instance;
    } catch (error) {
      await rm(files, { recursive: true, force: true });
      throw error;
    }
  }

  /** Kills the server and removes its files. */
  async stop(): Promise<void> {
    if (this.keeper.exitCode !== null) return;
    const gone = new Promise((resolve) => this.keeper.once('exit', resolve));
    this.keeper.ref();
    this.keeper.stdin?.end();
    await gone;
  }

  private async waitUntilReady(files: string): Promise<void> {
    const deadline = performance.now() + READY_WITHIN_SECONDS * 1000;
    for (;;) {
      try {
        await prepareGeneralLog(this.socketPath);
        return;
      } catch (cause) {
        if (performance.now() > deadline) {
          const log = await readFile(join(files, 'error.log'), 'utf8').catch(() => '(no log)');
          await this.stop();
          throw new Error(`MariaDB did not start:\n${log.slice(-2000)}`, { cause });
        }
        await sleep(50);
      }
    }
  }
}

async function installTables(files: string): Promise<void> {
  await run(program('mariadb-install-db'), [
    '--no-defaults',
    `--datadir=${join(files, 'data')}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    `--user=${userInfo().username}`,
  ]);
}

function startServer(files: string, options: readonly string[]): ChildProcess {
  const server = [
    program('mariadbd'),
    '--no-defaults',
    `--datadir=${join(files, 'data')}`,
    `--socket=${join(files, 'sock')}`,
    `--pid-file=${join(files, 'pid')}`,
    `--log-error=${join(files, 'error.log')}`,
    `--user=${userInfo().username}`,
    '--skip-networking',
    '--skip-log-bin',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_nopad_bin',
    '--performance-schema=OFF',
    '--innodb-buffer-pool-size=64M',
    '--innodb-log-file-size=16M',
    // The files are thrown away: what a crash would lose does not matter.
    '--innodb-flush-log-at-trx-commit=0',
    // Containers often allow too few asynchronous requests.
    '--innodb-use-native-aio=OFF',
    ...options,
  ];
  // Detached: Ctrl-C reaches the tests first, and the keeper outlives them long enough to clean up.
  const keeper = spawn('sh', ['-c', KEEPER, 'keeper', files, ...server], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keeper.unref();
  return keeper;
}

/** Statements are logged to a table, whole characters included; a number a row and an index make reading exact and quick. */
async function prepareGeneralLog(socketPath: string): Promise<void> {
  const connection = await createConnection({ socketPath, user: 'root' });
  try {
    await connection.query("SET GLOBAL log_output = 'TABLE'");
    await connection.query('ALTER TABLE mysql.general_log ENGINE = MyISAM');
    await connection.query(
      `ALTER TABLE mysql.general_log MODIFY argument MEDIUMTEXT CHARACTER SET utf8mb4 NOT NULL,
       ADD COLUMN id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, ADD INDEX (user_host(40))`,
    );
  } finally {
    await connection.end();
  }
}

function shortTemporaryDirectory(): string {
  const usual = tmpdir();
  return usual.length + '/bg-db-XXXXXX/sock'.length <= LONGEST_SOCKET_PATH ? usual : '/tmp';
}

function program(name: string): string {
  const path = findProgram(name);
  if (path === null) throw new Error(`${name} is not installed`);
  return path;
}

/** Debian keeps the server in /usr/sbin, which an ordinary user's PATH lacks. */
function findProgram(name: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}
