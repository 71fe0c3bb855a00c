import {
  type MailOutcome,
  type MailServer,
  MailTransport,
  type OutgoingMail,
} from '../../src/ports/mail-transport.port';

/** A mail server that a test reads. */
export class FakeMail extends MailTransport {
  readonly sent: OutgoingMail[] = [];
  /** What the server answers, as long as the test wants it so. */
  outcome: MailOutcome = { kind: 'sent' };
  readonly servers: MailServer[] = [];

  override async send(server: MailServer, mail: OutgoingMail): Promise<MailOutcome> {
    this.servers.push(server);
    if (this.outcome.kind === 'sent') this.sent.push(mail);
    return this.outcome;
  }

  override async verify(server: MailServer): Promise<MailOutcome> {
    this.servers.push(server);
    return this.outcome;
  }

  /** Newest last. */
  to(address: string): OutgoingMail[] {
    return this.sent.filter((mail) => mail.to.address === address);
  }

  /** The newest one to the address. */
  lastTo(address: string): OutgoingMail {
    const mail = this.to(address).at(-1);
    if (!mail)
      throw new Error(`no mail to ${address}; there are mails to ${this.sent.map(({ to }) => to.address).join()}`);
    return mail;
  }

  /** The first link in the newest mail to the address. */
  linkTo(address: string): URL {
    const [link = ''] = /https?:\/\/\S+/.exec(this.lastTo(address).text) ?? [];
    return new URL(link);
  }
}
