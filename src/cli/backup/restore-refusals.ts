import { masterKeyBeside } from '../../config/master-key';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';

export function keyRingMissing(target: string): CommandError {
  const message = `The key ring of the backup is not at ${masterKeyBeside(target)}.`;
  const advice = 'Put it there, or set BRANDGATE_MASTER_KEY: without it no password of the backup verifies.';
  return new CommandError(EXIT.failed, 'key-ring.missing', message, advice);
}

export function wrongKeyRing(ids: readonly string[]): CommandError {
  const message = `The backup needs the entries ${ids.join(', ')}, which the key ring does not have.`;
  const advice = 'Add them behind the others in BRANDGATE_MASTER_KEY or master.key; nothing was restored.';
  return new CommandError(EXIT.failed, 'key-ring.wrong', message, advice);
}

export function altered(file: string): CommandError {
  const message = `${file} is not what its manifest says: it was changed or cut off.`;
  return new CommandError(EXIT.failed, 'backup.altered', message, 'Take another backup; nothing was restored.');
}

export function damaged(file: string): CommandError {
  const message = `${file} is no database, or a damaged one.`;
  return new CommandError(EXIT.failed, 'backup.damaged', message, 'Take another backup; nothing was restored.');
}

export function noBackup(file: string): CommandError {
  return new CommandError(
    EXIT.failed,
    'backup.foreign',
    `${file} is no database of Brandgate.`,
    'Nothing was restored.',
  );
}

export function inUse(target: string): CommandError {
  const message = `${target} is open in another process, such as a running gateway.`;
  return new CommandError(EXIT.failed, 'database.in-use', message, 'Stop it and run the command again.');
}
