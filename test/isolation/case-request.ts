import type { Asked } from './line';
import { ID_KINDS } from './id-kind';
import { type RouteCase, Slot } from './route-case';

/** A place in a request with what it names. */
export interface Position {
  /** Such as `path.id` or `body.roleIds.0`. */
  readonly at: string;
  readonly slot: Slot;
}

/** A text for each position. */
export type Texts = ReadonlyMap<string, string>;

/** One case's request, to be filled with texts for what it names. */
export class CaseRequest {
  readonly positions: readonly Position[];

  constructor(
    readonly method: string,
    private readonly template: string,
    private readonly parts: RouteCase,
  ) {
    this.positions = (['path', 'query', 'headers', 'body'] as const).flatMap((part) =>
      slotsIn(this.parts[part] ?? {}, part),
    );
  }

  missing(): Texts {
    return new Map(this.positions.map(({ at, slot }) => [at, ID_KINDS[slot.kind].missing()]));
  }

  /** @param headers of the caller */
  fill(texts: Texts, headers: Readonly<Record<string, string>>): Asked {
    const { path, query, body } = this.parts;
    const own = filled(this.parts.headers ?? {}, 'headers', texts) as Record<string, string>;
    const pathTexts = filled(path ?? {}, 'path', texts) as Record<string, string>;
    const place = this.template.replace(/:(\w+)/g, (_, name: string) => {
      const text = pathTexts[name];
      if (text === undefined) throw new Error(`${this.method} ${this.template}: the case says nothing of :${name}`);
      return encodeURIComponent(text);
    });
    const search = new URLSearchParams(filled(query ?? {}, 'query', texts) as Record<string, string>).toString();
    return {
      method: this.method,
      url: search === '' ? place : `${place}?${search}`,
      headers: { ...own, ...headers },
      body: body === undefined ? undefined : JSON.stringify(filled(body, 'body', texts)),
    };
  }
}

function slotsIn(value: unknown, at: string): Position[] {
  if (value instanceof Slot) return [{ at, slot: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => slotsIn(member, `${at}.${name}`));
}

function filled(value: unknown, at: string, texts: Texts): unknown {
  if (value instanceof Slot) return texts.get(at);
  if (Array.isArray(value)) return value.map((member, i) => filled(member, `${at}.${i}`, texts));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, filled(v, `${at}.${name}`, texts)]));
}

/** The same request with `brandUrl` where the contract reads it (JFW-CAL-03). */
export function naming(asked: Asked, brandUrl: string, where: 'body' | 'query'): Asked {
  return withMember(asked, 'brandUrl', brandUrl, where);
}

/** The same request with one member more. */
export function withMember(asked: Asked, name: string, value: string, where: 'body' | 'query'): Asked {
  const members = asked.body === undefined ? {} : (JSON.parse(asked.body) as object);
  // A member that the body has already keeps its place: twice it would contradict itself (JFW-CAL-02).
  if (where === 'query' && !(name in members)) {
    const { url } = asked;
    return { ...asked, url: `${url}${url.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}` };
  }
  return { ...asked, body: JSON.stringify({ ...members, [name]: value }) };
}

/** Where the contract reads `brandUrl` for a method. */
export function placeOfMembers(method: string): 'body' | 'query' {
  return method === 'GET' || method === 'DELETE' || method === 'HEAD' ? 'query' : 'body';
}

/** The path in other letters and with a slash more: the same route (JFW-GEN-01). */
export function spelledOtherwise(asked: Asked, template: string): Asked {
  const [path = '', search] = asked.url.split('?');
  const names = template.split('/');
  const segments = path.split('/').map((text, i) => (names[i]?.startsWith(':') === true ? text : text.toUpperCase()));
  return { ...asked, url: `${segments.join('/')}/${search === undefined ? '' : `?${search}`}` };
}
