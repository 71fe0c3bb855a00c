import { Option, SubCommand } from 'nest-commander';
import { AddDomainFlow } from '../../flows/add-domain/add-domain.flow';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { shownDomain } from './shown-domain';

interface DomainAddOptions extends BrandedOptions {
  readonly primary?: boolean;
}

@SubCommand({
  name: 'add',
  arguments: '<host>',
  argsDescription: { host: 'a host name, or host:port' },
  description: 'one more domain of a brand, verified by this',
})
export class DomainAddCommand extends BrandedCommand<DomainAddOptions> {
  protected readonly examples = ['brandgate domain add --brand acme auth.acme.example --primary'];

  protected async execute({ args, options, out }: Invocation<DomainAddOptions>): Promise<void> {
    const { actor, caller, now, get } = await this.acting(options);
    const command = { domain: args[0] ?? '', isPrimary: options.primary === true, at: now };
    const added = shownDomain(await get(AddDomainFlow).run(actor, caller, command));
    out.show(added, () => `${added.domain} is verified${added.isPrimary ? ' and primary' : ''}`);
  }

  @Option({ flags: '--primary', description: 'links lead there from now on' })
  parsePrimary(): boolean {
    return true;
  }
}
