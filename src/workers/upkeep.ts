import { Injectable } from '@nestjs/common';
import { AuditSealer } from '../core/audit/audit-sealer';
import { PruneAuditFlow } from '../flows/prune-audit/prune-audit.flow';
import { PruneRefusalsFlow } from '../flows/prune-refusals/prune-refusals.flow';
import { PruneReleasesFlow } from '../flows/prune-releases/prune-releases.flow';
import { Clock } from '../kernel/clock';
import { EventLog } from '../ports/event-log.port';
import { OutboxUpkeep } from './outbox-upkeep';

/** The care of what was recorded: sealing the trail, and letting go of what is older than it is kept. */
@Injectable()
export class Upkeep {
  constructor(
    private readonly sealer: AuditSealer,
    private readonly audit: PruneAuditFlow,
    private readonly refusals: PruneRefusalsFlow,
    private readonly releases: PruneReleasesFlow,
    /** The care of what was sent. */
    readonly outbox: OutboxUpkeep,
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

  async pruneReleases(): Promise<void> {
    await this.releases.run(this.clock.now());
  }
}
