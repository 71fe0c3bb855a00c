import { Option, SubCommand } from 'nest-commander';
import { VersionGate } from '../../core/brands/version-gate';
import { Clock } from '../../kernel/clock';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';

interface ReleaseCheckOptions extends BrandedOptions {
  readonly path?: string;
}

@SubCommand({
  name: 'check',
  arguments: '<os> <version>',
  description: 'what the version gate would say to an app now',
  argsDescription: { os: 'as the app sends it: iOS, Android', version: 'as the app sends it: 2.1.0' },
})
export class ReleaseCheckCommand extends BrandedCommand<ReleaseCheckOptions> {
  protected readonly examples = ['brandgate release check iOS 2.1.0 --brand acme --path /api/v1/users/auth'];

  @Option({ flags: '--path <path>', description: 'of the request; / when absent' })
  parsePath(value: string): string {
    return value;
  }

  protected async execute({ args, options, out }: Invocation<ReleaseCheckOptions>): Promise<void> {
    const [os = '', version = ''] = args;
    const { installation, brand } = await this.acting(options);
    const gate = VersionGate.of(brand.settings.appVersionPolicies);
    const verdict = gate.judge(os, version, options.path ?? '/', installation.get(Clock).now());
    const { minimumVersion = null, recommendedVersion = null, startsAt = null } = verdict?.policy ?? {};
    const result = { verdict: verdict?.kind ?? 'unjudged', minimumVersion, recommendedVersion, startsAt };
    out.record(result, result);
  }
}
