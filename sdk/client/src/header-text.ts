// Control characters, the two Unicode line ends, bidirectional overrides and isolates: the gateway takes them out as well.
const UNSAFE = /[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
const LONE_SURROGATE = /[\ud800-\udfff]/gu;
const PRINTABLE_ASCII = /^[ -~]*$/;
const ESCAPE = /%[0-9a-f]{2}/i;

/**
 * A text as a header can carry it and the gateway reads it back (JFW-HDR-04): cleaned, trimmed and cut as it would do,
 * percent-encoded as a whole when it is not ASCII or when it would be taken for percent-encoded.
 * @param limit code points
 */
export function encodeHeaderText(raw: string, limit: number): string {
  const clean = raw.replace(UNSAFE, '').replace(LONE_SURROGATE, '\ufffd').trim();
  const text = clean.length <= limit ? clean : Array.from(clean).slice(0, limit).join('');
  return PRINTABLE_ASCII.test(text) && !ESCAPE.test(text) ? text : encodeURIComponent(text);
}
