import type { GivenContent } from '../../core/push/push-content';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';

/** What a message says, as options name it. */
export interface ContentOptions {
  readonly title?: string;
  readonly body?: string;
  readonly imageUrl?: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly collapseKey?: string;
  readonly priority?: string;
  readonly ttl?: number;
  readonly android?: unknown;
  readonly apns?: unknown;
  readonly webpush?: unknown;
}

/** As the body of the API has it. */
export function contentOf(options: ContentOptions): GivenContent {
  const { title, body, imageUrl, data, collapseKey, priority, ttl: timeToLive, android, apns, webpush } = options;
  return { title, body, imageUrl, data, collapseKey, priority, timeToLive, android, apns, webpush };
}

/** One more text for the app: `order=17`. @throws CommandError */
export function withText(given: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = given.indexOf('=');
  if (at < 1) throw new CommandError(EXIT.usage, 'usage.wrong', `--data must be name=text, such as order=17: ${given}`);
  return { ...before, [given.slice(0, at)]: given.slice(at + 1) };
}
