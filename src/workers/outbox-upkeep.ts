import { Injectable } from '@nestjs/common';
import { ForgetRegistrationsFlow } from '../flows/forget-registrations/forget-registrations.flow';
import { MeasureOutboxFlow } from '../flows/measure-outbox/measure-outbox.flow';
import { PruneChallengesFlow } from '../flows/prune-challenges/prune-challenges.flow';
import { PruneOutboxFlow } from '../flows/prune-outbox/prune-outbox.flow';
import { PrunePushesFlow } from '../flows/prune-pushes/prune-pushes.flow';
import { Clock } from '../kernel/clock';

/** The care of what was sent: how much waits, and letting go of letters, codes and accounts that nobody came back for. */
@Injectable()
export class OutboxUpkeep {
  constructor(
    private readonly registrations: ForgetRegistrationsFlow,
    private readonly outbox: PruneOutboxFlow,
    private readonly challenges: PruneChallengesFlow,
    private readonly figures: MeasureOutboxFlow,
    private readonly pushes: PrunePushesFlow,
    private readonly clock: Clock,
  ) {}

  async measure(): Promise<void> {
    await this.figures.run();
  }

  async prune(): Promise<void> {
    await this.outbox.run(this.clock.now());
    await this.challenges.run(this.clock.now());
    await this.pushes.run(this.clock.now());
  }

  async forgetRegistrations(): Promise<void> {
    await this.registrations.run(this.clock.now());
  }
}
