import { Option } from 'nest-commander';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { APP_TYPES } from '../../core/apps/app.entity';
import { findRole } from '../role/find-role';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import { yesOrNo } from '../shell/listed-values';

export interface AppOptions extends BrandedOptions {
  readonly name?: string;
  readonly description?: string;
  readonly type?: string;
  readonly path?: string;
  readonly url?: string;
  readonly active?: boolean;
  readonly defaultRole?: string;
}

/** A command that says what an app is. */
export abstract class AppDescribingCommand extends BrandedCommand<AppOptions> {
  @Option({ flags: '--description <text>', description: 'what it is; "" for nothing' })
  parseDescription(value: string): string {
    return value;
  }

  @Option({ flags: '--type <type>', description: `where it is found: ${APP_TYPES.join(', ')}` })
  parseType(value: string): string {
    return value;
  }

  @Option({ flags: '--path <path>', description: 'where in its storage; "" for nowhere' })
  parsePath(value: string): string {
    return value;
  }

  @Option({ flags: '--url <address>', description: 'its address; "" for none' })
  parseUrl(value: string): string {
    return value;
  }

  @Option({ flags: '--active <yes|no>', description: 'the key of an inactive app is refused' })
  parseActive(value: string): boolean {
    return yesOrNo('--active', value);
  }

  @Option({
    flags: '--default-role <role>',
    description: 'role of whoever has none of their own in the app; "" for none',
  })
  parseDefaultRole(value: string): string {
    return value;
  }

  /** As the body of the API has it. @throws CommandError for a role that is not there */
  protected async bodyOf(brand: BrandSnapshot, options: AppOptions): Promise<object> {
    const { name, description, type, active: isActive, defaultRole } = options;
    const [path, url] = [orNull(options.path), orNull(options.url)];
    const defaultRoleId = defaultRole === undefined ? undefined : await this.roleId(brand, defaultRole);
    return { name, description, type, path, url, isActive, defaultRoleId };
  }

  private async roleId(brand: BrandSnapshot, name: string): Promise<string | null> {
    if (name === '') return null;
    return (await findRole(await this.shell.installation.open(), brand, name)).uid;
  }
}

/** Nothing said empties. */
function orNull(text: string | undefined): string | null | undefined {
  return text === '' ? null : text;
}
