import { SubCommand } from 'nest-commander';
import { PreferDomainFlow } from '../../flows/prefer-domain/prefer-domain.flow';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { findDomain, shownDomain } from './shown-domain';

@SubCommand({
  name: 'prefer',
  arguments: '<domain>',
  argsDescription: { domain: 'the domain, or its id' },
  description: 'makes a verified domain the primary one',
})
export class DomainPreferCommand extends BrandedCommand {
  protected readonly examples = ['brandgate domain prefer --brand acme login.acme.example'];

  protected async execute({ args, options, out }: Invocation<BrandedOptions>): Promise<void> {
    const acting = await this.acting(options);
    const { uid } = findDomain(acting, args[0] ?? '');
    const preferred = await acting.get(PreferDomainFlow).run(acting.actor, acting.caller, uid);
    out.show(shownDomain(preferred), () => `${preferred.domain} is primary`);
  }
}
