import { SubCommand } from 'nest-commander';
import { PreviewPushFlow } from '../../flows/send-push/preview-push.flow';
import type { Invocation } from '../shell/house-command';
import { AudienceCommand, type AudienceOptions, devicesText } from './audience-command';

@SubCommand({ name: 'preview', description: 'how many devices a message would reach now; sends nothing' })
export class PushPreviewCommand extends AudienceCommand {
  protected readonly examples = [
    'brandgate push preview --brand acme --everybody',
    'brandgate push preview --brand acme --os iOS --version-to 2.1 --seen-from 30d',
  ];

  protected async execute({ options, out }: Invocation<AudienceOptions>): Promise<void> {
    const acting = await this.acting(options);
    const audience = await this.audienceOf(acting, options);
    const devices = await acting.get(PreviewPushFlow).run(acting.brand.id, audience, acting.now);
    out.show({ devices }, () => devicesText(devices));
  }
}
