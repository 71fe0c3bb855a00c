// 32 random bytes hold fewer distinct values than this about once in 10^13 draws.
const MIN_DISTINCT = 18;

function hasConstantStep(key: Buffer): boolean {
  const step = (key.readUInt8(1) - key.readUInt8(0)) & 0xff;
  return key.every((byte, i) => i === 0 || ((byte - key.readUInt8(i - 1)) & 0xff) === step);
}

/**
 * Why these 32 bytes cannot have come from a random generator, or null when nothing speaks against it (SEC-KEY-01).
 * Meant for placeholders of manuals and typed pass phrases; it cannot prove that a key is good.
 */
export function keyWeakness(key: Buffer): string | null {
  const half = key.length / 2;
  if (key.every((byte) => byte === key[0])) return 'all bytes are the same';
  if (hasConstantStep(key)) return 'the bytes are a plain sequence';
  if (key.subarray(0, half).equals(key.subarray(half))) return 'its two halves are the same';
  if (key.every((byte) => byte >= 0x20 && byte <= 0x7e)) return 'it is readable text, not random bytes';
  if (new Set(key).size < MIN_DISTINCT) return 'too few different bytes';
  return null;
}
