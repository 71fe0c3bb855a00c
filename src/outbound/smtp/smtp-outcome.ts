import type { MailOutcome } from '../../ports/mail-transport.port';
import type { SmtpUrl } from '../../kernel/net/smtp-url';

/** What the library and the sockets throw. */
interface SmtpFault {
  readonly message: string;
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
}

const MAX_TEXT = 400;
/** Shorter ones are part of any sentence. */
const MIN_SECRET = 4;
/** The server wants other credentials, or TLS: somebody has to set the channel right, and then the mail goes. */
const CONFIGURATION = new Set([530, 534, 535, 538]);
const ABOUT_THE_MAIL = /^(MAIL FROM|RCPT TO|DATA)/;

/** A 5xx about the mail itself is the last word; anything else may change. */
export function outcomeOf(thrown: unknown, server: SmtpUrl | null): MailOutcome {
  const fault = thrown as SmtpFault;
  return { kind: isFinal(fault) ? 'refused' : 'unavailable', error: withoutSecrets(textOf(fault), server) };
}

function isFinal({ code, command = '', responseCode }: SmtpFault): boolean {
  // An address that cannot be written into a command at all.
  if (responseCode === undefined) return code === 'EENVELOPE' && command === 'API';
  if (responseCode < 500 || CONFIGURATION.has(responseCode) || code === 'EAUTH') return false;
  return code === 'EENVELOPE' || code === 'EMESSAGE' || ABOUT_THE_MAIL.test(command);
}

function textOf({ code, message }: SmtpFault): string {
  const line = message.replace(/[\p{Cc}]+/gu, ' ').trim();
  return (code === undefined ? line : `${code}: ${line}`).slice(0, MAX_TEXT);
}

/** Servers repeat what they were told, in the forms in which they were told it. */
function withoutSecrets(text: string, server: SmtpUrl | null): string {
  if (!server?.credentials) return text;
  const { user, pass } = server.credentials;
  const forms = [pass, user, ...[pass, user, `\0${user}\0${pass}`].map((part) => Buffer.from(part).toString('base64'))];
  const telling = forms.filter((form) => form.length >= MIN_SECRET);
  return telling.reduce((safe, form) => safe.replaceAll(form, '[secret]'), text);
}
