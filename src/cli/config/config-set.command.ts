import { Option, SubCommand } from 'nest-commander';
import { SECRET } from '../../config/described-config';
import { GATEWAY_SETTINGS } from '../../core/gateway-settings/gateway-setting-list';
import { ChangeGatewaySettingFlow } from '../../flows/change-gateway-setting/change-gateway-setting.flow';
import { Clock } from '../../kernel/clock';
import type { Setting } from '../../kernel/settings/setting';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';
import { jsonOrText, textOfValue } from '../shell/json-or-text';
import { platformActor } from '../shell/platform-actor';
import { settingName } from './shown-settings';

interface ConfigSetOptions extends CommonOptions {
  readonly stdin?: boolean;
}

@SubCommand({
  name: 'set',
  arguments: '<setting> [value]',
  argsDescription: { setting: 'its name', value: 'JSON or a text; null puts the default back' },
  description: 'changes a setting of the installation; running gateways know it within a second',
})
export class ConfigSetCommand extends HouseCommand<ConfigSetOptions> {
  protected readonly examples = [
    'brandgate config set drainSeconds 10',
    `brandgate config set gatewayHosts '["auth.example.com"]'`,
    'openssl rand -hex 32 | brandgate config set metricsToken --stdin',
    'brandgate config set metricsToken null',
  ];

  protected async execute({ args, options, out }: Invocation<ConfigSetOptions>): Promise<void> {
    const name = settingName(args[0] ?? '');
    const typed = await this.typedValue(args[1], options.stdin === true);
    const installation = await this.shell.installation.open();
    const change = { name, value: jsonOrText(typed), at: installation.get(Clock).now() };
    const value = await installation.get(ChangeGatewaySettingFlow).run(await platformActor(installation), change);
    const setting: Setting<unknown> = GATEWAY_SETTINGS[name];
    const shown = setting.isSecret === true && value !== null ? SECRET : value;
    out.show({ name, value: shown }, () => `${name} is ${textOfValue(shown)}`);
  }

  @Option({ flags: '--stdin', description: 'read the value from standard input, where nobody lists it' })
  parseStdin(): boolean {
    return true;
  }

  private async typedValue(value: string | undefined, isPiped: boolean): Promise<string> {
    if ((value === undefined) === isPiped) return value ?? this.shell.terminal.everything();
    const message = 'Give the value once: as an argument, or with --stdin.';
    throw new CommandError(EXIT.usage, 'usage.wrong', message, 'See: brandgate config set --help');
  }
}
