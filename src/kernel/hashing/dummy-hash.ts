import { randomInt } from 'node:crypto';

const ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * A text with the shape of a bcrypt hash of this cost, which no password has: salt and digest are random characters. Comparing
 * with it costs exactly what comparing with a real one does, since bcrypt needs only cost and salt to work (SEC-PW-05).
 */
export function dummyHash(cost: number): string {
  const random = Array.from({ length: 53 }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
  return `$2b$${String(cost).padStart(2, '0')}$${random}`;
}
