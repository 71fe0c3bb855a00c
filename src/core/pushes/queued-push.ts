import type { PushContent } from '../../ports/push-transport.port';

/** The topic of a push in the outbox. */
export const PUSH = 'push.message';

/** What the outbox holds of it; gone when it is over. */
export interface QueuedPush {
  readonly pushUid: string;
  readonly content: PushContent;
}
