import { hash } from 'node:crypto';

/** Parts as one text, each after its length, so that no two tuples share their bytes (SEC-TEN-02). */
export function lengthPrefixed(...parts: readonly string[]): string {
  return parts.map((part) => `${part.length}:${part}`).join('');
}

/** Parts as the key of a counter: hashed, so that no choice of characters in a part meets another tuple (SEC-TEN-02). */
export function counterKey(...parts: readonly (string | number)[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url');
}
