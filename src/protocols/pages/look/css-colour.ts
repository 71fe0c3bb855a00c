/** Red, green and blue, 0 to 255 each. */
export type Rgb = readonly [number, number, number];

/** Of the names that style sheets know, those that people use for a brand. */
const NAMES: Readonly<Record<string, string>> = {
  black: '#000000',
  white: '#ffffff',
  gray: '#808080',
  grey: '#808080',
  silver: '#c0c0c0',
  red: '#ff0000',
  crimson: '#dc143c',
  maroon: '#800000',
  orange: '#ffa500',
  gold: '#ffd700',
  yellow: '#ffff00',
  olive: '#808000',
  lime: '#00ff00',
  green: '#008000',
  teal: '#008080',
  cyan: '#00ffff',
  aqua: '#00ffff',
  blue: '#0000ff',
  navy: '#000080',
  indigo: '#4b0082',
  purple: '#800080',
  rebeccapurple: '#663399',
  fuchsia: '#ff00ff',
  magenta: '#ff00ff',
  pink: '#ffc0cb',
  brown: '#a52a2a',
};

const HEX = /^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/;
const BETWEEN = String.raw`[\s,]+`;
const ALPHA = String.raw`\s*(?:[,/]\s*[\d.]+%?\s*)?`;
const NUMBER = String.raw`([\d.]+)`;
const FORMS: readonly (readonly [RegExp, (a: number, b: number, c: number) => Rgb | null])[] = [
  [functionOf('rgb', NUMBER, NUMBER, NUMBER), (a, b, c) => rounded([a, b, c])],
  [
    functionOf('rgb', `${NUMBER}%`, `${NUMBER}%`, `${NUMBER}%`),
    (a, b, c) => rounded([ofPercent(a), ofPercent(b), ofPercent(c)]),
  ],
  [functionOf('hsl', `${NUMBER}(?:deg)?`, `${NUMBER}%`, `${NUMBER}%`), ofHsl],
];

/**
 * What a text says as a colour of a style sheet: `#1a2b3c`, `rgb(…)`, `hsl(…)` or one of the usual names; how transparent it
 * is does not count. Null for everything else: what reaches a style is written anew from these three numbers.
 */
export function parseColour(text: string | null | undefined): Rgb | null {
  const lower = (text ?? '').trim().toLowerCase();
  const hex = (Object.hasOwn(NAMES, lower) ? NAMES[lower] : undefined) ?? lower;
  if (HEX.test(hex)) return ofHex(hex.slice(1));
  for (const [form, read] of FORMS) {
    const [, a, b, c] = form.exec(lower) ?? [];
    if (a !== undefined) return read(Number(a), Number(b), Number(c));
  }
  return null;
}

/** `#rrggbb`. */
export function hexOf(colour: Rgb): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function functionOf(name: string, ...parts: readonly string[]): RegExp {
  return new RegExp(String.raw`^${name}a?\(\s*${parts.join(BETWEEN)}${ALPHA}\)$`);
}

function ofPercent(share: number): number {
  return (share * 255) / 100;
}

function ofHex(digits: string): Rgb {
  const isShort = digits.length < 6;
  const part = (index: number): number => {
    const text = isShort ? (digits[index] ?? '0').repeat(2) : digits.slice(index * 2, index * 2 + 2);
    return Number.parseInt(text, 16);
  };
  return [part(0), part(1), part(2)];
}

function ofHsl(hue: number, saturation: number, lightness: number): Rgb | null {
  const s = Math.min(saturation, 100) / 100;
  const l = Math.min(lightness, 100) / 100;
  const part = (n: number): number => {
    const k = (n + hue / 30) % 12;
    return 255 * (l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return rounded([part(0), part(8), part(4)]);
}

function rounded(parts: Rgb): Rgb | null {
  if (parts.some((part) => !Number.isFinite(part))) return null;
  const [red, green, blue] = parts.map((part) => Math.min(255, Math.max(0, Math.round(part))));
  return [red ?? 0, green ?? 0, blue ?? 0];
}
