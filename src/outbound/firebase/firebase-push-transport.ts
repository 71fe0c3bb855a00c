import { randomUUID } from 'node:crypto';
import type { App } from 'firebase-admin/app';
import type { Messaging } from 'firebase-admin/messaging';
import { Clock, SystemClock } from '../../kernel/clock';
import {
  type PushContent,
  type PushOutcome,
  type PushServer,
  type PushTarget,
  PushTransport,
} from '../../ports/push-transport.port';
import { GoogleAgent } from './google-agent';
import { messageOf } from './push-message';
import { failureOf } from './push-failure';
import { ServiceAccountCredential } from './service-account-credential';

interface Channel {
  readonly app: App;
  readonly agent: GoogleAgent;
  readonly messaging: Messaging;
}

/** Messages under way at once: as many as the library itself sends side by side. */
const SLICE = 100;
/** After this long nothing more is begun: who is to be told, and whether, may have changed (JFW-PSH-06). */
const PATIENCE_MS = 10_000;
const NOT_BEGUN: PushOutcome = {
  ...{
    kind: 'failed',
    code: 'server-unavailable',
    message: 'not sent: Google is slow, or not there',
    retryAfter: null,
  },
};

/** Brands that send at the same time; the one that sent longest ago makes room. */
const MAX_CHANNELS = 200;

/**
 * Firebase Cloud Messaging: one named app per brand and version of its service account. The library is loaded with the
 * first message, because it is heavy and most gateways push nothing.
 */
export class FirebasePushTransport extends PushTransport {
  /** In the order of their last use. */
  private readonly channels = new Map<string, Channel>();

  /** @param clock Apple's, to whom instants are told */
  constructor(private readonly clock: Clock = new SystemClock()) {
    super();
  }

  override async send(
    server: PushServer,
    content: PushContent,
    targets: readonly PushTarget[],
  ): Promise<readonly PushOutcome[]> {
    const end = this.clock.monotonic() + PATIENCE_MS;
    const outcomes: PushOutcome[] = [];
    for (let start = 0; start < targets.length; start += SLICE) {
      const slice = targets.slice(start, start + SLICE);
      const isLate = this.clock.monotonic() > end || (start > 0 && outcomes.every(isUnanswered));
      outcomes.push(...(isLate ? slice.map(() => NOT_BEGUN) : await this.sendSlice(server, content, slice)));
    }
    return outcomes;
  }

  override async verify({ account, route }: PushServer) {
    const agent = new GoogleAgent(route);
    try {
      await new ServiceAccountCredential(account, agent).getAccessToken();
      return { kind: 'accepted' as const };
    } catch (thrown) {
      return { kind: 'failed' as const, code: failureOf(thrown).code };
    } finally {
      agent.destroy();
    }
  }

  override async forget(name: string): Promise<void> {
    const channel = this.channels.get(name);
    this.channels.delete(name);
    if (channel === undefined) return;
    const { deleteApp } = await import('firebase-admin/app');
    await deleteApp(channel.app);
    channel.agent.destroy();
  }

  private async sendSlice(
    server: PushServer,
    content: PushContent,
    targets: readonly PushTarget[],
  ): Promise<readonly PushOutcome[]> {
    try {
      const messages = targets.map((target) => messageOf(content, target, this.clock.now()));
      const { messaging } = await this.channelOf(server);
      const { responses } = await messaging.sendEach(messages);
      return responses.map(({ success, messageId, error }) =>
        success && messageId !== undefined ? { kind: 'accepted', id: messageId } : failureOf(error),
      );
    } catch (thrown) {
      return targets.map(() => failureOf(thrown));
    }
  }

  private async channelOf(server: PushServer): Promise<Channel> {
    const [{ initializeApp }, { getMessaging }] = await library();
    // Nothing waits from here on: two messages at once share a channel.
    const known = this.channels.get(server.name);
    if (known !== undefined) return this.keep(server.name, known);
    const agent = new GoogleAgent(server.route);
    const credential = new ServiceAccountCredential(server.account, agent);
    const { projectId } = server.account;
    // The library knows apps by name throughout the process, and one that is being deleted still holds its own.
    const name = `${server.name} ${randomUUID()}`;
    const app = initializeApp({ credential, projectId, httpAgent: agent }, name);
    const messaging = getMessaging(app);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the library's HTTP/2 connections take no agent
    messaging.enableLegacyHttpTransport();
    withoutPatience(messaging);
    return this.keep(server.name, { app, agent, messaging });
  }

  private keep(name: string, channel: Channel): Channel {
    this.channels.delete(name);
    this.channels.set(name, channel);
    const [oldest = name] = this.channels.keys();
    if (this.channels.size > MAX_CHANNELS) void this.forget(oldest);
    return channel;
  }
}

/**
 * What is left of the library's repetitions: once and at once, where a connection was closed while it lay idle. By itself
 * it repeats a message for minutes, to a token whose user may have left meanwhile; the outbox does it with a token that it
 * reads anew. There is no option for it: a test tells when the library is built otherwise.
 */
const AT_ONCE = { maxRetries: 1, ioErrorCodes: ['ECONNRESET'], statusCodes: [], backOffFactor: 0, maxDelayInMillis: 0 };

function withoutPatience(messaging: Messaging): void {
  const { messagingRequestHandler } = messaging as unknown as {
    readonly messagingRequestHandler: { readonly httpClient: { retry: unknown } };
  };
  messagingRequestHandler.httpClient.retry = AT_ONCE;
}

function isUnanswered(outcome: PushOutcome): boolean {
  return outcome.kind === 'failed' && outcome.code === 'server-unavailable';
}

function library() {
  return Promise.all([import('firebase-admin/app'), import('firebase-admin/messaging')]);
}
