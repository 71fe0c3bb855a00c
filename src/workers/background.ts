import { Injectable } from '@nestjs/common';
import { AuditBuffer } from '../core/audit/audit-buffer';
import { Presence } from '../core/devices/presence';
import { RevocationJournal } from '../core/revocations/revocation-journal';
import { EventLog } from '../ports/event-log.port';
import { Loop } from './loop';

/** At least four times a second (SEC-REV-09). */
const JOURNAL_MS = 200;
const BUFFERS_MS = 1_000;
const PRUNE_MS = 10 * 60_000;

/** What runs without a request. */
@Injectable()
export class Background {
  private readonly loops: readonly Loop[];

  constructor(
    journal: RevocationJournal,
    private readonly presence: Presence,
    private readonly audit: AuditBuffer,
    log: EventLog,
  ) {
    this.loops = [
      new Loop('journal', JOURNAL_MS, () => journal.read(), log),
      new Loop('buffers', BUFFERS_MS, () => this.flush(), log),
      new Loop('journal.prune', PRUNE_MS, () => journal.prune(), log),
    ];
  }

  start(): void {
    for (const loop of this.loops) loop.start();
  }

  /** Stops the loops and writes back what still waits in memory (REL-07). */
  async stop(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
    await this.flush();
  }

  /** Writes what waits in memory now. */
  async flush(): Promise<void> {
    await this.presence.flush();
    await this.audit.flush();
  }
}
