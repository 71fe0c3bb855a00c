import {
  type PushContent,
  type PushOutcome,
  type PushServer,
  type PushTarget,
  PushTransport,
} from '../../src/ports/push-transport.port';

/** Google, as a test wants it. */
export class FakePush extends PushTransport {
  readonly sent: { readonly server: string; readonly content: PushContent; readonly target: PushTarget }[] = [];
  readonly forgotten: string[] = [];
  /** What Google says of each message, as long as the test wants it so. */
  outcomeOf: (target: PushTarget) => PushOutcome | Promise<PushOutcome> = () => ACCEPTED;
  verdict: Awaited<ReturnType<PushTransport['verify']>> = { kind: 'accepted' };

  override async send({ name }: PushServer, content: PushContent, targets: readonly PushTarget[]) {
    this.sent.push(...targets.map((target) => ({ server: name, content, target })));
    return Promise.all(targets.map(async (target) => this.outcomeOf(target)));
  }

  override async verify() {
    return this.verdict;
  }

  override async forget(name: string): Promise<void> {
    this.forgotten.push(name);
  }
}

const ACCEPTED: PushOutcome = { kind: 'accepted', id: 'projects/fake/messages/1' };
