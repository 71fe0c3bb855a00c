import { SubCommand } from 'nest-commander';
import { VerifyDomainFlow } from '../../flows/verify-domain/verify-domain.flow';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { findDomain, shownDomain } from './shown-domain';

@SubCommand({
  name: 'verify',
  arguments: '<domain>',
  argsDescription: { domain: 'the domain, or its id' },
  description: "lets a domain that an Admin added stand for the brand, without asking the domain's DNS",
})
export class DomainVerifyCommand extends BrandedCommand {
  protected readonly examples = ['brandgate domain verify --brand acme shop.acme.example'];

  protected async execute({ args, options, out }: Invocation<BrandedOptions>): Promise<void> {
    const acting = await this.acting(options);
    const { uid } = findDomain(acting, args[0] ?? '');
    const verified = await acting.get(VerifyDomainFlow).run(acting.actor, acting.caller, uid, acting.now);
    out.show(shownDomain(verified), () => `${verified.domain} is verified`);
  }
}
