import { SubCommand } from 'nest-commander';
import { PushReader } from '../../core/pushes/push-reader';
import { countedPushView } from '../../protocols/jfw/views/push.view';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { audienceText } from './audience-text';
import { PUSH_ARGUMENT } from './push-argument';

@SubCommand({ name: 'show', ...PUSH_ARGUMENT, description: 'a message, and how many deliveries are in which state' })
export class PushShowCommand extends BrandedCommand {
  protected readonly examples = ['brandgate push show --brand acme 01993b5e-8a51-7c3f-9a3e-2f5f0d9f1c11'];

  protected async execute({ args: [uid = ''], options, out }: Invocation<BrandedOptions>): Promise<void> {
    const { brand, get } = await this.acting(options);
    const reader = get(PushReader);
    const push = await reader.get(brand.id, uid);
    const view = countedPushView(push, await reader.count(push));
    const { deliveries, audience, ...members } = view;
    out.record(view, { ...members, audience: audienceText(audience), ...deliveries });
  }
}
