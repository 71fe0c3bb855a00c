import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { BreachedPasswords } from '../../ports/breached-passwords.port';

/** What is read at once. */
const BLOCK = 4_096;
/** More than a line has. */
const LONGEST = 64;
const SAMPLES = 64;
const NEWLINE = 0x0a;
/** A SHA-1 sum in hex, perhaps with how often it was seen (the form of Have I Been Pwned). */
const LINE = /^([0-9A-Fa-f]{40})(?::\d{1,12})?\r?$/;

/** One line of the file. */
interface Line {
  /** Upper case; null where the line is no sum. */
  readonly sum: string | null;
  readonly start: number;
  /** Where the next one begins. */
  readonly end: number;
}

/**
 * Sorted SHA-1 sums, one a line, in either case, with LF or CRLF. Nothing is loaded: a question is a binary search over
 * the file, some twenty reads of 4 KiB in one of 40 GB.
 */
export class SortedHashFile extends BreachedPasswords {
  override async holds(file: string, text: string): Promise<boolean> {
    const wanted = createHash('sha1').update(text, 'utf8').digest('hex').toUpperCase();
    return withFile(file, async (handle, size) => {
      // The line that is looked for begins in [low, high); a line begins at low.
      let [low, high] = [0, size];
      while (high - low > BLOCK) {
        const middle = low + Math.floor((high - low) / 2);
        const line = await lineFrom(handle, middle);
        if (line.start >= high) high = middle;
        else if (sumOf(line) < wanted) low = line.end;
        else high = line.end;
      }
      return isAmong(handle, wanted, low, high);
    });
  }

  override async faultOf(file: string): Promise<string | null> {
    try {
      return await withFile(file, faultIn);
    } catch (error) {
      return `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'no regular file'})`;
    }
  }
}

async function faultIn(handle: FileHandle, size: number): Promise<string | null> {
  if (size === 0) return 'is empty';
  let before = '';
  for (let n = 0; n <= SAMPLES; n += 1) {
    const { sum, start } = await lineFrom(handle, Math.floor((size * n) / SAMPLES));
    if (start >= size) break;
    if (sum === null) return `holds something else than a SHA-1 sum at byte ${start}`;
    if (sum < before) return `is not sorted: see byte ${start}`;
    before = sum;
  }
  return null;
}

async function withFile<T>(file: string, work: (handle: FileHandle, size: number) => Promise<T>): Promise<T> {
  const handle = await open(file, 'r');
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new TypeError('no regular file');
    return await work(handle, stat.size);
  } finally {
    await handle.close();
  }
}

/** The first line that begins at `position` or behind it. */
async function lineFrom(handle: FileHandle, position: number): Promise<Line> {
  // One byte back: a line begins behind a newline.
  const from = Math.max(0, position - 1);
  const bytes = await bytesFrom(handle, from, BLOCK);
  const offset = position === 0 ? 0 : bytes.indexOf(NEWLINE) + 1;
  const isNone = position > 0 && offset === 0;
  return isNone ? { sum: null, start: from + bytes.length, end: from + bytes.length } : lineAt(bytes, offset, from);
}

async function isAmong(handle: FileHandle, wanted: string, low: number, high: number): Promise<boolean> {
  const bytes = await bytesFrom(handle, low, high - low + LONGEST);
  for (let start = low; start < high;) {
    const line = lineAt(bytes, start - low, low);
    if (sumOf(line) === wanted) return true;
    start = line.end;
  }
  return false;
}

async function bytesFrom(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, from);
  return buffer.subarray(0, bytesRead);
}

function lineAt(bytes: Buffer, offset: number, from: number): Line {
  const newline = bytes.indexOf(NEWLINE, offset);
  const stop = newline === -1 ? bytes.length : newline;
  const [, sum = null] = LINE.exec(bytes.toString('latin1', offset, stop)) ?? [];
  return { sum: sum?.toUpperCase() ?? null, start: from + offset, end: from + stop + 1 };
}

function sumOf({ sum, start }: Line): string {
  if (sum === null) throw new TypeError(`no SHA-1 sum at byte ${start}`);
  return sum;
}
