import { Option, SubCommand } from 'nest-commander';
import { ListFarewellsFlow } from '../../flows/list-farewells/list-farewells.flow';
import { farewellView } from '../../protocols/jfw/views/push.view';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import {
  LIMIT_OPTION,
  moreText,
  PAGE_OPTION,
  pageOf,
  type PageOptions,
  parseLimit,
  parsePage,
} from '../shell/page-options';
import { USER_OPTION } from '../user/user-argument';
import { DEVICE_OPTION } from './device-option';
import { findUserDevice } from './find-user-device';

interface FarewellsOptions extends BrandedOptions, PageOptions {
  readonly user?: string;
  readonly device?: string;
}

const HEAD = ['ID', 'DEVICE', 'CAUSE', 'STATE', 'REASON', 'CREATED', 'DELIVERED', 'CONFIRMED'];

@SubCommand({
  name: 'farewells',
  description: 'what became of the last messages to devices of a user that were signed out, newest first',
})
export class DeviceFarewellsCommand extends BrandedCommand<FarewellsOptions> {
  protected readonly examples = ['brandgate device farewells --brand acme --user ann@acme.example'];

  protected async execute({ options, out }: Invocation<FarewellsOptions>): Promise<void> {
    const acting = await this.acting(options);
    const user = await acting.user(options.user ?? '');
    const { device: deviceUid } = options;
    if (deviceUid !== undefined) await findUserDevice(acting, user, deviceUid);
    const page = pageOf(options);
    const query = { userUid: user.uid, deviceUid, page };
    const { items, total } = await acting.get(ListFarewellsFlow).run(acting.caller, query);
    const farewells = items.map(farewellView);
    const rows = farewells.map(({ id, deviceId, cause, state, reason, ...times }) => {
      return [id, deviceId, cause, state, reason, times.createdDate, times.deliveredDate, times.confirmedDate];
    });
    out.table({ total, farewells }, HEAD, rows);
    const more = moreText(farewells.length, total, page);
    if (more !== null) out.note(more);
  }

  @Option(USER_OPTION)
  parseUser(value: string): string {
    return value;
  }

  @Option({ ...DEVICE_OPTION, required: false })
  parseDevice(value: string): string {
    return value;
  }

  @Option(LIMIT_OPTION)
  parseLimit(value: string): number {
    return parseLimit(value);
  }

  @Option(PAGE_OPTION)
  parsePage(value: string): number {
    return parsePage(value);
  }
}
