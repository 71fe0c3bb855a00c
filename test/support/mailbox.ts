import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail as the server took it. */
export interface ArrivedMail {
  readonly to: readonly string[];
  readonly mail: ParsedMail;
}

/** A real SMTP server, and every mail it took. */
export class Mailbox {
  readonly arrived: ArrivedMail[] = [];

  private constructor(private readonly server: SMTPServer) {}

  static async open(): Promise<Mailbox> {
    const server: SMTPServer = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, session, done) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        void simpleParser(stream).then((mail) => {
          mailbox.arrived.push({ mail, to });
          done();
        }, done);
      },
    });
    const mailbox = new Mailbox(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return mailbox;
  }

  /** For `SMTP_URL`. */
  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  /** The newest mail to the address. */
  lastTo(address: string): ParsedMail {
    const found = this.arrived.filter(({ to }) => to.includes(address)).at(-1);
    if (!found) throw new Error(`no mail to ${address}; there are mails to ${this.arrived.map(({ to }) => to).join()}`);
    return found.mail;
  }

  /** The link in the newest mail to the address. */
  linkTo(address: string): URL {
    return new URL(/https?:\/\/\S+/.exec(this.lastTo(address).text ?? '')?.[0] ?? '');
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }
}
