import {
  type PushContent,
  type PushOutcome,
  type PushServer,
  type PushTarget,
  PushTransport,
} from '../../src/ports/push-transport.port';

const ACCEPTED: PushOutcome = { kind: 'accepted', id: 'projects/fake/messages/1' };

/** Google, as a test wants it. */
export class FakePush extends PushTransport {
  /** What Google says of each message, as long as the test wants it so. */
  outcomeOf: (target: PushTarget) => PushOutcome | Promise<PushOutcome> = () => ACCEPTED;

  override async send(_server: PushServer, _content: PushContent, targets: readonly PushTarget[]) {
    return Promise.all(targets.map(async (target) => this.outcomeOf(target)));
  }

  override async verify() {
    return { kind: 'accepted' as const };
  }

  override async forget(): Promise<void> {
    // It keeps nothing that could be used again.
  }
}
