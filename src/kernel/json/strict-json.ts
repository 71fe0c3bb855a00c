import { StructureScan } from './structure-scan';
import { StrictJsonError } from './strict-json-error';

export { StrictJsonError };

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new StrictJsonError('encoding');
  }
}

/**
 * Parses a JSON body under the rules of SEC-IN-08: strict UTF-8 without BOM, depth at most 16, at most 5,000 values, no
 * duplicate names, no `__proto__`, `constructor` or `prototype` members, no lone surrogates, finite numbers, one value.
 * One linear scan, which does not recurse, comes before `JSON.parse`. Throws StrictJsonError on any breach, empty text included.
 */
export function parseStrictJson(bytes: Buffer): unknown {
  const text = decode(bytes);
  if (text.startsWith('\ufeff')) throw new StrictJsonError('encoding');
  new StructureScan(text).run();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new StrictJsonError('syntax');
  }
}
