import { Option, SubCommand } from 'nest-commander';
import type { GivenSettings } from '../../core/brands/settings/setting-changes';
import { type SettingMember, valueOf } from '../../core/brands/settings/setting-members';
import { ChangeBrandSettingsFlow } from '../../flows/change-brand-settings/change-brand-settings.flow';
import { Acting } from '../shell/acting';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';
import { jsonOrText, textOfValue } from '../shell/json-or-text';
import { unknownSetting } from './brand-get.command';
import { findMember } from './shown-brand';

@SubCommand({
  name: 'set',
  arguments: '<brand> <setting> <value>',
  argsDescription: {
    brand: 'its code, one of its domains, or its id',
    setting: 'its name, those of a group as dreamfactory.basicAuth',
    value: 'JSON or a text; "default" puts the default back',
  },
  description: 'changes a setting of a brand; running gateways know it within a second',
})
export class BrandSetCommand extends HouseCommand {
  protected readonly examples = [
    'brandgate brand set acme passwordMinLength 15',
    `brandgate brand set acme rateLimits '{"login": {"limit": 10, "seconds": 60}}'`,
    'brandgate brand set acme passwordMinLength default',
  ];

  @Option({ flags: '--accept-risk', description: 'takes a value that makes a break-in easier' })
  parseAcceptRisk(): boolean {
    return true;
  }

  protected async execute({ args, options, out }: Invocation<BrandSetOptions>): Promise<void> {
    const [name = '', setting = '', typed = ''] = args;
    const member = findMember(setting);
    if (!member) throw unknownSetting(setting, name);
    if (member.setting.isSecret === true) throw secretSetting(setting);
    const value = typed === 'default' ? member.setting.default : jsonOrText(typed);
    const acting = await Acting.in(await this.shell.installation.open(), name);
    requireAcceptedRisk(member, value, options);
    const command = { given: givenOf(member, value), at: acting.now, acceptedRisks: [member.name] };
    const settings = await acting.get(ChangeBrandSettingsFlow).run(acting.actor, acting.caller, command);
    const now = valueOf(settings, member);
    out.show({ brand: acting.brand.code, name: setting, value: now }, () => `${setting} is ${textOfValue(now)}`);
  }
}

interface BrandSetOptions extends CommonOptions {
  readonly acceptRisk?: boolean;
}

/** @throws CommandError that names the risk (SEC-RST-06) */
function requireAcceptedRisk({ name, setting: { risk } }: SettingMember, value: unknown, options: BrandSetOptions) {
  if (risk === undefined || value !== risk.value || options.acceptRisk === true) return;
  const told = `With ${JSON.stringify(value)} ${risk.text}.`;
  const advice = `Leave ${name} as it is, or accept the risk with --accept-risk.`;
  throw new CommandError(EXIT.usage, 'setting.risk', `${told} Nothing was changed.`, advice);
}

/** A secret among the arguments could be read by everybody on the machine. */
function secretSetting(setting: string): CommandError {
  const advice = 'Use: brandgate push-channel set, which reads it from a file or from standard input.';
  return new CommandError(EXIT.usage, 'setting.secret', `${setting} is a secret. Nothing was changed.`, advice);
}

function givenOf({ group, key }: SettingMember, value: unknown): GivenSettings {
  return group === null ? { [key]: value } : { [group]: { [key]: value } };
}
