import { statSync } from 'node:fs';
import { openKeyRing } from '../../../config/master-key';
import type { Surroundings } from '../stages';
import { type Check, fine, type Observation, weak } from '../finding';

/** Strength, ids and repetition are judged as it is read; so is the mode of a generated one (SEC-KEY-01). */
export const keyRingCheck: Check<Surroundings> = {
  name: 'key-ring',
  run({ config, env }): Observation[] {
    const { ids, currentId } = openKeyRing(config);
    const file = env['BRANDGATE_MASTER_KEY_FILE'] ?? '';
    const isOpen = file !== '' && process.platform !== 'win32' && (statSync(file).mode & 0o007) !== 0;
    const others = ids.length === 1 ? '' : `, ${ids.length - 1} older read`;
    return [
      fine(`${currentId} writes${others}.`),
      ...(isOpen ? [weak(`Everybody on this machine can read ${file}.`, `Run: chmod o-rwx ${file}`)] : []),
    ];
  },
};
