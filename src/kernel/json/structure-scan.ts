import { StrictJsonError } from './strict-json-error';

const MAX_DEPTH = 16;
const MAX_VALUES = 5_000;
const POLLUTING = new Set(['__proto__', 'constructor', 'prototype']);
// Sticky: each match starts where the last token ended, so that the whole scan reads every character once.
const BLANKS = /[ \t\n\r]*/y;
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/sy;
const SCALAR = /[-+.0-9A-Za-z]+/y;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** An open object (its names so far) or array. */
interface Level {
  readonly names: Set<string> | null;
  expectsName: boolean;
}

/**
 * Walks the tokens of a JSON text and applies the structural rules of SEC-IN-08. It does not prove the grammar: for text that
 * is JSON its view is exact, and all other text is refused by `JSON.parse` afterwards.
 */
export class StructureScan {
  readonly #levels: Level[] = [];
  #at = 0;
  #values = 0;

  constructor(readonly text: string) {}

  /** Throws StrictJsonError at the first breach. */
  run(): void {
    this.#take(BLANKS);
    while (this.#at < this.text.length) {
      this.#token(this.text.charAt(this.#at));
      this.#take(BLANKS);
    }
  }

  #token(first: string): void {
    if (first === '"') this.#string();
    else if (first === '{') this.#open(new Set());
    else if (first === '[') this.#open(null);
    else if (first === '}' || first === ']') this.#close();
    else if (first === ',' || first === ':') this.#separator(first);
    else this.#scalar();
  }

  #open(names: Set<string> | null): void {
    this.#count();
    this.#at += 1;
    this.#levels.push({ names, expectsName: names !== null });
    if (this.#levels.length > MAX_DEPTH) throw new StrictJsonError('depth');
  }

  #close(): void {
    this.#at += 1;
    if (this.#levels.pop() === undefined) throw new StrictJsonError('syntax');
  }

  #separator(char: string): void {
    this.#at += 1;
    const level = this.#levels.at(-1);
    if (level === undefined) throw new StrictJsonError('syntax');
    level.expectsName = char === ',' && level.names !== null;
  }

  #string(): void {
    const decoded = this.#decode(this.#take(STRING));
    const level = this.#levels.at(-1);
    if (level?.expectsName !== true) this.#count();
    else if (POLLUTING.has(decoded)) throw new StrictJsonError('member');
    else if (level.names?.has(decoded) === true) throw new StrictJsonError('duplicate');
    else level.names?.add(decoded);
  }

  /** The text a string literal stands for; names are compared in this form, or `"\u0061"` and `"a"` would pass as two. */
  #decode(literal: string): string {
    if (!literal.includes('\\')) return literal.slice(1, -1);
    let decoded: unknown;
    try {
      decoded = JSON.parse(literal);
    } catch {
      throw new StrictJsonError('syntax');
    }
    if (typeof decoded !== 'string') throw new StrictJsonError('syntax');
    // Strict UTF-8 has no surrogates, so only an escape can make a lone one.
    if (LONE_SURROGATE.test(decoded)) throw new StrictJsonError('surrogate');
    return decoded;
  }

  #scalar(): void {
    const literal = this.#take(SCALAR);
    this.#count();
    if (/^[-0-9]/.test(literal) && !Number.isFinite(Number(literal))) throw new StrictJsonError('number');
  }

  #count(): void {
    this.#values += 1;
    if (this.#values > MAX_VALUES) throw new StrictJsonError('size');
  }

  /** The token at the current position, which moves behind it. */
  #take(token: RegExp): string {
    token.lastIndex = this.#at;
    const match = token.exec(this.text);
    if (match === null) throw new StrictJsonError('syntax');
    this.#at = token.lastIndex;
    return match[0];
  }
}
