import type { Request } from 'express';
import type { Arrival, RepeatedHeader } from '../../gate/arrival';
import type { Passage } from '../../gate/passage';
import type { Form } from './form-body';
import { FORM_COOKIE, SESSION_COOKIE } from './page-cookies';
import { acceptedLanguage, asLanguage, type Language } from './texts/languages';

/** What a page has to know of its request, beside what every dialect tells the gate. */
export interface PageRequest {
  /** Whether it may change something: everything but GET and HEAD. */
  readonly isWrite: boolean;
  readonly form: Form;
  readonly query: URLSearchParams;
  /** The language that the address names; it is carried along. */
  readonly chosen: Language | null;
  /** The one that the browser likes best. */
  readonly accepted: Language | null;
  /** `Sec-Fetch-Site` */
  readonly site: string | undefined;
  readonly formCookie: string | undefined;
}

/** An arrival of this dialect. */
export interface PagesArrival extends Arrival {
  readonly page: PageRequest;
}

const UNIQUE: readonly string[] = ['host', 'origin', 'content-type', 'content-length', 'sec-fetch-site'];
const FORM_TOKEN = /^[\w-]{43}$/;
const MAX_AGENT = 512;
const NOTHING: Form = {};

/** Requests of this dialect come through its gate alone. */
export function pageOf({ arrival }: Passage): PageRequest {
  return (arrival as PagesArrival).page;
}

export function readPageRequest({ method, url, headers, body }: Request): PageRequest {
  const start = url.indexOf('?');
  const query = new URLSearchParams(start === -1 ? '' : url.slice(start + 1));
  const site = headers['sec-fetch-site'];
  const form = (body as Form | undefined) ?? NOTHING;
  return {
    isWrite: method !== 'GET' && method !== 'HEAD',
    form,
    query,
    chosen: asLanguage(form['lang']) ?? asLanguage(query.get('lang')),
    accepted: acceptedLanguage(headers['accept-language']),
    site: typeof site === 'string' ? site : undefined,
    formCookie: cookiesIn(headers.cookie, FORM_COOKIE).find((token) => FORM_TOKEN.test(token)),
  };
}

/** The brand is named by the path and by nothing else, the caller by the brand's cookie. */
export function readPagesArrival(request: Request, address: string, correlationId: string): PagesArrival {
  const { headers } = request;
  const keys = cookiesIn(headers.cookie, SESSION_COOKIE);
  return {
    dialect: 'pages',
    brand: {
      ...{ header: undefined, body: undefined, host: headers.host, origin: headers.origin },
      code: codeInPath(request.url),
    },
    // Two cookies of ours: neither is picked (SEC-IN-06).
    authKey: { header: keys.length === 1 ? keys[0] : undefined, body: undefined },
    device: {
      ...{ code: undefined, accessCode: undefined, token: undefined },
      ...{ name: undefined, version: undefined, os: undefined },
    },
    repeated: repeatedIn(request.rawHeaders),
    isBrandContradictory: false,
    isKeyContradictory: false,
    ...{ path: request.url, language: headers['accept-language'] },
    client: { address, userAgent: headers['user-agent']?.slice(0, MAX_AGENT) ?? null },
    correlationId,
    page: readPageRequest(request),
  };
}

/** The segment after the dialect's prefix; a text that is no brand's code when it cannot be read. */
export function codeInPath(url: string): string {
  const [, , code = ''] = (url.split('?')[0] ?? '').split('/');
  try {
    return decodeURIComponent(code);
  } catch {
    return '';
  }
}

/** What must not come twice, whatever the values (SEC-IN-06). */
function repeatedIn(raw: readonly string[]): RepeatedHeader[] {
  const names = raw.flatMap((text, index) => (index % 2 === 0 ? [text.toLowerCase()] : []));
  const isRepeated = UNIQUE.some((name) => names.indexOf(name) !== names.lastIndexOf(name));
  return isRepeated ? ['other'] : [];
}

/** Values of every cookie of this name, blank ones left out. */
function cookiesIn(header: string | undefined, name: string): string[] {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  return pairs
    .filter((pair) => pair.startsWith(`${name}=`) && pair.length > name.length + 1)
    .map((pair) => pair.slice(name.length + 1));
}
