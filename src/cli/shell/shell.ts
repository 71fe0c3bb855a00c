import type { ExitCode } from './exit-code';
import { Installation } from './installation';
import type { Io } from './io';
import { Output, type OutputOptions } from './output';
import { Terminal } from './terminal';

/** What every command is given: where it reads and writes, and the way into the installation. */
export class Shell {
  /** How the command ended. */
  exitCode: ExitCode = 0;
  readonly terminal: Terminal;
  readonly installation: Installation;

  constructor(readonly io: Io) {
    this.terminal = new Terminal(io);
    this.installation = new Installation(io);
  }

  output(options: OutputOptions): Output {
    return new Output(this.io, options);
  }
}
