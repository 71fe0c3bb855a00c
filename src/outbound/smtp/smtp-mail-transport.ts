import { createTransport } from 'nodemailer';
import { type MailOutcome, type MailServer, MailTransport, type OutgoingMail } from '../../ports/mail-transport.port';

/** A mail is handed over within this time, or tried again later. */
const PATIENCE_MS = 15_000;

/** SMTP. */
export class SmtpMailTransport extends MailTransport {
  override async send(server: MailServer, mail: OutgoingMail): Promise<MailOutcome> {
    const { messageId, from, to, subject, text, html, language } = mail;
    return this.attempt(server, (transporter) =>
      transporter.sendMail({
        ...{ from, to: { address: to.address, name: to.name ?? '' }, subject, text, html },
        messageId: `<${messageId}>`,
        headers: { 'Content-Language': language, 'Auto-Submitted': 'auto-generated' },
      }),
    );
  }

  override async verify(server: MailServer): Promise<MailOutcome> {
    return this.attempt(server, (transporter) => transporter.verify());
  }

  private async attempt(
    { url }: MailServer,
    work: (transporter: ReturnType<typeof createTransport>) => Promise<unknown>,
  ): Promise<MailOutcome> {
    const transporter = createTransport({
      url,
      ...{ connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS },
    });
    try {
      await work(transporter);
      return { kind: 'sent' };
    } catch (thrown) {
      const { responseCode = 0, message } = thrown as Error & { responseCode?: number };
      return { kind: responseCode >= 500 ? 'refused' : 'unavailable', error: message };
    } finally {
      transporter.close();
    }
  }
}
