import { Option, SubCommand } from 'nest-commander';
import { verdictOn } from '../../core/brands/version-question';
import { Clock } from '../../kernel/clock';
import { versionVerdictView } from '../../protocols/jfw/views/release.view';
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
    const verdict = verdictOn(brand.settings, { os, version, path: options.path }, installation.get(Clock).now());
    const result = versionVerdictView(verdict);
    out.record(result, result);
  }
}
