import { Option, SubCommand } from 'nest-commander';
import { ChangeBrandStatusFlow } from '../../flows/change-brand-status/change-brand-status.flow';
import { Acting } from '../shell/acting';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';

interface BrandDeactivateOptions extends CommonOptions {
  readonly yes?: boolean;
}

@SubCommand({
  name: 'deactivate',
  arguments: '<brand>',
  argsDescription: { brand: 'its code, one of its domains, or its id' },
  description: 'closes a brand: nobody signs in, no key of it is accepted while it lasts',
})
export class BrandDeactivateCommand extends HouseCommand<BrandDeactivateOptions> {
  protected readonly examples = ['brandgate brand deactivate acme --yes'];

  protected async execute({ args, options, out }: Invocation<BrandDeactivateOptions>): Promise<void> {
    const { brand, actor, caller, now, get } = await Acting.in(await this.shell.installation.open(), args[0] ?? '');
    await this.shell.terminal.confirm(`Everybody is locked out of ${brand.name}.`, options.yes === true);
    await get(ChangeBrandStatusFlow).run(actor, caller, 'Inactive', now);
    out.show({ code: brand.code, status: 'Inactive' }, () => `${brand.code} is Inactive`);
  }

  @Option({ flags: '--yes', description: 'do not ask' })
  parseYes(): boolean {
    return true;
  }
}
