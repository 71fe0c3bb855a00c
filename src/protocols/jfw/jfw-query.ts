import { invalidField } from '../../kernel/errors/brandgate-error';
import { isUuid } from '../../kernel/ids';

const MAX_ELEMENTS = 100;
const MAX_PAGE_SIZE = 1_000;
const DEFAULT_PAGE_SIZE = 200;

/** Which part of a list is asked for (JFW-FMT-05). */
export interface Page {
  /** 0-based. */
  readonly number: number;
  readonly size: number;
}

/**
 * The query of a request (JFW-FMT-05 to -09): names in any case, lists as `n=a&n=b`, `n[]=a`, `n[0]=a` or `n=a,b`.
 * Whatever does not parse is a 400 that names the parameter.
 */
export class JfwQuery {
  private readonly values = new Map<string, string[]>();

  constructor(url: string) {
    const start = url.indexOf('?');
    if (start === -1) return;
    for (const [name, value] of new URLSearchParams(url.slice(start + 1))) {
      const key = name.toLowerCase().replace(/\[\d{0,9}\]$/, '');
      const values = this.values.get(key);
      if (values) values.push(value);
      else this.values.set(key, [value]);
    }
  }

  /** The parameter's text, or undefined when it is absent or blank. */
  text(name: string): string | undefined {
    const [first, ...rest] = this.values.get(name.toLowerCase()) ?? [];
    if (rest.some((value) => value !== first)) throw invalidField(name, `${name} is given twice.`);
    const text = first?.trim();
    return text === '' ? undefined : text;
  }

  required(name: string): string {
    const text = this.text(name);
    if (text === undefined) throw invalidField(name, `${name} is required.`);
    return text;
  }

  flag(name: string): boolean | undefined {
    const text = this.text(name)?.toLowerCase();
    if (text === undefined) return undefined;
    if (text === 'true' || text === '1') return true;
    if (text === 'false' || text === '0') return false;
    throw invalidField(name, `${name} must be true, false, 1 or 0.`);
  }

  /** One of the given words, in any case. */
  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const found = choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
    if (found === undefined) throw invalidField(name, `${name} must be one of ${choices.join(', ')}.`);
    return found;
  }

  /** At most 100 elements (JFW-FMT-08). @param separator splits single values as well; `ids` may be one text */
  list(name: string, separator?: string): string[] {
    const given = this.values.get(name.toLowerCase()) ?? [];
    const elements = separator === undefined ? given : given.flatMap((value) => value.split(separator));
    if (elements.length > MAX_ELEMENTS) throw invalidField(name, `${name} takes at most ${MAX_ELEMENTS} elements.`);
    return elements.map((element) => element.trim()).filter((element) => element !== '');
  }

  /** The filter `ids`; undefined when it is absent. What is no id names nothing (JFW-FMT-01). */
  ids(): string[] | undefined {
    const ids = this.list('ids', ',');
    return ids.length === 0 ? undefined : ids.filter(isUuid);
  }

  page(): Page {
    const number = this.wholeNumber('pageNumber') ?? 0;
    const size = this.wholeNumber('pageSize') ?? DEFAULT_PAGE_SIZE;
    if (size === 0) throw invalidField('pageSize', 'pageSize must be at least 1.');
    return { number, size: Math.min(size, MAX_PAGE_SIZE) };
  }

  /** @param fields what may be sorted by; `id` is the default (JFW-FMT-06) */
  sort<T extends string>(fields: readonly T[]): { readonly field: T | 'id'; readonly order: 'ASC' | 'DESC' } {
    const field = this.choice('sortDataField', [...fields, 'id' as const]) ?? 'id';
    const order = this.choice('sortOrder', ['asc', 'desc']) ?? 'asc';
    return { field, order: order === 'asc' ? 'ASC' : 'DESC' };
  }

  private wholeNumber(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!/^\d{1,9}$/.test(text)) throw invalidField(name, `${name} must be a whole number of 0 or more.`);
    return Number(text);
  }
}

/** A page of a list that is in memory whole (JFW-FMT-05). */
export function pageOf<T>(all: readonly T[], { number, size }: Page) {
  return listView(all.slice(number * size, (number + 1) * size), all.length, { number, size });
}

/** A page that was read as such. */
export function listView<T>(items: readonly T[], totalItems: number, { number, size }: Page) {
  return { items, totalItems, pageNumber: number, pageSize: size };
}
