import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse';
import type { ImportLine } from '../../flows/import-users/import-users.command';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';

export const IMPORT_FORMATS = ['csv', 'json', 'ndjson'] as const;

export type ImportFormat = (typeof IMPORT_FORMATS)[number];

type Member = Readonly<Record<string, unknown>>;

/** Of the file's name; null when it tells nothing. */
export function formatOf(file: string): ImportFormat | null {
  const [, ending = ''] = /\.([a-z]+)$/.exec(file.toLowerCase()) ?? [];
  if (ending === 'jsonl') return 'ndjson';
  return IMPORT_FORMATS.find((format) => format === ending) ?? null;
}

/** The records of a file, or of standard input, one after the other. @throws CommandError where it cannot be read on */
export async function* importLines(file: string, format: ImportFormat, stdin: Readable): AsyncGenerator<ImportLine> {
  const input = file === '-' ? stdin : createReadStream(file);
  try {
    if (format === 'csv') yield* csvLines(input);
    else if (format === 'ndjson') yield* ndjsonLines(input);
    else yield* jsonLines(input);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const { code, message } = error as { code?: string; message: string };
    if (code === 'ENOENT') throw new CommandError(EXIT.notFound, 'import.not-found', `There is no file ${file}.`);
    throw unreadable(`${file} cannot be read: ${message}`);
  }
}

async function* csvLines(input: Readable): AsyncGenerator<ImportLine> {
  const options = { columns: true, bom: true, info: true, skip_empty_lines: true, trim: true } as const;
  const parser = input.compose(parse(options)) as AsyncIterable<{ record: Member; info: { lines: number } }>;
  for await (const { record, info } of parser) yield { line: info.lines, record };
}

async function* ndjsonLines(input: Readable): AsyncGenerator<ImportLine> {
  let line = 0;
  for await (const content of createInterface({ input, crlfDelay: Infinity })) {
    line += 1;
    if (content.trim() !== '') yield { line, record: recordOf(content, line) };
  }
}

async function* jsonLines(input: Readable): AsyncGenerator<ImportLine> {
  const list: unknown = JSON.parse(await text(input));
  if (!Array.isArray(list)) throw unreadable('The file must hold a JSON array of records.');
  for (const [index, record] of list.entries()) yield { line: index + 1, record: memberOf(record, index + 1) };
}

function recordOf(content: string, line: number): Member {
  try {
    return memberOf(JSON.parse(content), line);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw unreadable(`Line ${line} is no JSON.`);
  }
}

function memberOf(value: unknown, line: number): Member {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Member;
  throw unreadable(`Record ${line} is no object.`);
}

function unreadable(message: string): CommandError {
  const advice = 'Records before it are imported. Mend it and repeat: what is there already is skipped.';
  return new CommandError(EXIT.failed, 'import.unreadable', message, advice);
}
