import { styleText } from 'node:util';
import type { Failure } from './failure';
import type { Io } from './io';
import { alignedTable, type Cell, tabbedTable, textOf } from './table';

export interface OutputOptions {
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

type Style = Parameters<typeof styleText>[0];

/** Results on standard output, as JSON or for people; everything else on standard error. */
export class Output {
  readonly isJson: boolean;
  private readonly isQuiet: boolean;

  constructor(
    private readonly io: Io,
    { json, quiet }: OutputOptions,
  ) {
    this.isJson = json === true;
    this.isQuiet = quiet === true;
  }

  /** A result. @param human what is printed without `--json` */
  show(value: object, human: () => string): void {
    const text = this.isJson ? JSON.stringify(value, null, 2) : human();
    if (text !== '') this.io.stdout.write(`${text}\n`);
  }

  /** One of a number of results that nobody knows yet: a line of its own, also as JSON. */
  line(value: object, human: () => string): void {
    this.io.stdout.write(`${this.isJson ? JSON.stringify(value) : human()}\n`);
  }

  /** Columns on a terminal, tabs in a pipe. */
  table(value: object, head: readonly string[], rows: readonly (readonly Cell[])[]): void {
    const isForPeople = this.io.stdout.isTTY === true;
    const bold = (text: string) => this.styled('bold', text);
    this.show(value, () => (isForPeople ? alignedTable(head, rows, bold) : tabbedTable(head, rows)));
  }

  /** One thing, a line for each of its members. */
  record(value: object, members: Readonly<Record<string, Cell>>): void {
    const rows = Object.entries(members);
    const width = Math.max(0, ...rows.map(([name]) => name.length));
    const isForPeople = this.io.stdout.isTTY === true;
    const label = (name: string) => (isForPeople ? `${name}:`.padEnd(width + 2) : `${name}\t`);
    this.show(value, () => rows.map(([name, cell]) => `${label(name)}${textOf(cell)}`).join('\n'));
  }

  /** What happened, or what to do next; left out with `--quiet`. */
  note(text: string): void {
    if (!this.isQuiet) this.io.stderr.write(`${text}\n`);
  }

  failure({ code, message, advice }: Failure): void {
    if (message === '') return;
    if (this.isJson) this.io.stderr.write(`${JSON.stringify({ error: { code, message, advice } })}\n`);
    else this.io.stderr.write([`error: ${message}`, ...(advice === null ? [] : [`  ${advice}`])].join('\n') + '\n');
  }

  /** Coloured on a terminal whose owner did not ask for none (no-color.org). */
  styled(style: Style, text: string): string {
    const { env, stdout } = this.io;
    const isPlain = stdout.isTTY !== true || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
    return isPlain ? text : styleText(style, text, { validateStream: false });
  }
}
