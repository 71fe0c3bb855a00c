import { SubCommand } from 'nest-commander';
import { TestMailChannelFlow } from '../../flows/test-mail-channel/test-mail-channel.flow';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';

@SubCommand({
  name: 'test',
  arguments: '<address>',
  argsDescription: { address: 'where to' },
  description: 'queues a test mail; a running gateway sends it within seconds',
})
export class MailChannelTestCommand extends BrandedCommand {
  protected readonly examples = ['brandgate mail-channel test --brand acme me@acme.example'];

  protected async execute({ args: [to = ''], options, out }: Invocation<BrandedOptions>): Promise<void> {
    const { installation, brand, actor, now } = await this.acting(options);
    const id = await installation.get(TestMailChannelFlow).run(actor, brand, to, now);
    out.show({ id }, () => id);
    out.note(`What became of it: brandgate outbox show ${id}`);
  }
}
