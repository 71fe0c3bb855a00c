// Rows that people type along, each also backwards and around the end.
const ROWS = ['1234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const LINES = [...ROWS, ...ROWS.map((row) => Array.from(row).reverse().join(''))];

function hasUnitStep(codePoints: readonly number[]): boolean {
  const step = (codePoints[1] ?? 0) - (codePoints[0] ?? 0);
  return Math.abs(step) === 1 && codePoints.every((code, i) => i === 0 || code - (codePoints[i - 1] ?? 0) === step);
}

/** Whether the lower-cased text is one run along an alphabet, the digits or a keyboard row (SEC-PW-07): `abcdefgh`, `87654321`, `qwertyui`. */
export function isPlainSequence(lowerCased: string): boolean {
  const codePoints = Array.from(lowerCased, (char) => char.codePointAt(0) ?? 0);
  if (codePoints.length < 2) return false;
  if (hasUnitStep(codePoints)) return true;
  return LINES.some((line) => line.repeat(Math.ceil(lowerCased.length / line.length) + 1).includes(lowerCased));
}
