import { Injectable } from '@nestjs/common';
import { RevocationJournal } from '../core/revocations/revocation-journal';
import { AgePushTokensFlow } from '../flows/age-push-tokens/age-push-tokens.flow';
import { ExpireSessionsFlow } from '../flows/expire-sessions/expire-sessions.flow';
import { Clock } from '../kernel/clock';
import { EventLog } from '../ports/event-log.port';
import { Loop } from './loop';
import { OutboxWorker } from './outbox-worker';
import { Upkeep } from './upkeep';
import { WriteBack } from './write-back';

/** At least four times a second (SEC-REV-09). */
const JOURNAL_MS = 200;
const BUFFERS_MS = 1_000;
/** What was written to the trail is sealed a moment later (SEC-AUD-01). */
const SEALING_MS = 1_000;
/** A mail leaves this long after the change it tells of. */
const OUTBOX_MS = 1_000;
const FIGURES_MS = 15_000;
const PRUNE_MS = 10 * 60_000;
const EXPIRY_MS = 60_000;
/** The contract asks for once a day at least (JFW-TOK-12). */
const AGEING_MS = 3_600_000;
const RETENTION_MS = 3_600_000;

/** What runs without a request. */
@Injectable()
export class Background {
  private readonly loops: readonly Loop[];

  constructor(
    journal: RevocationJournal,
    private readonly writeBack: WriteBack,
    private readonly upkeep: Upkeep,
    expireSessions: ExpireSessionsFlow,
    agePushTokens: AgePushTokensFlow,
    private readonly outbox: OutboxWorker,
    clock: Clock,
    private readonly log: EventLog,
  ) {
    this.loops = [
      new Loop('journal', JOURNAL_MS, () => journal.read(), log),
      new Loop('buffers', BUFFERS_MS, () => this.flush(), log),
      new Loop('audit.seal', SEALING_MS, () => upkeep.seal(), log),
      new Loop('outbox', OUTBOX_MS, () => outbox.run(), log),
      new Loop('outbox.figures', FIGURES_MS, () => upkeep.outbox.measure(), log),
      new Loop('outbox.prune', RETENTION_MS, () => upkeep.outbox.prune(), log),
      new Loop('audit.prune', RETENTION_MS, () => upkeep.pruneAudit(), log),
      new Loop('refusals.prune', RETENTION_MS, () => upkeep.pruneRefusals(), log),
      new Loop('releases.prune', RETENTION_MS, () => upkeep.pruneReleases(), log),
      new Loop('registrations.forget', RETENTION_MS, () => upkeep.outbox.forgetRegistrations(), log),
      new Loop('journal.prune', PRUNE_MS, () => journal.prune(), log),
      new Loop('sessions.expire', EXPIRY_MS, () => expireSessions.run(clock.now()), log),
      new Loop('push-tokens.age', AGEING_MS, () => agePushTokens.run(clock.now()), log),
    ];
  }

  start(): void {
    for (const loop of this.loops) loop.start();
  }

  /** Stops the loops, writes back what still waits in memory (REL-07), and seals it. */
  async stop(): Promise<void> {
    await Promise.all([this.outbox.stop(), ...this.loops.map((loop) => loop.stop())]);
    await this.flush();
    // A chain that somebody broke must not keep the gateway from closing.
    await this.upkeep
      .seal()
      .catch((error: unknown) => this.log.error('worker.failed', error, { worker: 'audit.seal' }));
  }

  /** Writes what waits in memory now. */
  async flush(): Promise<void> {
    await this.writeBack.flush();
  }
}
