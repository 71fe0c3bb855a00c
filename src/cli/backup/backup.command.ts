import { existsSync } from 'node:fs';
import { chmod, link, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Command } from 'nest-commander';
import type { GatewayConfig } from '../../config/gateway-config';
import { masterKeyBeside, openKeyRing } from '../../config/master-key';
import { VERSION } from '../../config/version';
import { SystemClock } from '../../kernel/clock';
import { copyDatabase, sealFile } from '../../storage/sqlite-file';
import { CommandError } from '../shell/command-error';
import { EXIT, type ExitCode } from '../shell/exit-code';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';
import { instantText } from '../shell/instant-text';
import { requireDatabaseFile } from '../shell/open-installation';
import { stateOfCopy } from './copy-state';
import { fingerprintOf, type Manifest, manifestPath } from './manifest';
import { backupCommands, physicalBackupCommands } from './server-commands';

@Command({
  name: 'backup',
  arguments: '<file>',
  argsDescription: { file: 'where the copy goes; what is there already is never overwritten' },
  description: 'copies the embedded database while it is in use; for a server, prints its own commands',
})
export class BackupCommand extends HouseCommand {
  protected readonly examples = ['brandgate backup /backups/brandgate-$(date +%F).sqlite'];

  protected async execute({ args, out }: Invocation<CommonOptions>): Promise<ExitCode> {
    const [file = ''] = args;
    const { config } = this.shell.installation;
    const { database } = config;
    if (database.kind === 'server') {
      const isMysql = this.shell.installation.databaseUrl.startsWith('mysql:');
      const commands = backupCommands(database, file, isMysql);
      const physical = isMysql ? [] : physicalBackupCommands(database, `${file}.d`);
      out.show({ commands, physical }, () => [...commands, ...physical.map((text) => `# or: ${text}`)].join('\n'));
      out.note('Nothing was backed up: a server is backed up by its own programs. Run the lines above.');
      return EXIT.failed;
    }
    requireDatabaseFile(database);
    requireFolder(file);
    if (existsSync(file) || existsSync(manifestPath(file))) throw taken(file);
    const manifest = await this.backUp(config, database.path, file);
    out.show({ file, ...manifest }, () => `${file}: ${manifest.bytes} bytes, SHA-256 ${manifest.sha256}`);
    out.note(keyAdvice(config, database.path));
    return EXIT.ok;
  }

  /** Writes beside the target first, so that under its name there is a whole backup or none. */
  private async backUp(config: GatewayConfig, path: string, file: string): Promise<Manifest> {
    const partial = `${file}.partial-${process.pid}`;
    try {
      await copyDatabase(path, partial);
      await chmod(partial, 0o600);
      const { applied } = await stateOfCopy(config, partial);
      sealFile(partial);
      const made = { brandgate: VERSION, createdAt: instantText(new SystemClock().now()), engine: 'sqlite' as const };
      const manifest = { ...made, ...(await fingerprintOf(partial)), migrations: applied, keyRing: ringIds(config) };
      await publish(partial, file);
      const text = `${JSON.stringify(manifest, null, 2)}\n`;
      await writeFile(manifestPath(file), text, { flag: 'wx', mode: 0o600, flush: true });
      return manifest;
    } finally {
      for (const rest of ['', '-wal', '-shm']) await rm(`${partial}${rest}`, { force: true });
    }
  }
}

function requireFolder(file: string): void {
  if (existsSync(dirname(file))) return;
  throw new CommandError(EXIT.failed, 'backup.no-folder', `There is no folder ${dirname(file)}.`, 'Make it first.');
}

/** Under its own name, unless somebody was faster. */
async function publish(partial: string, file: string): Promise<void> {
  try {
    await link(partial, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw taken(file);
    // A file system without links.
    await rename(partial, file);
  }
}

function taken(file: string): CommandError {
  const message = `${file} or its manifest is there already.`;
  return new CommandError(EXIT.failed, 'backup.exists', message, 'Choose another name; nothing was written.');
}

function ringIds(config: GatewayConfig): readonly string[] | null {
  try {
    return openKeyRing(config).ids;
  } catch {
    return null;
  }
}

function keyAdvice({ masterKey }: GatewayConfig, path: string): string {
  const key = resolve(masterKeyBeside(path));
  const what = masterKey === null ? key : 'BRANDGATE_MASTER_KEY';
  return `Back up ${what} as well, in another place: without it no password of this backup verifies, and together they open all.`;
}
