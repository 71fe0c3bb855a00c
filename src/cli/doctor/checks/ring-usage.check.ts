import { isFree, RingUsage } from '../../../core/key-ring/ring-usage';
import { Clock } from '../../../kernel/clock';
import type { OpenInstallation } from '../../shell/open-installation';
import { broken, type Check, fine, noted, type Observation } from '../finding';

/** Every entry that rows name is in the ring, and none stays for longer than it has to (SEC-KEY-03). */
export const ringUsageCheck: Check<OpenInstallation> = {
  name: 'key-ring-usage',
  async run(installation): Promise<Observation[]> {
    const entries = await installation.get(RingUsage).list(installation.get(Clock).now());
    const found = entries.flatMap((entry): Observation[] => {
      const { id, state, sealedTexts, passwords, sessions } = entry;
      if (state === 'missing') {
        const lost = `${passwords} passwords, ${sealedTexts} sealed texts, ${sessions} sessions`;
        return [broken(`The ring lacks ${id}, which ${lost} need.`, 'Put it back, behind the others.')];
      }
      if (isFree(entry)) return [noted(`No row needs ${id} any more.`, 'Take it out of the ring.')];
      const isBehind = state === 'reading' && sealedTexts > 0;
      return isBehind ? [noted(`${sealedTexts} texts are sealed by ${id}.`, 'Run: brandgate keys rotate')] : [];
    });
    return found.length === 0 ? [fine('The rows name no entry that the ring lacks.')] : found;
  },
};
