import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as files from 'node:fs/promises';
import { SortedHashFile } from './sorted-hash-file';

const sumOf = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase();
const PASSWORDS = Array.from({ length: 5_000 }, (_, n) => `password number ${n}`);
const SUMS = PASSWORDS.map(sumOf).sort();

describe('SortedHashFile (SEC-PW-07)', () => {
  const list = new SortedHashFile();
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bg-list-'));
    file = join(folder, 'list.txt');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (lines: readonly string[], end = '\n', last = end) => writeFileSync(file, lines.join(end) + last);

  it.each<[string, (sum: string, n: number) => string, string, string]>([
    ['upper case', (sum) => sum, '\n', '\n'],
    ['lower case', (sum) => sum.toLowerCase(), '\n', '\n'],
    ['counts of any length', (sum, n) => `${sum}:${10 ** (n % 9)}`, '\n', '\n'],
    ['CRLF', (sum, n) => `${sum}:${n}`, '\r\n', '\r\n'],
    ['no end of the last line', (sum) => sum, '\n', ''],
    ['both cases in turn', (sum, n) => (n % 2 === 0 ? sum : sum.toLowerCase()), '\n', '\n'],
  ])('finds every sum and no other: %s', async (_, lineOf, end, last) => {
    write(SUMS.map(lineOf), end, last);
    for (const [n, password] of PASSWORDS.entries())
      if (n % 7 === 0) expect(await list.holds(file, password)).toBe(true);
    for (let n = 0; n < 300; n += 1) expect(await list.holds(file, `another one ${n}`)).toBe(false);
    const ends = PASSWORDS.filter((password) => [SUMS[0], SUMS.at(-1)].includes(sumOf(password)));
    for (const password of ends) expect(await list.holds(file, password)).toBe(true);
    expect(await list.faultOf(file)).toBeNull();
  });

  it.each([0, 1, 2, 3])('a list of %d', async (length) => {
    const few = PASSWORDS.slice(0, length);
    writeFileSync(file, few.map(sumOf).sort().join('\n'));
    for (const password of few) expect(await list.holds(file, password)).toBe(true);
    expect(await list.holds(file, 'another one')).toBe(false);
  });

  it('reads a few blocks and never the whole', async () => {
    write(SUMS);
    const handle = await files.open(file);
    const prototype = Object.getPrototypeOf(handle) as files.FileHandle;
    await handle.close();
    const read = jest.spyOn(prototype, 'read');
    await list.holds(file, PASSWORDS[1_234] ?? '');
    expect(read.mock.calls.length).toBeLessThan(10);
    read.mockRestore();
  });

  it.each<[string, () => void, RegExp]>([
    ['absent', () => undefined, /^cannot be read \(ENOENT\)$/],
    ['empty', () => writeFileSync(file, ''), /^is empty$/],
    ['something else', () => writeFileSync(file, 'hunter2\n'.repeat(900)), /^holds something else than a SHA-1 sum/],
    ['one long line', () => writeFileSync(file, 'A'.repeat(20_000)), /^holds something else than a SHA-1 sum/],
    ['unsorted', () => write([...SUMS].reverse()), /^is not sorted/],
  ])('says what is wrong with a file that is %s', async (_, make, fault) => {
    make();
    expect(await list.faultOf(file)).toMatch(fault);
  });

  it('a folder is no list; what cannot be read, or is no list, is never "not in it"', async () => {
    expect(await list.faultOf(folder)).toMatch(/^cannot be read/);
    await expect(list.holds(folder, 'x')).rejects.toThrow();
    await expect(list.holds(file, 'x')).rejects.toThrow('ENOENT');
    writeFileSync(file, 'hunter2\n'.repeat(900));
    await expect(list.holds(file, 'x')).rejects.toThrow('no SHA-1 sum');
  });
});
