import { BrandLookup } from '../../../core/brands/brand-lookup';
import { PushChannelReader } from '../../../core/push/push-channel-reader';
import type { OpenInstallation } from '../../shell/open-installation';
import { broken, type Check, fine, type Observation } from '../finding';

/** Service accounts that Google last refused, or that nobody can read any more. */
export const pushChannelsCheck: Check<OpenInstallation> = {
  name: 'push-channels',
  async run(installation): Promise<Observation[]> {
    const brands = await installation.get(BrandLookup).list();
    const found: Observation[] = [];
    for (const { id, code, settings } of brands) {
      const channel = settings.firebaseCredential ? await installation.get(PushChannelReader).find(id) : null;
      if (channel === null) continue;
      const set = `brandgate push-channel set --brand ${code} <file>`;
      if (!channel.isReadable) {
        found.push({
          ...broken('The key ring lacks the entry that sealed the service account.', `Run: ${set}`),
          brand: code,
        });
      }
      if (channel.lastError !== null) {
        const problem = `Google last refused a message of the project ${channel.projectId}: ${channel.lastError}.`;
        found.push({ ...broken(problem, `See docs/operations.md, "Push"; another account: ${set}`), brand: code });
      }
    }
    const count = brands.filter(({ settings }) => settings.firebaseCredential).length;
    return found.length === 0 ? [fine(`${count} brands have a push channel, and nothing is known against it.`)] : found;
  },
};
