import { randomUUID } from 'node:crypto';
import type { App } from 'firebase-admin/app';
import type { Messaging } from 'firebase-admin/messaging';
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

/** Brands that send at the same time; the one that sent longest ago makes room. */
const MAX_CHANNELS = 200;

/**
 * Firebase Cloud Messaging: one named app per brand and version of its service account. The library is loaded with the
 * first message, because it is heavy and most gateways push nothing.
 */
export class FirebasePushTransport extends PushTransport {
  /** In the order of their last use. */
  private readonly channels = new Map<string, Channel>();

  override async send(
    server: PushServer,
    content: PushContent,
    targets: readonly PushTarget[],
  ): Promise<readonly PushOutcome[]> {
    if (targets.length === 0) return [];
    try {
      const messages = targets.map((target) => messageOf(content, target));
      const { messaging } = await this.channelOf(server);
      const { responses } = await messaging.sendEach(messages);
      return responses.map(({ success, messageId, error }) =>
        success && messageId !== undefined ? { kind: 'accepted', id: messageId } : failureOf(error),
      );
    } catch (thrown) {
      return targets.map(() => failureOf(thrown));
    }
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

function library() {
  return Promise.all([import('firebase-admin/app'), import('firebase-admin/messaging')]);
}
