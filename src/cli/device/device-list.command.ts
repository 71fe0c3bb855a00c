import { Option, SubCommand } from 'nest-commander';
import { UserDevices } from '../../core/devices/user-devices';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { USER_OPTION } from '../user/user-argument';
import { shownDevice } from './shown-device';

interface DeviceListOptions extends BrandedOptions {
  readonly user?: string;
}

const HEAD = ['ID', 'NAME', 'OS', 'VERSION', 'STATUS', 'LAST CONTACT', 'TOKEN'];

@SubCommand({ name: 'list', description: "a user's devices, oldest first; push tokens themselves are never shown" })
export class DeviceListCommand extends BrandedCommand<DeviceListOptions> {
  protected readonly examples = ['brandgate device list --brand acme --user ann@acme.example'];

  protected async execute({ options, out }: Invocation<DeviceListOptions>): Promise<void> {
    const acting = await this.acting(options);
    const { brand, now } = acting;
    const { id, uid, username } = await acting.user(options.user ?? '');
    const linked = await acting.get(UserDevices).listOf(brand.id, id);
    const devices = linked.map(({ device, link }) => shownDevice({ device, link, userUid: uid }, now));
    const rows = devices.map((d) => [
      ...[d.id, d.name, d.osDevice, d.appVersionNumber],
      ...[d.status, d.lastAccessAt, d.tokenStatus],
    ]);
    out.table({ user: { id: uid, username }, devices }, HEAD, rows);
  }

  @Option(USER_OPTION)
  parseUser(value: string): string {
    return value;
  }
}
