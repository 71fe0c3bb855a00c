import { SubCommand } from 'nest-commander';
import { RemoveDomainFlow } from '../../flows/remove-domain/remove-domain.flow';
import { ConfirmedCommand, type ConfirmedOptions } from '../shell/confirmed-command';
import type { Invocation } from '../shell/house-command';
import { findDomain } from './shown-domain';

@SubCommand({
  name: 'remove',
  arguments: '<domain>',
  argsDescription: { domain: 'the domain, or its id' },
  description: 'takes a domain from a brand; keys stay valid, they are bound to the brand',
})
export class DomainRemoveCommand extends ConfirmedCommand {
  protected readonly examples = ['brandgate domain remove --brand acme old.acme.example --yes'];

  protected async execute({ args, options, out }: Invocation<ConfirmedOptions>): Promise<void> {
    const acting = await this.acting(options);
    const { uid, domain } = findDomain(acting, args[0] ?? '');
    await this.confirm(`${domain} no longer leads to ${acting.brand.name}.`, options);
    await acting.get(RemoveDomainFlow).run(acting.actor, acting.caller, uid);
    out.show({ removed: domain }, () => `${domain} is removed`);
  }
}
