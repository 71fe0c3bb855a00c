import type { Readable, Writable } from 'node:stream';
import type { Environment } from '../../config/process-environment';

type Sink = Writable & { readonly isTTY?: boolean };
type Source = Readable & { readonly isTTY?: boolean; setRawMode?(isRaw: boolean): unknown };

/** All that a command sees of the process it runs in; tests hand in their own. */
export abstract class Io {
  abstract readonly stdin: Source;
  /** Results and nothing else, so that it can be piped. */
  abstract readonly stdout: Sink;
  /** Questions, notes, progress and errors. */
  abstract readonly stderr: Sink;
  abstract readonly env: Environment;
}
