import { SubCommand } from 'nest-commander';
import { CancelPushFlow } from '../../flows/cancel-push/cancel-push.flow';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import type { Invocation } from '../shell/house-command';
import { PUSH_ARGUMENT } from './push-argument';

@SubCommand({ name: 'cancel', ...PUSH_ARGUMENT, description: 'stops a message: what Google has not taken stays here' })
export class PushCancelCommand extends BrandedCommand {
  protected readonly examples = ['brandgate push cancel --brand acme 01993b5e-8a51-7c3f-9a3e-2f5f0d9f1c11'];

  protected async execute({ args: [uid = ''], options, out }: Invocation<BrandedOptions>): Promise<void> {
    const { brand, actor, caller, now, get } = await this.acting(options);
    if (!(await get(CancelPushFlow).run(actor, caller, uid, now))) {
      const advice = `What became of it: brandgate push show --brand ${brand.code} ${uid}`;
      throw new CommandError(EXIT.failed, 'push.over', 'It was over before: there is nothing to cancel.', advice);
    }
    out.show({ cancelled: uid }, () => `${uid} is cancelled`);
    out.note(`What it reached before: brandgate push show --brand ${brand.code} ${uid}`);
  }
}
