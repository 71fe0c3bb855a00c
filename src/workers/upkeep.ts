import { Injectable } from '@nestjs/common';
import { AuditSealer } from '../core/audit/audit-sealer';
import { ForgetRegistrationsFlow } from '../flows/forget-registrations/forget-registrations.flow';
import { MeasureOutboxFlow } from '../flows/measure-outbox/measure-outbox.flow';
import { PruneAuditFlow } from '../flows/prune-audit/prune-audit.flow';
import { PruneChallengesFlow } from '../flows/prune-challenges/prune-challenges.flow';
import { PruneOutboxFlow } from '../flows/prune-outbox/prune-outbox.flow';
import { PruneRefusalsFlow } from '../flows/prune-refusals/prune-refusals.flow';
import { Clock } from '../kernel/clock';
import { EventLog } from '../ports/event-log.port';

/**
 * The care of what was recorded and sent: sealing the trail, and letting go of what is older than it is kept, or was never
 * used.
 */
@Injectable()
export class Upkeep {
  constructor(
    private readonly sealer: AuditSealer,
    private readonly audit: PruneAuditFlow,
    private readonly refusals: PruneRefusalsFlow,
    private readonly registrations: ForgetRegistrationsFlow,
    private readonly outbox: PruneOutboxFlow,
    private readonly challenges: PruneChallengesFlow,
    private readonly outboxFigures: MeasureOutboxFlow,
    private readonly clock: Clock,
    private readonly log: EventLog,
  ) {}

  async seal(): Promise<void> {
    await this.sealer.run();
  }

  async pruneAudit(): Promise<void> {
    for await (const { brandUid, count, upTo } of this.audit.run(this.clock.now())) {
      this.log.info('audit.pruned', { brand: brandUid, count, upTo });
    }
  }

  async pruneRefusals(): Promise<void> {
    await this.refusals.run(this.clock.now());
  }

  async forgetRegistrations(): Promise<void> {
    await this.registrations.run(this.clock.now());
  }

  async measureOutbox(): Promise<void> {
    await this.outboxFigures.run();
  }

  async pruneOutbox(): Promise<void> {
    await this.outbox.run(this.clock.now());
    await this.challenges.run(this.clock.now());
  }
}
