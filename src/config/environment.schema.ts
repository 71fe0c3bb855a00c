import { DatabaseTarget, parseDatabaseUrl } from './database-url';
import { flawOfPublicUrl } from './public-url';
import { parseTrustedProxies, type TrustedProxies } from '../kernel/net/client-address';

/** A parsed value, or what was expected instead. The text completes the sentence "NAME must be …". */
export type Parsed<T> = { readonly value: T } | { readonly expected: string };

/** One environment variable: the schema, the validation and the row in docs/operations.md are made from it. */
export interface Variable<T> {
  readonly name: string;
  /** May also be given as `<NAME>_FILE`. */
  readonly secret: boolean;
  /** As the documentation shows it. */
  readonly defaultText: string;
  readonly meaning: string;
  /** `undefined` when the variable is unset or blank. */
  readonly parse: (text: string | undefined) => Parsed<T>;
}

const ok = <T>(value: T): Parsed<T> => ({ value });

function integer(text: string | undefined, fallback: number, least: number, most: number): Parsed<number> {
  if (text === undefined) return ok(fallback);
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  return value >= least && value <= most ? ok(value) : { expected: `a whole number from ${least} to ${most}` };
}

function url(text: string | undefined, protocols: readonly string[]): Parsed<string | null> {
  if (text === undefined) return ok(null);
  const fits = URL.canParse(text) && protocols.includes(new URL(text).protocol);
  return fits ? ok(text) : { expected: `a URL that begins with ${protocols.map((p) => `${p}//`).join(' or ')}` };
}

const text = (value: string | undefined): Parsed<string | null> => ok(value ?? null);

function database(value: string | undefined): Parsed<DatabaseTarget> {
  const target = parseDatabaseUrl(value ?? 'sqlite:./data/brandgate.sqlite');
  return target
    ? ok(target)
    : { expected: 'sqlite:<path>, sqlite::memory:, mysql://user:password@host:3306/name or mariadb://… (one host)' };
}

function proxies(value: string | undefined): Parsed<TrustedProxies> {
  const parsed = parseTrustedProxies(value ?? '');
  if (!('invalid' in parsed)) return ok(parsed);
  return { expected: `addresses, CIDR ranges or unix, and not everybody (it has ${JSON.stringify(parsed.invalid)})` };
}

function publicUrl(value: string | undefined): Parsed<string | null> {
  const flaw = value === undefined ? null : flawOfPublicUrl(value);
  return flaw === null ? ok(value === undefined ? null : new URL(value).origin) : { expected: flaw };
}

/** The closed list of architecture §11; nothing else is read from the environment but the names at its end. */
export const ENVIRONMENT = {
  port: {
    name: 'PORT',
    secret: false,
    defaultText: '3000',
    meaning: 'listening TCP port',
    parse: (v) => integer(v, 3000, 0, 65_535),
  } satisfies Variable<number>,
  host: {
    name: 'BRANDGATE_HOST',
    secret: false,
    defaultText: '127.0.0.1 (image: 0.0.0.0)',
    meaning: 'listening address',
    parse: (v) => ok(v ?? '127.0.0.1'),
  } satisfies Variable<string>,
  database: {
    name: 'DATABASE_URL',
    secret: true,
    defaultText: 'sqlite:./data/brandgate.sqlite',
    meaning: 'where everything is kept: sqlite:<path>, sqlite::memory:, mysql://… or mariadb://…',
    parse: database,
  } satisfies Variable<DatabaseTarget>,
  redisUrl: {
    name: 'REDIS_URL',
    secret: true,
    defaultText: 'unset: one node',
    meaning: 'reserved for counters shared by several gateways; not used yet',
    parse: (v) => url(v, ['redis:', 'rediss:', 'redis+unix:']),
  } satisfies Variable<string | null>,
  smtpUrl: {
    name: 'SMTP_URL',
    secret: true,
    defaultText: 'unset: mails stay in the outbox',
    meaning:
      'mail channel of the installation: `smtp://user:password@host:587`, or `smtps://` for TLS from the start; a brand may have its own',
    parse: (v) => url(v, ['smtp:', 'smtps:']),
  } satisfies Variable<string | null>,
  publicUrl: {
    name: 'BRANDGATE_PUBLIC_URL',
    secret: false,
    defaultText: 'http://localhost:{PORT}',
    meaning: "the gateway's own origin; https, or http on a loopback host",
    parse: publicUrl,
  } satisfies Variable<string | null>,
  masterKey: {
    name: 'BRANDGATE_MASTER_KEY',
    secret: true,
    defaultText: 'generated beside the embedded database',
    meaning: 'key ring: one or more [id:]base64 entries of 32 bytes, separated by commas; the first one writes',
    parse: text,
  } satisfies Variable<string | null>,
  trustedProxies: {
    name: 'BRANDGATE_TRUSTED_PROXIES',
    secret: false,
    defaultText: 'empty: nobody',
    meaning: 'addresses, CIDR ranges or `unix`, separated by commas, whose forwarding headers are believed',
    parse: proxies,
  } satisfies Variable<TrustedProxies>,
  adminUsername: {
    name: 'BRANDGATE_ADMIN_USERNAME',
    secret: false,
    defaultText: 'admin',
    meaning: 'user name of the first SuperAdmin; read at the first start only',
    parse: (v) =>
      /^[A-Za-z0-9._-]{5,64}$/.test(v ?? 'admin')
        ? ok(v ?? 'admin')
        : { expected: '5 to 64 characters of letters, digits, ".", "_" and "-"' },
  } satisfies Variable<string>,
  adminEmail: {
    name: 'BRANDGATE_ADMIN_EMAIL',
    secret: false,
    defaultText: 'unset',
    meaning: 'e-mail address of the first SuperAdmin; read at the first start only',
    parse: (v) => (v === undefined || /^[^@\s]+@[^@\s]+$/.test(v) ? text(v) : { expected: 'an e-mail address' }),
  } satisfies Variable<string | null>,
  adminPassword: {
    name: 'BRANDGATE_ADMIN_PASSWORD',
    secret: true,
    defaultText: 'generated and printed once',
    meaning: 'password of the first SuperAdmin; read at the first start only',
    parse: text,
  } satisfies Variable<string | null>,
  passwordCost: {
    name: 'BRANDGATE_PASSWORD_COST',
    secret: false,
    defaultText: '11',
    meaning: 'bcrypt cost (2^cost rounds)',
    parse: (v) => integer(v, 11, 10, 15),
  } satisfies Variable<number>,
} as const;
