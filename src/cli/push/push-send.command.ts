import { Option, SubCommand } from 'nest-commander';
import { MAX_TIME_TO_LIVE, readPushContent } from '../../core/push/push-content';
import { PreviewPushFlow } from '../../flows/send-push/preview-push.flow';
import { SendPushFlow } from '../../flows/send-push/send-push.flow';
import { Clock } from '../../kernel/clock';
import { pushView } from '../../protocols/jfw/views/push.view';
import type { Invocation } from '../shell/house-command';
import { jsonOrText } from '../shell/json-or-text';
import { wholeNumber } from '../shell/option-values';
import { AudienceCommand, type AudienceOptions, devicesText } from './audience-command';
import { contentOf, type ContentOptions, withText } from './given-content';

interface SendOptions extends AudienceOptions, ContentOptions {
  readonly key?: string;
  readonly yes?: boolean;
}

@SubCommand({
  name: 'send',
  description: 'sends a message to devices of a brand; a running gateway takes it to Google',
})
export class PushSendCommand extends AudienceCommand<SendOptions> {
  protected readonly examples = [
    'brandgate push send --brand acme --user ann@acme.example --title "Your order" --body "It is on its way" --data order=17',
    'brandgate push send --brand acme --os iOS --version-to 2.1 --title "Please update" --key update-2.2 --yes',
  ];

  protected async execute({ options, out }: Invocation<SendOptions>): Promise<void> {
    const acting = await this.acting(options);
    const { brand, actor, caller, get } = acting;
    const content = contentOf(options);
    // Nobody is asked about a message that is refused all the same.
    readPushContent(content);
    const audience = await this.audienceOf(acting, options);
    const devices = await get(PreviewPushFlow).run(brand.id, audience, acting.now);
    const warning = `The message goes to ${devicesText(devices)} of ${brand.code}.`;
    const isAsked = devices > 1 && options.yes !== true;
    if (isAsked) await this.shell.terminal.confirm(warning, false);
    else out.note(warning);
    // An answer may have taken its time.
    const command = { content, audience, idempotencyKey: options.key, at: get(Clock).now() };
    const { push, isNew } = await get(SendPushFlow).run(actor, caller, command);
    out.record({ ...pushView(push), isNew }, { id: push.uid, state: push.state });
    if (!isNew) out.note('The same message was given before under this key: nothing is sent again.');
    out.note(`What becomes of it: brandgate push show --brand ${brand.code} ${push.uid}`);
  }

  @Option({ flags: '--title <text>', description: 'without title and body the app is woken in the background' })
  parseTitle(value: string): string {
    return value;
  }

  @Option({ flags: '--body <text>', description: 'what it says' })
  parseBody(value: string): string {
    return value;
  }

  @Option({ flags: '--image-url <address>', description: 'https' })
  parseImageUrl(value: string): string {
    return value;
  }

  @Option({ flags: '--data <name=text>', description: 'a text for the app; again for more' })
  parseData(value: string, before?: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    return withText(value, before);
  }

  @Option({ flags: '--collapse-key <key>', description: 'later messages of the same key take its place' })
  parseCollapseKey(value: string): string {
    return value;
  }

  @Option({ flags: '--priority <priority>', description: 'high or normal' })
  parsePriority(value: string): string {
    return value;
  }

  @Option({ flags: '--ttl <seconds>', description: 'after which nobody wants it any more; default: tried for a day' })
  parseTtl(value: string): number {
    return wholeNumber('--ttl', value, 0, MAX_TIME_TO_LIVE);
  }

  @Option({ flags: '--android <json>', description: 'part of an FCM v1 message for Android alone' })
  parseAndroid(value: string): unknown {
    return jsonOrText(value);
  }

  @Option({ flags: '--apns <json>', description: 'part of an FCM v1 message for iOS alone' })
  parseApns(value: string): unknown {
    return jsonOrText(value);
  }

  @Option({ flags: '--webpush <json>', description: 'part of an FCM v1 message for browsers alone' })
  parseWebpush(value: string): unknown {
    return jsonOrText(value);
  }

  @Option({ flags: '--key <key>', description: 'your name of this message: given again, it sends nothing again' })
  parseKey(value: string): string {
    return value;
  }

  @Option({ flags: '--yes', description: 'do not ask' })
  parseYes(): boolean {
    return true;
  }
}
