import { SubCommand } from 'nest-commander';
import { ReleaseStatistics } from '../../core/releases/release-statistics';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';

@SubCommand({ name: 'adoption', description: 'how many devices last reported each version' })
export class ReleaseAdoptionCommand extends BrandedCommand {
  protected readonly examples = ['brandgate release adoption --brand acme'];

  protected async execute({ options, out }: Invocation<BrandedOptions>): Promise<void> {
    const { installation, brand } = await this.acting(options);
    const adoption = await installation.get(ReleaseStatistics).adoption(brand.id);
    const rows = adoption.map(({ osDevice, appVersionNumber, devices }) => [osDevice, appVersionNumber, devices]);
    out.table({ adoption }, ['OS', 'VERSION', 'DEVICES'], rows);
  }
}
