import { Option, SubCommand } from 'nest-commander';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { ChangeBrandSettingsFlow } from '../../flows/change-brand-settings/change-brand-settings.flow';
import { CreateBrandFlow } from '../../flows/create-brand/create-brand.flow';
import { Clock } from '../../kernel/clock';
import { Acting } from '../shell/acting';
import { findBrand } from '../shell/find-brand';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';
import type { OpenInstallation } from '../shell/open-installation';
import { wholeNumber } from '../shell/option-values';
import { platformActor } from '../shell/platform-actor';
import { shownBrand } from './shown-brand';

interface BrandCreateOptions extends CommonOptions {
  readonly name: string;
  readonly domain: string;
  readonly code?: string;
  readonly abbr?: string;
  readonly description?: string;
  readonly parent?: string;
  readonly passwordMinLength?: number;
}

/** What NIST SP 800-63B-4 asks for where the password is the only factor (SEC-PW-06). */
const RECOMMENDED = 15;

@SubCommand({ name: 'create', description: 'makes a brand with its first domain, its built-in roles and app' })
export class BrandCreateCommand extends HouseCommand<BrandCreateOptions> {
  protected readonly examples = [
    'brandgate brand create --name "Acme Shop" --code acme --domain login.acme.example --password-min-length 15',
  ];

  protected async execute({ options, out }: Invocation<BrandCreateOptions>): Promise<void> {
    const installation = await this.shell.installation.open();
    const { code } = await this.create(installation, options);
    if (options.passwordMinLength !== undefined) await setLength(installation, code, options.passwordMinLength);
    const brand = await findBrand(installation, code);
    const shown = shownBrand(brand);
    out.record(shown, { id: shown.id, code, name: shown.name, domain: options.domain });
    const { passwordMinLength } = brand.settings;
    if (passwordMinLength < RECOMMENDED) out.note(lengthAdvice(code, passwordMinLength));
  }

  @Option({ flags: '--name <name>', description: 'what people call it', required: true })
  parseName(value: string): string {
    return value;
  }

  @Option({ flags: '--domain <host>', description: 'its first domain, verified by this', required: true })
  parseDomain(value: string): string {
    return value;
  }

  @Option({ flags: '--code <code>', description: 'short and unique, lower case; default: made from the abbreviation' })
  parseCode(value: string): string {
    return value;
  }

  @Option({ flags: '--abbr <abbr>', description: 'abbreviation; default: the name' })
  parseAbbr(value: string): string {
    return value;
  }

  @Option({ flags: '--description <text>', description: 'for administrators' })
  parseDescription(value: string): string {
    return value;
  }

  @Option({ flags: '--parent <brand>', description: 'brand whose Admins may act in this one' })
  parseParent(value: string): string {
    return value;
  }

  @Option({
    flags: '--password-min-length <count>',
    description: 'least length of passwords; default 8, NIST asks for 15',
  })
  parsePasswordMinLength(value: string): number {
    return wholeNumber('--password-min-length', value, 8, 256);
  }

  private async create(installation: OpenInstallation, options: BrandCreateOptions): Promise<BrandSnapshot> {
    const { name, domain, code = null, abbr = name, description = null, parent } = options;
    const actor = await platformActor(installation);
    const parentUid = parent === undefined ? null : (await findBrand(installation, parent)).uid;
    const at = installation.get(Clock).now();
    const command = { name, abbr, description, parentUid, code, domain, profile: {}, at };
    return installation.get(CreateBrandFlow).run(actor, command);
  }
}

async function setLength(installation: OpenInstallation, code: string, passwordMinLength: number): Promise<void> {
  const { actor, caller, now, get } = await Acting.in(installation, code);
  await get(ChangeBrandSettingsFlow).run(actor, caller, { given: { passwordMinLength }, at: now });
}

function lengthAdvice(code: string, length: number): string {
  const set = `brandgate brand set ${code} passwordMinLength ${RECOMMENDED}`;
  return `Passwords need ${length} characters; NIST asks for ${RECOMMENDED} where they are the only factor: ${set}`;
}
