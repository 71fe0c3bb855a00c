import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';

/** Of the machine, not of a package. */
const PROGRAMS = { install: 'mariadb-install-db', server: 'mariadbd' };

/** Whether this machine has the server's programs. */
export function isMariadbThere() {
  return Object.values(PROGRAMS).every(
    (program) => spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined,
  );
}

/** A throw-away MariaDB of its own, whose commits are on the disk when they are answered. */
export async function startMariadb() {
  const files = mkdtempSync(join(tmpdir(), 'bg-kdb-'));
  const socketPath = join(files, 'sock');
  const user = `--user=${userInfo().username}`;
  const data = `--datadir=${join(files, 'data')}`;
  const install = ['--no-defaults', data, '--auth-root-authentication-method=normal', '--skip-test-db', user];
  execFileSync(PROGRAMS.install, install, { stdio: 'ignore' });
  const names = ['--character-set-server=utf8mb4', '--collation-server=utf8mb4_nopad_bin', '--skip-networking'];
  const small = ['--innodb-buffer-pool-size=64M', '--innodb-use-native-aio=OFF', '--innodb-flush-log-at-trx-commit=1'];
  const child = spawn(PROGRAMS.server, ['--no-defaults', data, `--socket=${socketPath}`, user, ...names, ...small], {
    stdio: 'ignore',
  });
  const stop = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    rmSync(files, { recursive: true, force: true });
  };
  for (let look = 0; look < 300; look += 1) {
    await sleep(100);
    try {
      const connection = await createConnection({ socketPath, user: 'root' });
      await connection.query('CREATE DATABASE brandgate CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin');
      await connection.end();
      return { url: `mariadb://root@localhost/brandgate?socketPath=${encodeURIComponent(socketPath)}`, stop };
    } catch {
      // Not yet.
    }
  }
  await stop();
  throw new Error('MariaDB did not start');
}
