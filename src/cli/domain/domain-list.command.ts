import { SubCommand } from 'nest-commander';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { shownDomain } from './shown-domain';

@SubCommand({ name: 'list', description: 'the domains of a brand' })
export class DomainListCommand extends BrandedCommand {
  protected readonly examples = ['brandgate domain list --brand acme'];

  protected async execute({ options, out }: Invocation<BrandedOptions>): Promise<void> {
    const { brand } = await this.acting(options);
    const domains = brand.domains.map(shownDomain);
    const rows = domains.map(({ domain, isPrimary, verifiedAt }) => [domain, isPrimary, verifiedAt]);
    out.table({ domains }, ['DOMAIN', 'PRIMARY', 'VERIFIED'], rows);
  }
}
