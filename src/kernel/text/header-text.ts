const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const HIGH_BYTE = /[\x80-\xff]/;
const BEYOND_BYTES = /[^\0-\xff]/;
/** What decoding would leave as it is. Nearly every version and system is of this kind, and each request names both. */
const PLAIN = /^[ -$&-~]*$/;
const PERCENT_ESCAPE = /%[0-9a-f]{2}/i;
// Cc, the two Unicode line ends, and the bidirectional overrides and isolates, which can disguise what a text says.
const UNSAFE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Node hands header bytes over as Latin-1: reads them as strict UTF-8 where they are valid, else keeps the Latin-1 text
 * (JFW-HDR-04, JFW-BRD-02 step 1). Text that holds code units above 0xFF never was header bytes and stays.
 */
export function readHeaderBytes(raw: string): string {
  if (!HIGH_BYTE.test(raw) || BEYOND_BYTES.test(raw)) return raw;
  try {
    return UTF8.decode(Buffer.from(raw, 'latin1'));
  } catch {
    return raw;
  }
}

function percentDecode(text: string): string {
  if (!PERCENT_ESCAPE.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

function cut(text: string, maxCodePoints: number): string {
  if (text.length <= maxCodePoints) return text;
  let end = 0;
  for (let count = 0; count < maxCodePoints && end < text.length; count += 1) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return text.slice(0, end);
}

/** The text of a device header (JFW-HDR-04): decoded as a whole, control and bidi characters removed, trimmed, cut. '' = absent. */
export function decodeHeaderText(raw: string, maxCodePoints: number): string {
  if (PLAIN.test(raw)) return cut(raw.trim(), maxCodePoints);
  const text = isAscii(raw) ? percentDecode(raw) : readHeaderBytes(raw);
  return plainText(text, maxCodePoints);
}

/** Text of a body by the same rules, which needs no decoding. */
export function plainText(text: string, maxCodePoints: number): string {
  return cut(text.replace(UNSAFE, '').trim(), maxCodePoints);
}
