import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import { type MailOutcome, type MailServer, MailTransport, type OutgoingMail } from '../../ports/mail-transport.port';
import { type Destination, destinationOf, type Lookup, systemLookup } from './smtp-destination';
import { outcomeOf } from './smtp-outcome';
import { parseSmtpUrl } from '../../kernel/net/smtp-url';

/** Everything together, from the question for the name to the server's last word: less than an outbox lease. */
const PATIENCE_MS = 15_000;

/** The server took longer than anybody waits. */
class ImpatienceError extends Error {
  override readonly name = 'ImpatienceError';
}

type Transporter = ReturnType<typeof createTransport>;

export interface SmtpOptions {
  readonly lookUp?: Lookup;
  /** Milliseconds for a mail, or a test. */
  readonly patience?: number;
}

/** SMTP, one connection a mail. The library is given an open socket: it resolves and connects nothing by itself. */
export class SmtpMailTransport extends MailTransport {
  private readonly lookUp: Lookup;
  private readonly patience: number;

  constructor({ lookUp = systemLookup, patience = PATIENCE_MS }: SmtpOptions = {}) {
    super();
    this.lookUp = lookUp;
    this.patience = patience;
  }

  override async send(server: MailServer, mail: OutgoingMail): Promise<MailOutcome> {
    const { messageId, from, to, subject, text, html, language } = mail;
    return this.attempt(server, (transporter) =>
      transporter.sendMail({
        ...{ from, to: { address: to.address, name: to.name ?? '' }, subject, text, html },
        messageId: `<${messageId}>`,
        headers: { 'Content-Language': language, 'Auto-Submitted': 'auto-generated' },
        // What a value names is never fetched or read from the disk.
        ...{ disableUrlAccess: true, disableFileAccess: true },
      }),
    );
  }

  override async verify(server: MailServer): Promise<MailOutcome> {
    return this.attempt(server, (transporter) => transporter.verify());
  }

  private async attempt(
    server: MailServer,
    work: (transporter: Transporter) => Promise<unknown>,
  ): Promise<MailOutcome> {
    const impatience = new AbortController();
    const timer = setTimeout(() => impatience.abort(new ImpatienceError('No answer in time.')), this.patience);
    try {
      await Promise.race([this.converse(server, work, impatience.signal), whenAborted(impatience.signal)]);
      return { kind: 'sent' };
    } catch (thrown) {
      return outcomeOf(thrown, parseSmtpUrl(server.url));
    } finally {
      clearTimeout(timer);
    }
  }

  private async converse(
    server: MailServer,
    work: (transporter: Transporter) => Promise<unknown>,
    signal: AbortSignal,
  ): Promise<void> {
    const destination = await destinationOf(server, this.lookUp);
    const { address, port } = destination;
    const socket = connect({ host: address, port });
    // Whoever is no longer waited for holds nothing open.
    signal.addEventListener('abort', () => socket.destroy(), { once: true });
    // What it says is told by the conversation; heard by nobody it would end the process.
    socket.on('error', () => undefined);
    try {
      await once(socket, 'connect', { signal });
      await work(this.transporterOver(socket, destination));
    } finally {
      socket.destroy();
    }
  }

  private transporterOver(connection: Socket, { host, port, isSecure, credentials, mustEncrypt }: Destination) {
    // Where the open text would do, so does TLS with whomever; where it would not, the certificate counts.
    const rejectUnauthorized = isSecure || mustEncrypt;
    return createTransport({
      ...{ connection, host, port, secure: isSecure, requireTLS: mustEncrypt },
      ...(credentials === null ? {} : { auth: credentials }),
      tls: { minVersion: 'TLSv1.2', rejectUnauthorized, ...(isIP(host) === 0 ? { servername: host } : {}) },
      ...{ connectionTimeout: this.patience, greetingTimeout: this.patience, socketTimeout: this.patience },
    });
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
