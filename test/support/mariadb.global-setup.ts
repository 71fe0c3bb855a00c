import { MariadbInstance } from './mariadb-instance';

declare global {
  /** The server of this run; lives in the process that starts the workers. */
  var mariadbOfTheRun: MariadbInstance | undefined;
}

/** One server for the whole run. The workers, started later, inherit the variable that says where it listens. */
export default async function startMariadb(): Promise<void> {
  if (!MariadbInstance.isAvailable()) {
    const missing = 'mariadbd and mariadb-install-db are not installed';
    if (process.env['CI']) throw new Error(`${missing}: CI must run the mariadb project`);
    process.stderr.write(
      `\n##### MARIADB TESTS SKIPPED: ${missing} (Debian: mariadb-server-core mariadb-client-core) #####\n`,
    );
    return;
  }
  globalThis.mariadbOfTheRun = await MariadbInstance.start();
  process.env['TEST_MARIADB_SOCKET'] = globalThis.mariadbOfTheRun.socketPath;
}
