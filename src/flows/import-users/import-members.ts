import { invalidField } from '../../kernel/errors/brandgate-error';

const UNREADABLE = /[\p{Cc}\p{Cs}]/u;
const WHOLE_NUMBER = /^[1-9]\d{0,9}$/;
const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * The members of a record, each of one kind or refused. Blank and `null` count as absent; numbers, flags and lists may be
 * texts. Every method throws BrandgateError request.invalid at the member it reads.
 */
export class ImportMembers {
  constructor(private readonly record: Readonly<Record<string, unknown>>) {}

  /** A misspelled column would otherwise be lost without a word. */
  requireKnown(known: readonly string[]): void {
    const unknown = Object.keys(this.record).find((member) => !known.includes(member));
    if (unknown !== undefined) throw invalidField(unknown, `${unknown} is no member of a user record.`);
  }

  /** @param limit code points */
  text(field: string, limit: number): string | null {
    const value = this.present(field);
    if (value === undefined) return null;
    if (typeof value !== 'string') throw invalidField(field, `${field} must be a text.`);
    const text = value.trim();
    if (Array.from(text).length > limit) throw invalidField(field, `${field} must be at most ${limit} characters.`);
    if (UNREADABLE.test(text)) throw invalidField(field, `${field} must not hold control characters.`);
    return text === '' ? null : text;
  }

  choice<T extends string>(field: string, choices: readonly T[]): T | null {
    const text = this.text(field, 64);
    if (text === null) return null;
    const found = choices.find((choice) => choice === text);
    if (found === undefined) throw invalidField(field, `${field} must be one of ${choices.join(', ')}.`);
    return found;
  }

  flag(field: string): boolean | null {
    const value = this.present(field);
    if (value === undefined) return null;
    if (value === true || value === 'true' || value === '1') return true;
    if (value === false || value === 'false' || value === '0') return false;
    throw invalidField(field, `${field} must be true or false.`);
  }

  wholeNumber(field: string): number | null {
    const value = this.present(field);
    if (value === undefined) return null;
    if (typeof value === 'number') return value;
    if (typeof value === 'string' && WHOLE_NUMBER.test(value.trim())) return Number(value);
    throw invalidField(field, `${field} must be a whole number.`);
  }

  /** Epoch milliseconds, or ISO-8601 with an offset. @param latest nothing was made after it */
  instant(field: string, latest: number): number | null {
    const value = this.present(field);
    if (value === undefined) return null;
    const at = typeof value === 'string' ? instantOf(value.trim()) : value;
    if (typeof at === 'number' && Number.isSafeInteger(at) && at >= 0 && at <= latest) return at;
    throw invalidField(field, `${field} must be a past instant, in ISO-8601 with an offset or in epoch milliseconds.`);
  }

  /** A list, or one text with `,` or `;` between its elements. */
  list(field: string): string[] {
    const value = this.present(field);
    if (value === undefined) return [];
    const elements: unknown = typeof value === 'string' ? value.split(/[,;]/) : value;
    if (!Array.isArray(elements) || !elements.every((element) => typeof element === 'string')) {
      throw invalidField(field, `${field} must be a list of texts.`);
    }
    return [...new Set(elements.map((element) => element.trim()).filter((element) => element !== ''))];
  }

  private present(field: string): unknown {
    const value = Object.hasOwn(this.record, field) ? this.record[field] : undefined;
    const isBlank = value === null || (typeof value === 'string' && value.trim() === '');
    return isBlank ? undefined : value;
  }
}

function instantOf(text: string): number {
  const [, year, month, day] = INSTANT.exec(text) ?? [];
  // Date.parse carries 31 February over to March.
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCDate() === Number(day) ? Date.parse(text) : Number.NaN;
}
