import { CommandError } from './command-error';
import { EXIT } from './exit-code';
import type { Io } from './io';
import { readLine } from './read-line';

/** Asks the person at the terminal. Questions go to standard error, so that results can be piped. */
export class Terminal {
  constructor(private readonly io: Io) {}

  get isInteractive(): boolean {
    return this.io.stdin.isTTY === true && this.io.stderr.isTTY === true;
  }

  /**
   * Goes on only when somebody wants it: by `--yes`, or by an answer.
   * @param warning what will happen
   * @throws CommandError when they do not, or nobody can be asked
   */
  async confirm(warning: string, isSure: boolean): Promise<void> {
    if (isSure) return;
    if (!this.isInteractive) {
      throw new CommandError(EXIT.usage, 'confirmation.required', warning, 'Nothing was changed. Say so with --yes.');
    }
    this.io.stderr.write(`${warning} Go on? [y/N] `);
    const answer = await readLine(this.io.stdin);
    if (!/^y(es)?$/i.test(answer?.trim() ?? '')) throw declined();
  }

  /** A secret, typed without being shown. @throws CommandError when nobody is there to type */
  async secret(question: string): Promise<string> {
    if (!this.isInteractive) {
      const advice = 'Give it on standard input: --password-stdin';
      throw new CommandError(EXIT.usage, 'terminal.required', 'There is no terminal to ask for a password.', advice);
    }
    const { stdin, stderr } = this.io;
    stderr.write(question);
    stdin.setRawMode?.(true);
    try {
      const line = await readLine(stdin);
      if (line === null) throw declined();
      return line;
    } finally {
      stdin.setRawMode?.(false);
      stderr.write('\n');
    }
  }

  /** All of standard input, without the newline at its end. */
  async everything(): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.io.stdin) chunks.push(Buffer.from(chunk as Buffer | string));
    return Buffer.concat(chunks)
      .toString('utf8')
      .replace(/\r?\n$/, '');
  }
}

function declined(): CommandError {
  return new CommandError(EXIT.failed, 'confirmation.declined', 'Nothing was changed.');
}
