import { Option, SubCommand } from 'nest-commander';
import { ListFarewellsFlow } from '../../flows/list-farewells/list-farewells.flow';
import { farewellView } from '../../protocols/jfw/views/push.view';
import type { Invocation } from '../shell/house-command';
import { pageOf, printPage } from '../shell/page-options';
import { PagedCommand, type PagedOptions } from '../shell/paged-command';
import { USER_OPTION } from '../user/user-argument';
import { DEVICE_OPTION } from './device-option';
import { findUserDevice } from './find-user-device';

interface FarewellsOptions extends PagedOptions {
  readonly user?: string;
  readonly device?: string;
}

const HEAD = ['ID', 'DEVICE', 'CAUSE', 'STATE', 'REASON', 'CREATED', 'DELIVERED', 'CONFIRMED'];

@SubCommand({
  name: 'farewells',
  description: 'what became of the last messages to devices of a user that were signed out, newest first',
})
export class DeviceFarewellsCommand extends PagedCommand<FarewellsOptions> {
  protected readonly examples = ['brandgate device farewells --brand acme --user ann@acme.example'];

  protected async execute({ options, out }: Invocation<FarewellsOptions>): Promise<void> {
    const acting = await this.acting(options);
    const user = await acting.user(options.user ?? '', { withDeleted: true });
    const { device: deviceUid } = options;
    if (deviceUid !== undefined) await findUserDevice(acting, user, deviceUid);
    const page = pageOf(options);
    const query = { userUid: user.uid, deviceUid, page, withDeleted: true };
    const { items, total } = await acting.get(ListFarewellsFlow).run(acting.caller, query);
    const farewells = items.map(farewellView);
    const rows = farewells.map(({ id, deviceId, cause, state, reason, ...times }) => {
      return [id, deviceId, cause, state, reason, times.createdDate, times.deliveredDate, times.confirmedDate];
    });
    printPage(out, { shown: { total, farewells }, head: HEAD, rows, page });
  }

  @Option(USER_OPTION)
  parseUser(value: string): string {
    return value;
  }

  @Option({ ...DEVICE_OPTION, required: false })
  parseDevice(value: string): string {
    return value;
  }
}
