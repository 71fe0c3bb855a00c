import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { PushChannelReader } from '../../core/push/push-channel-reader';
import { instantText } from '../shell/instant-text';
import type { OpenInstallation } from '../shell/open-installation';
import type { Output } from '../shell/output';

/** Prints a brand's push channel, without its key; a note when it has none. */
export async function showPushChannel(
  out: Output,
  installation: OpenInstallation,
  { id, code }: BrandSnapshot,
): Promise<void> {
  const found = await installation.get(PushChannelReader).find(id);
  if (found === null) {
    out.show({ channel: null }, () => '');
    out.note(`${code} has no push channel: nothing is pushed.`);
    return;
  }
  const { projectId, clientEmail, privateKeyId, lastError, isReadable } = found;
  const testedDate = instantText(found.testedAt);
  const pausedUntil = found.pausedUntil === null ? null : instantText(found.pausedUntil);
  const view = { projectId, clientEmail, privateKeyId, testedDate, lastError, pausedUntil, isReadable };
  const account = { project: projectId, account: clientEmail, key: privateKeyId };
  const state = isReadable ? (lastError ?? 'none') : 'the key ring lacks the entry that sealed it';
  const texts = { ...account, accepted: testedDate, error: state, 'paused until': pausedUntil ?? 'not paused' };
  out.record({ channel: view }, texts);
}
