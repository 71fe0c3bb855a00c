import { PinoEventLog } from '../../src/outbound/pino/pino-event-log';

/** The gateway's real log, kept in memory. */
export class CapturedLog extends PinoEventLog {
  readonly lines: string[];

  constructor() {
    const lines: string[] = [];
    super({ write: (line: string) => void lines.push(line) });
    this.lines = lines;
  }
}
