import { invalidField } from '../../kernel/errors/brandgate-error';
import { parseSmtpUrl, type SmtpUrl } from '../../kernel/net/smtp-url';
import { canonicalEmail } from '../../kernel/text/canonical-key';
import { plainText } from '../../kernel/text/header-text';

/** What a brand says of its mail server. */
export interface MailChannelDraft {
  readonly url: string;
  readonly fromAddress: string;
  readonly fromName: string | null;
}

const URL_LENGTH = 2_048;
const NAME_LENGTH = 200;
const PLAIN = /^smtps?:\/\/[^/?#]+\/?$/i;
const EXPECTED = 'url must be smtp://user:password@host:port or smtps://…, without path and query.';

/** The draft as it is kept, and its server. Texts of refusals hold no part of the URL. @throws BrandgateError request.invalid */
export function requireChannel(draft: MailChannelDraft): {
  readonly draft: MailChannelDraft;
  readonly server: SmtpUrl;
} {
  const url = draft.url.trim();
  const server = url.length <= URL_LENGTH && PLAIN.test(url) ? parseSmtpUrl(url) : null;
  if (server === null) throw invalidField('url', EXPECTED);
  const fromAddress = draft.fromAddress.trim();
  if (canonicalEmail(fromAddress) === null) throw invalidField('fromAddress', 'fromAddress must be an e-mail address.');
  const fromName = draft.fromName === null ? null : plainText(draft.fromName, NAME_LENGTH) || null;
  return { draft: { url, fromAddress, fromName }, server };
}
