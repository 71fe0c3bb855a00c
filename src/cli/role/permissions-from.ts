import { type Permission, PERMISSIONS } from '../../core/roles/permission';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import { listed } from '../shell/listed-values';

/** @throws CommandError for a word that is no permission */
export function permissionsFrom(words: readonly string[]): readonly Permission[] {
  return words
    .flatMap((word) => listed(word))
    .map((word) => {
      const permission = PERMISSIONS.find((known) => known === word.toUpperCase());
      if (permission !== undefined) return permission;
      const advice = `Permissions: ${PERMISSIONS.join(' ')}`;
      throw new CommandError(EXIT.usage, 'usage.wrong', `There is no permission ${word}.`, advice);
    });
}
