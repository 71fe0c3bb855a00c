import { SubCommand } from 'nest-commander';
import { ChangeBrandStatusFlow } from '../../flows/change-brand-status/change-brand-status.flow';
import { Acting } from '../shell/acting';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';

@SubCommand({
  name: 'activate',
  arguments: '<brand>',
  argsDescription: { brand: 'its code, one of its domains, or its id' },
  description: 'opens a brand',
})
export class BrandActivateCommand extends HouseCommand {
  protected readonly examples = ['brandgate brand activate acme'];

  protected async execute({ args, out }: Invocation<CommonOptions>): Promise<void> {
    const { brand, actor, caller, now, get } = await Acting.in(await this.shell.installation.open(), args[0] ?? '');
    await get(ChangeBrandStatusFlow).run(actor, caller, 'Active', now);
    out.show({ code: brand.code, status: 'Active' }, () => `${brand.code} is Active`);
  }
}
