import type { GivenHeader } from '../../core/services/service-headers';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import type { Terminal } from '../shell/terminal';

export interface HeaderOptions {
  readonly header?: readonly string[];
  readonly headersStdin?: boolean;
}

const LINE = /^([^\s:]+):(.*)$/;

/** Headers with what they hold: typed without being shown, or read; the command line itself is seen by everybody. */
export async function givenHeaders(terminal: Terminal, options: HeaderOptions): Promise<readonly GivenHeader[]> {
  const { header: names = [], headersStdin = false } = options;
  if (names.length > 0 && headersStdin) throw refused('Use --header or --headers-stdin.');
  if (headersStdin) return (await terminal.everything()).split(/\r?\n/).filter(isLine).map(headerOf);
  const headers: GivenHeader[] = [];
  for (const name of names) headers.push({ name, value: await typed(terminal, name) });
  return headers;
}

async function typed(terminal: Terminal, name: string): Promise<string> {
  if (name.includes(':')) throw refused('--header takes a name; what the header holds is asked for.');
  if (!terminal.isInteractive) throw refused('There is no terminal to ask for what the header holds.');
  return (await terminal.secret(`What ${name} holds: `)).trim();
}

function isLine(line: string): boolean {
  return line.trim() !== '';
}

/** Never quotes the line: it may hold a secret. */
function headerOf(line: string, index: number): GivenHeader {
  const [, name, value] = LINE.exec(line) ?? [];
  if (name === undefined || value === undefined) throw refused(`Header ${index + 1} is not written as "Name: value".`);
  return { name, value: value.trim() };
}

function refused(message: string): CommandError {
  const advice = 'Give headers on standard input, a line each: "Name: value", with --headers-stdin.';
  return new CommandError(EXIT.usage, 'usage.wrong', message, advice);
}
