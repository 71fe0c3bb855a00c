import { PassThrough, Writable } from 'node:stream';
import { runCommandLine } from '../../src/cli/command-line';
import type { Io } from '../../src/cli/shell/io';
import type { Environment } from '../../src/config/process-environment';
import { TEST_MASTER_KEY } from './start-gateway';

/** What a command printed, and how it ended. */
export interface Ended {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CallOptions {
  readonly env?: Environment;
  /** Typed, or piped in. */
  readonly stdin?: string;
  /** A person sits at it. */
  readonly isTerminal?: boolean;
}

/** The command line in this process, on the database of a test. */
export class CommandLine {
  constructor(private readonly env: Environment) {}

  static on(databaseUrl: string, env: Environment = {}): CommandLine {
    return new CommandLine({
      DATABASE_URL: databaseUrl,
      BRANDGATE_MASTER_KEY: TEST_MASTER_KEY,
      BRANDGATE_PASSWORD_COST: '10',
      BRANDGATE_PUBLIC_URL: 'http://gw.localhost',
      ...env,
    });
  }

  /** @param line words separated by blanks, or a list where one of them holds a blank */
  async run(
    line: string | readonly string[],
    { env = {}, stdin, isTerminal = false }: CallOptions = {},
  ): Promise<Ended> {
    const args = typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line;
    const io = new TestIo({ ...this.env, ...env }, isTerminal);
    if (stdin !== undefined) io.stdin.write(stdin);
    if (!isTerminal) io.stdin.end();
    const exit = await runCommandLine(args, io);
    return { exit, stdout: io.stdout.text, stderr: io.stderr.text };
  }

  /** The result as JSON; fails when the command did. */
  async json<T>(line: string, options: CallOptions = {}): Promise<T> {
    const { exit, stdout, stderr } = await this.run(`${line} --json`, options);
    if (exit !== 0) throw new Error(`brandgate ${line} ended with ${exit}: ${stderr}${stdout}`);
    return JSON.parse(stdout) as T;
  }
}

/** A keyboard, or what is piped in. */
class Keyboard extends PassThrough {
  constructor(readonly isTTY: boolean) {
    super();
  }

  setRawMode(): void {
    // Nothing is echoed here anyway.
  }
}

/** Keeps what is written. */
class Paper extends Writable {
  text = '';

  constructor(readonly isTTY: boolean) {
    super({ decodeStrings: false });
  }

  override _write(chunk: string | Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

class TestIo implements Io {
  readonly stdin: Keyboard;
  readonly stdout: Paper;
  readonly stderr: Paper;

  constructor(
    readonly env: Environment,
    isTerminal: boolean,
  ) {
    this.stdin = new Keyboard(isTerminal);
    [this.stdout, this.stderr] = [new Paper(isTerminal), new Paper(isTerminal)];
  }
}
