import { Option, SubCommand } from 'nest-commander';
import { DELIVERY_STATES, type DeliveryState } from '../../core/pushes/push-delivery.entity';
import { PushReader } from '../../core/pushes/push-reader';
import { deliveryView } from '../../protocols/jfw/views/push.view';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import type { Invocation } from '../shell/house-command';
import { pageOf, printPage } from '../shell/page-options';
import { PagedCommand, type PagedOptions } from '../shell/paged-command';
import { PUSH_ARGUMENT } from './push-argument';

interface DeliveriesOptions extends PagedOptions {
  readonly state?: DeliveryState;
}

const HEAD = ['ID', 'USER', 'DEVICE', 'STATE', 'REASON', 'TRIES', 'ACCEPTED', 'CONFIRMED'];

@SubCommand({ name: 'deliveries', ...PUSH_ARGUMENT, description: 'what became of a message, a line a device' })
export class PushDeliveriesCommand extends PagedCommand<DeliveriesOptions> {
  protected readonly examples = [
    'brandgate push deliveries --brand acme 01993b5e-8a51-7c3f-9a3e-2f5f0d9f1c11 --state unreached',
  ];

  protected async execute({ args: [uid = ''], options, out }: Invocation<DeliveriesOptions>): Promise<void> {
    const { brand, get } = await this.acting(options);
    const page = pageOf(options);
    const { items, total } = await get(PushReader).listDeliveries(brand.id, uid, options.state, page);
    const deliveries = items.map(({ delivery, name }) => deliveryView(delivery, name));
    const rows = deliveries.map(({ id, userId, deviceId, state, reason, attempts, ...times }) => {
      return [id, userId, deviceId, state, reason, attempts, times.acceptedDate, times.confirmedDate];
    });
    printPage(out, { shown: { total, deliveries }, head: HEAD, rows, page });
  }

  @Option({ flags: '--state <state>', description: `in this state alone: ${DELIVERY_STATES.join(', ')}` })
  parseState(value: string): DeliveryState {
    const state = DELIVERY_STATES.find((one) => one === value);
    if (state !== undefined) return state;
    throw new CommandError(EXIT.usage, 'usage.wrong', `--state must be one of ${DELIVERY_STATES.join(', ')}.`);
  }
}
