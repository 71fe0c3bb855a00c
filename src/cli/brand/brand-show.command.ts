import { SubCommand } from 'nest-commander';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';
import { findBrand } from '../shell/find-brand';
import { shownBrand, shownBrandSettings } from './shown-brand';

@SubCommand({
  name: 'show',
  arguments: '<brand>',
  argsDescription: { brand: 'its code, one of its domains, or its id' },
  description: 'one brand with its domains, and the settings that differ from the defaults',
})
export class BrandShowCommand extends HouseCommand {
  protected readonly examples = ['brandgate brand show acme', 'brandgate brand show login.acme.example --json'];

  protected async execute({ args, out }: Invocation<CommonOptions>): Promise<void> {
    const brand = await findBrand(await this.shell.installation.open(), args[0] ?? '');
    const own = shownBrandSettings(brand).filter(({ source }) => source === 'brand');
    const settings = Object.fromEntries(own.map(({ name, value }) => [name, value]));
    const { id, code, name, abbr, description, status, parentId, domains } = shownBrand(brand);
    const texts = domains.map(({ domain, isPrimary, verifiedAt }) => {
      return `${domain}${isPrimary ? ' (primary)' : ''}${verifiedAt === null ? ' (not verified)' : ''}`;
    });
    const members = { id, code, name, abbr, description, status, parentId, domains: texts.join(', ') };
    out.record({ ...shownBrand(brand), settings }, { ...members, settings: JSON.stringify(settings) });
  }
}
