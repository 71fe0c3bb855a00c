import type { Request } from 'express';
import type { Arrival, RepeatedHeader } from '../../gate/arrival';
import { invalidField } from '../../kernel/errors/brandgate-error';
import { parseBrandUrl } from '../../kernel/hosts/brand-url';

type Field =
  | 'brand'
  | 'brandAlias'
  | 'key'
  | 'keyAlias'
  | 'code'
  | 'accessCode'
  | 'token'
  | 'name'
  | 'version'
  | 'os'
  | 'host'
  | 'origin'
  | 'agent'
  | 'language'
  | 'other';

/** Every request header this dialect reads, and those whose repetition it refuses (SEC-IN-06). */
const FIELDS: Readonly<Record<string, Field>> = {
  'brand-url': 'brand',
  brandurl: 'brandAlias',
  'auth-key': 'key',
  authkey: 'keyAlias',
  'x-device-code': 'code',
  'device-code': 'accessCode',
  'x-device-token': 'token',
  'x-device-name': 'name',
  'x-app-version-number': 'version',
  'x-os-device': 'os',
  host: 'host',
  origin: 'origin',
  'user-agent': 'agent',
  'accept-language': 'language',
  authorization: 'other',
  'content-type': 'other',
  'content-length': 'other',
  'x-dreamfactory-api-key': 'other',
  'x-dreamfactory-session-token': 'other',
};

const REPEATABLE: Readonly<Partial<Record<Field, RepeatedHeader>>> = {
  brand: 'brand',
  brandAlias: 'brand',
  key: 'auth-key',
  keyAlias: 'auth-key',
  code: 'device-code',
  accessCode: 'device-code',
  host: 'other',
  origin: 'other',
  other: 'other',
};

const NOTHING_REPEATED: readonly RepeatedHeader[] = [];
const MAX_AGENT = 512;

type Texts = Partial<Record<Field, string | undefined>>;

/** Reads the native dialect's headers, and its `brandUrl` and `authKey` members. The only place that knows their names. */
export function readJfwArrival(request: Request, body: unknown, address: string, correlationId: string): Arrival {
  const { texts, repeated } = scanHeaders(request.rawHeaders);
  const members = membersOf(request.url, body);
  const brand = texts.brand ?? texts.brandAlias;
  const key = texts.key ?? texts.keyAlias;
  return {
    dialect: 'jfw',
    brand: { header: brand, body: members?.brandUrl, host: texts.host, origin: texts.origin },
    authKey: { header: key, body: members?.authKey },
    device: {
      code: texts.code,
      accessCode: texts.accessCode,
      token: texts.token,
      name: texts.name,
      version: texts.version,
      os: texts.os,
    },
    repeated,
    isBrandContradictory: areDifferent(texts.brand, texts.brandAlias, (text) => namesOf(text)),
    isKeyContradictory: areDifferent(texts.key, texts.keyAlias, (text) => text),
    path: request.url,
    language: texts.language,
    client: { address, userAgent: texts.agent?.slice(0, MAX_AGENT) ?? null },
    correlationId,
  };
}

/** One pass over the header lines as they came: values by field, blank ones absent, and what came more than once. */
function scanHeaders(raw: readonly string[]): { texts: Texts; repeated: readonly RepeatedHeader[] } {
  const texts: Texts = {};
  const seen = new Set<string>();
  let repeated: RepeatedHeader[] | null = null;
  for (let i = 0; i < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase();
    const field = FIELDS[name];
    if (field === undefined) continue;
    const kind = REPEATABLE[field];
    if (!seen.has(name)) seen.add(name);
    else if (kind !== undefined) (repeated ??= []).push(kind);
    else {
      // A device header that comes twice is ignored: neither of its values is picked (SEC-IN-06).
      texts[field] = undefined;
      continue;
    }
    const value = raw[i + 1] ?? '';
    if (value.trim() !== '') texts[field] = value;
  }
  return { texts, repeated: repeated ?? NOTHING_REPEATED };
}

interface Members {
  readonly brandUrl: string | undefined;
  readonly authKey: string | undefined;
}

function membersOf(url: string, body: unknown): Members | null {
  const query = url.indexOf('?');
  const hasMembers = typeof body === 'object' && body !== null && Object.keys(body).length > 0;
  if (query === -1 && !hasMembers) return null;
  const entries: [string, unknown][] = [
    ...(hasMembers ? Object.entries(body) : []),
    ...(query === -1 ? [] : new URLSearchParams(url.slice(query + 1)).entries()),
  ];
  return { brandUrl: memberOf(entries, 'brandurl', 'brandUrl'), authKey: memberOf(entries, 'authkey', 'authKey') };
}

/** Spellings differ in case, `-` and `_` only; two of them with different values are refused (JFW-CAL-02). */
function memberOf(entries: readonly [string, unknown][], folded: string, field: string): string | undefined {
  let found: string | undefined;
  for (const [name, value] of entries) {
    if (name.toLowerCase().replace(/[-_]/g, '') !== folded || value === null) continue;
    if (typeof value !== 'string') throw invalidField(field, `${field} must be a string.`);
    if (value.trim() === '') continue;
    if (found !== undefined && found !== value) throw invalidField(field, `${field} is given twice.`);
    found = value;
  }
  return found;
}

/** Old and new name of a header, both there and not the same (JFW-HDR-02). */
function areDifferent(a: string | undefined, b: string | undefined, normalise: (text: string) => string): boolean {
  return a !== undefined && b !== undefined && a !== b && normalise(a) !== normalise(b);
}

function namesOf(brandUrl: string): string {
  const parsed = parseBrandUrl(brandUrl);
  return parsed.kind === 'host' ? parsed.keys.join(' ') : brandUrl;
}
