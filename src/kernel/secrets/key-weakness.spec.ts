import { randomBytes } from 'node:crypto';
import { keyWeakness } from './key-weakness';

const sequence = (first: number, step: number): Buffer =>
  Buffer.from(Array.from({ length: 32 }, (_, i) => (first + i * step) & 0xff));

describe('keyWeakness (SEC-KEY-01)', () => {
  it.each([
    ['zeros', Buffer.alloc(32), 'same'],
    ['00 01 … 1f', sequence(0, 1), 'sequence'],
    ['counting down', sequence(0xff, -1), 'sequence'],
    ['two equal halves', Buffer.concat([randomBytes(16)].flatMap((half) => [half, half])), 'halves'],
    ['a pass phrase', Buffer.from('change-me-change-me-now-please!!'), 'readable'],
    ['few values', Buffer.from(Array.from({ length: 32 }, (_, i) => (i * i) % 17)), 'few'],
  ])('finds %s', (_name, key, word) => {
    expect(key).toHaveLength(32);
    expect(keyWeakness(key)).toContain(word);
  });

  it('accepts random keys', () => {
    for (let i = 0; i < 2_000; i += 1) expect(keyWeakness(randomBytes(32))).toBeNull();
  });
});
