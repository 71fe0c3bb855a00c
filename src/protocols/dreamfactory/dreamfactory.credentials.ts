import type { Request } from 'express';
import type { DreamFactoryArrival } from './dreamfactory-arrival';
import { queryOf } from './request-spelling';
import { type ResourcePath, resourcePathOf } from './resource-path';

/** Every request header that this dialect reads. */
const READ: ReadonlySet<string> = new Set([
  ...['x-dreamfactory-api-key', 'x-dreamfactory-session-token', 'authorization', 'brand-url', 'host', 'origin'],
  ...['user-agent', 'x-device-code', 'device-code', 'x-device-token', 'x-device-name', 'x-app-version-number'],
  ...['x-os-device', 'accept-language'],
]);
/** What a page of another origin may send, beside what the gateway allows to every dialect (DF-TRN-11). */
export const REQUEST_HEADERS: readonly string[] = [
  ...['X-HTTP-Method', 'X-Method-Override', 'X-HTTP-Method-Override', 'X-Device-Status'],
  ...['wrap', 'show-loading', 'skip-error', 'Cache-Control'],
];
const MAX_AGENT = 512;
const BEARER = /^Bearer +(.+)$/i;
/** Paths on which `api_key` in a body is data (DF-TRN-01). */
const KEY_IS_DATA = /^system\/app(?:\/|$)/;

/** Where a request comes from, and under which id. */
export interface Provenance {
  readonly address: string;
  readonly correlationId: string;
}

/** Reads the credentials of a request; the only place that knows where they may stand (DF-TRN-01, -02, -04). */
export function readDreamFactoryArrival(
  request: Request,
  body: object,
  { address, correlationId }: Provenance,
): DreamFactoryArrival {
  const { texts, repeated } = scanHeaders(request.rawHeaders);
  const query = queryOf(request.url);
  const resource = resourcePathOf(request.url);
  const inBody = (name: string) => filled((body as Record<string, unknown>)[name]);
  return {
    dialect: 'dreamfactory',
    brand: {
      // Two of them are none: neither is picked (DF-BRD-03).
      header: repeated.has('brand-url') ? ' ' : texts.get('brand-url'),
      body: undefined,
      host: texts.get('host'),
      origin: repeated.has('origin') ? undefined : texts.get('origin'),
    },
    authKey: { header: undefined, body: undefined },
    ...credentialsOf({ texts, query, resource, inBody }),
    isTokenRead: inBody('old_password') !== undefined || !isReset(request, resource),
    ...{ verb: request.method === 'HEAD' ? 'GET' : request.method, resource },
    device: deviceOf(texts, repeated),
    ...{ repeated: [], isBrandContradictory: false, isKeyContradictory: false },
    ...{ path: request.url, language: texts.get('accept-language') },
    client: { address, userAgent: texts.get('user-agent')?.slice(0, MAX_AGENT) ?? null },
    correlationId,
  };
}

interface Sources {
  readonly texts: ReadonlyMap<string, string>;
  readonly query: URLSearchParams;
  readonly resource: ResourcePath;
  readonly inBody: (name: string) => string | undefined;
}

/** The first that is not empty, by the order of the contract. */
function credentialsOf({ texts, query, resource, inBody }: Sources) {
  const isKeyData = KEY_IS_DATA.test(pathText(resource));
  const inQuery = (name: string) => filled(query.getAll(name).join(', '));
  return {
    apiKey: inQuery('api_key') ?? texts.get('x-dreamfactory-api-key') ?? (isKeyData ? undefined : inBody('api_key')),
    token:
      filled(BEARER.exec(texts.get('authorization') ?? '')?.[1]) ??
      texts.get('x-dreamfactory-session-token') ??
      inQuery('session_token') ??
      inBody('session_token'),
  };
}

function pathText({ service, component }: ResourcePath): string {
  return `${service}/${component.toLowerCase()}`;
}

const PASSWORD_PATHS: readonly string[] = ['user/password', 'system/admin/password'];
const PASSWORD_VERBS: readonly string[] = ['POST', 'PUT', 'PATCH'];

/** Of the ways to a new password the one with the old one alone looks at a token, dead or alive (DF-PWD-01). */
function isReset({ method }: Request, resource: ResourcePath): boolean {
  return PASSWORD_PATHS.includes(pathText(resource)) && PASSWORD_VERBS.includes(method);
}

/** What is sent more than once arrives joined: one value, which is nobody's (DF-TRN-04). */
function scanHeaders(raw: readonly string[]) {
  const texts = new Map<string, string>();
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (let i = 0; i < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase();
    if (!READ.has(name)) continue;
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
    const value = (raw[i + 1] ?? '').trim();
    const before = texts.get(name);
    if (value !== '') texts.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return { texts, repeated };
}

function filled(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** A device header that comes twice is ignored (SEC-IN-06). */
function deviceOf(texts: ReadonlyMap<string, string>, repeated: ReadonlySet<string>) {
  const one = (name: string) => (repeated.has(name) ? undefined : texts.get(name));
  return {
    code: one('x-device-code'),
    accessCode: one('device-code'),
    token: one('x-device-token'),
    name: one('x-device-name'),
    version: one('x-app-version-number'),
    os: one('x-os-device'),
  };
}
