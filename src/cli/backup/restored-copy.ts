import { constants, existsSync } from 'node:fs';
import { chmod, copyFile, rename, rm } from 'node:fs/promises';
import { loadGatewayConfig } from '../../config/gateway-config';
import { masterKeyBeside } from '../../config/master-key';
import { RingUsage } from '../../core/key-ring/ring-usage';
import { AfterRestoreFlow } from '../../flows/after-restore/after-restore.flow';
import { Clock, SystemClock } from '../../kernel/clock';
import { alone, DamagedFileError, sealFile } from '../../storage/sqlite-file';
import { COMMAND_LINE } from '../shell/audit-actor';
import { Installation } from '../shell/installation';
import type { Io } from '../shell/io';
import { stateOfCopy } from './copy-state';
import { fingerprintOf, readManifest } from './manifest';
import { altered, damaged, inUse, keyRingMissing, noBackup, wrongKeyRing } from './restore-refusals';

/** What was done to the copy before it took its place. */
export interface Treatment {
  /** Null when sessions were left alone. */
  readonly sessionsEnded: number | null;
  /** Whether its manifest was there, and says that it is whole. */
  readonly verified: boolean;
  /** Migrations it lacks; then its sessions could not be ended yet. */
  readonly pending: readonly string[];
}

/**
 * A backup on its way into an installation: checked and treated beside the place where it goes, so that a gateway that
 * starts meanwhile finds the old database or the treated one, and never what is in between.
 */
export class RestoredCopy {
  private readonly copy: string;
  private readonly env: Io['env'];

  constructor(
    private readonly io: Io,
    private readonly target: string,
  ) {
    this.copy = `${target}.restoring`;
    this.env = { ...io.env, DATABASE_URL: `sqlite:${this.copy}`, DATABASE_URL_FILE: undefined };
  }

  /** @throws CommandError for a file that is no backup, is damaged, or needs another key ring */
  async make(file: string, endsSessions: boolean): Promise<Treatment> {
    const config = loadGatewayConfig(this.env);
    // A fresh key ring would open nothing of what the backup holds.
    if (config.masterKey === null && !existsSync(masterKeyBeside(this.target))) throw keyRingMissing(this.target);
    const manifest = await readManifest(file);
    if (manifest !== null && (await fingerprintOf(file)).sha256 !== manifest.sha256) throw altered(file);
    await this.discard();
    await copyFile(file, this.copy, constants.COPYFILE_EXCL);
    try {
      await chmod(this.copy, 0o600);
      sealFile(this.copy);
      const { applied, pending } = await stateOfCopy(config, this.copy);
      if (applied.length === 0) throw noBackup(file);
      const sessionsEnded = pending.length === 0 ? await this.treat(endsSessions) : null;
      sealFile(this.copy);
      return { verified: manifest !== null, sessionsEnded, pending };
    } catch (error) {
      await this.discard();
      throw error instanceof DamagedFileError ? damaged(file) : error;
    }
  }

  /** @returns where the database went that was there, or null @throws CommandError while a gateway has it open */
  async moveIn(): Promise<string | null> {
    if (!existsSync(this.target)) {
      await this.replace(null);
      return null;
    }
    const old = `${this.target}.replaced-${new SystemClock().now()}`;
    if (await alone(this.target, () => this.replace(old))) return old;
    await this.discard();
    throw inUse(this.target);
  }

  private async replace(old: string | null): Promise<void> {
    if (old !== null) await rename(this.target, old);
    // A journal that was left behind would be taken for the new file's.
    for (const rest of ['-wal', '-shm', '-journal']) await rm(`${this.target}${rest}`, { force: true });
    await rename(this.copy, this.target);
  }

  /** @returns how many sessions it ended, or null */
  private async treat(endsSessions: boolean): Promise<number | null> {
    const installation = new Installation({ ...this.io, env: this.env });
    try {
      const opened = await installation.open();
      const now = opened.get(Clock).now();
      const missing = (await opened.get(RingUsage).list(now)).filter(({ state }) => state === 'missing');
      if (missing.length > 0) throw wrongKeyRing(missing.map(({ id }) => id));
      return endsSessions ? (await opened.get(AfterRestoreFlow).run(COMMAND_LINE, now)).sessionsEnded : null;
    } finally {
      await installation.close();
    }
  }

  private async discard(): Promise<void> {
    for (const rest of ['', '-wal', '-shm', '-journal']) await rm(`${this.copy}${rest}`, { force: true });
  }
}
