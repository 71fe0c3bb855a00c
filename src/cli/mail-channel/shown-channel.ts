import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { MailChannelReader } from '../../core/mail/mail-channel-reader';
import { mailChannelView } from '../../protocols/jfw/views/mail.view';
import type { OpenInstallation } from '../shell/open-installation';
import type { Output } from '../shell/output';

/** Prints a brand's own mail server, without its credentials; a note when it has none. */
export async function showChannel(
  out: Output,
  installation: OpenInstallation,
  { id, code }: BrandSnapshot,
): Promise<void> {
  const channel = await installation.get(MailChannelReader).find(id);
  if (channel === null) {
    out.show({ channel: null }, () => '');
    out.note(`${code} has no mail server of its own: mails go over SMTP_URL, if that is set.`);
    return;
  }
  const view = mailChannelView(channel);
  const { host, port, isSecure, hasCredentials, fromAddress, fromName, testedDate } = view;
  const server = { host, port, 'tls from the start': isSecure, credentials: hasCredentials ? 'set' : 'none' };
  out.record({ channel: view }, { ...server, from: fromAddress, name: fromName, tested: testedDate });
}
