import { lookup } from 'node:dns/promises';
import { EgressRules } from '../../kernel/net/egress-rules';
import { parseSmtpUrl, type SmtpUrl } from '../../kernel/net/smtp-url';
import type { MailServer } from '../../ports/mail-transport.port';

/** All addresses that a name stands for. */
export type Lookup = (host: string) => Promise<readonly string[]>;

/** Where a connection goes, decided before it is made. */
export interface Destination extends SmtpUrl {
  /** The one address that was checked, and is connected to. */
  readonly address: string;
  /** Credentials and mails go over TLS alone. */
  readonly mustEncrypt: boolean;
}

/** Why there is no connection; the text is for operators. */
export class DestinationError extends Error {
  override readonly name = 'DestinationError';
}

/** What mail servers listen on; anything else would make a scanner of the gateway. */
const PORTS = new Set([25, 465, 587, 2525]);

export async function systemLookup(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true, order: 'verbatim' });
  return found.map(({ address }) => address);
}

/**
 * Resolves the server's name once and judges what comes out (SEC-EGR-02).
 * @throws DestinationError for a place that a brand's mails must not go to; what `lookUp` throws
 */
export async function destinationOf(given: MailServer, lookUp: Lookup): Promise<Destination> {
  const server = parseSmtpUrl(given.url);
  if (server === null) throw new DestinationError('The address of the mail server cannot be read.');
  const addresses = await lookUp(server.host);
  return given.isTrusted ? trusted(given, server, addresses) : judged(given, server, addresses);
}

/** The installation's own stands where it stands; its password crosses no network in the clear. */
function trusted({ allowList }: MailServer, server: SmtpUrl, [address]: readonly string[]): Destination {
  if (address === undefined) throw new DestinationError('The name of the mail server has no address.');
  const isOpenAllowed = isLoopback(address) || isListed(new EgressRules(allowList), server, address);
  return { ...server, address, mustEncrypt: server.credentials !== null && !isOpenAllowed };
}

function judged({ allowList }: MailServer, server: SmtpUrl, addresses: readonly string[]): Destination {
  const rules = new EgressRules(allowList);
  const address = rules.addressFor(server.host, server.port, addresses);
  if (address === null) throw new DestinationError('The mail server stands where mails of brands must not go.');
  const isOpenAllowed = isListed(rules, server, address);
  if (!isOpenAllowed && !PORTS.has(server.port)) {
    throw new DestinationError('The mail server has a port that mails of brands must not go to.');
  }
  return { ...server, address, mustEncrypt: server.credentials !== null && !isOpenAllowed };
}

function isListed(rules: EgressRules, { host, port }: SmtpUrl, address: string): boolean {
  return rules.listsHost(host, port) || rules.listsAddress(address);
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}
