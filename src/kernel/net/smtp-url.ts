import { plainHost } from './egress-rules';

/** A mail server as `smtp(s)://user:password@host:port` names it. */
export interface SmtpUrl {
  /** A name, or an address without brackets. */
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else it is asked for in the conversation. */
  readonly isSecure: boolean;
  readonly credentials: { readonly user: string; readonly pass: string } | null;
}

const SECURE_PORT = 465;
const SUBMISSION_PORT = 587;
const RELAY_PORT = 25;

/** Null when it is no address of a mail server. The port follows from the rest when it is not named. */
export function parseSmtpUrl(text: string): SmtpUrl | null {
  const url = URL.parse(text);
  if (url === null || /[\s\\]/.test(text) || !isMailServer(url)) return null;
  const isSecure = url.protocol === 'smtps:';
  try {
    const [user, pass] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
    const credentials = user === '' ? null : { user, pass };
    const port = url.port === '' ? usualPort(isSecure, credentials !== null) : Number(url.port);
    return { host: plainHost(decodeURIComponent(url.hostname)), port, isSecure, credentials };
  } catch {
    return null;
  }
}

function isMailServer({ protocol, hostname, username, password, port }: URL): boolean {
  const hasWhole = (username === '') === (password === '');
  return (protocol === 'smtp:' || protocol === 'smtps:') && hostname !== '' && port !== '0' && hasWhole;
}

function usualPort(isSecure: boolean, hasCredentials: boolean): number {
  if (isSecure) return SECURE_PORT;
  return hasCredentials ? SUBMISSION_PORT : RELAY_PORT;
}
