import type { DatabaseTarget } from '../../config/database-url';

type Server = Extract<DatabaseTarget, { kind: 'server' }>;

const SAFE = /^[A-Za-z0-9_./:@%+=-]+$/;

/** One word of a shell command. */
export function shellWord(text: string): string {
  return SAFE.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** How the programs of the server are told where it is; `--password` alone makes them ask. */
function connection({ socketPath, host, port, username }: Server): string {
  const where = socketPath === undefined ? [`--host=${host}`, `--port=${port}`] : [`--socket=${socketPath}`];
  return [...where, `--user=${username}`, '--password'].map(shellWord).join(' ');
}

/** Commands that back the database up, for a shell. @param isMysql MySQL's own programs instead of MariaDB's */
export function backupCommands(server: Server, file: string, isMysql: boolean): string[] {
  const dump = isMysql ? 'mysqldump' : 'mariadb-dump';
  const options = '--single-transaction --hex-blob --default-character-set=utf8mb4';
  return [`${dump} ${connection(server)} ${options} ${shellWord(server.database)} > ${shellWord(file)}`];
}

/** The same for files of the whole server, which is faster for large ones. */
export function physicalBackupCommands(server: Server, folder: string): string[] {
  const target = `--target-dir=${shellWord(folder)}`;
  return [`mariadb-backup --backup ${connection(server)} ${target}`, `mariadb-backup --prepare ${target}`];
}

/** Commands that restore it into an empty database, and those of ours that have to follow. */
export function restoreCommands(server: Server, file: string, isMysql: boolean): string[] {
  const client = isMysql ? 'mysql' : 'mariadb';
  const collation = isMysql ? 'utf8mb4_0900_bin' : 'utf8mb4_nopad_bin';
  const create = `CREATE DATABASE \`${server.database}\` CHARACTER SET utf8mb4 COLLATE ${collation}`;
  return [
    `${client} ${connection(server)} --execute=${shellWord(create)}`,
    `${client} ${connection(server)} --default-character-set=utf8mb4 ${shellWord(server.database)} < ${shellWord(file)}`,
    'brandgate migrate up',
    'brandgate doctor --after-restore',
  ];
}
