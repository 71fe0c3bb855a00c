import { Option, SubCommand } from 'nest-commander';
import { ReleaseStatistics } from '../../core/releases/release-statistics';
import { Clock } from '../../kernel/clock';
import { DEFAULT_RANGE_MS } from '../../protocols/jfw/device-query';
import { releaseDayView } from '../../protocols/jfw/views/release.view';
import { instantOf } from '../audit/instant-option';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';

const HEAD = ['DAY', 'OS', 'VERSION', 'ACTIVE', 'SIGN-INS', 'FAILED', 'REFUSED', 'WOULD REFUSE'];

interface ReleaseShowOptions extends BrandedOptions {
  readonly since?: string;
}

@SubCommand({ name: 'show', description: 'devices, sign-ins and refusals per day, system and version' })
export class ReleaseShowCommand extends BrandedCommand<ReleaseShowOptions> {
  protected readonly examples = ['brandgate release show --brand acme --since 7d'];

  @Option({ flags: '--since <time>', description: 'from then on: 7d, 2026-11-01; 30 days when absent' })
  parseSince(value: string): string {
    return value;
  }

  protected async execute({ options, out }: Invocation<ReleaseShowOptions>): Promise<void> {
    const { installation, brand } = await this.acting(options);
    const now = installation.get(Clock).now();
    const from = options.since === undefined ? now - DEFAULT_RANGE_MS : instantOf('--since', options.since, now);
    const found = await installation.get(ReleaseStatistics).perDay(brand.id, { from, to: now }, null);
    const days = found.map((day) => releaseDayView(day));
    const rows = days.map((d) => [
      ...[d.date, d.osDevice, d.appVersionNumber, d.activeDevices, d.signIns],
      ...[d.failedSignIns, d.refused, d.wouldRefuse],
    ]);
    out.table({ days }, HEAD, rows);
  }
}
