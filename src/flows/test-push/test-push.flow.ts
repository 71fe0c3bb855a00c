import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import type { LinkName } from '../../core/devices/link-names.repository';
import { PushChannels } from '../../core/push/push-channels';
import { PushConsequences } from '../../core/push/push-consequences';
import { type GivenContent, readPushContent } from '../../core/push/push-content';
import { PushRecipients } from '../../core/push/push-recipients';
import { NO_ANSWER, type PushFailure, type PushVerdict, retryAfterOf } from '../../core/push/push-verdict';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { LinkId } from '../../kernel/ids';
import {
  type PushContent,
  type PushOutcome,
  type PushServer,
  type PushTarget,
  PushTransport,
} from '../../ports/push-transport.port';

export interface TestPushCommand {
  readonly link: LinkName;
  readonly payload: Pick<GivenContent, 'title' | 'body' | 'data'>;
  readonly at: number;
  /** Asked before anything is sent. @throws BrandgateError rate.exceeded */
  readonly countTry: (linkId: LinkId) => void;
}

/** Google may take longer than somebody waits (JFW-PSH-02). */
const PATIENCE_MS = 9_000;

/** Sends one message to one device, to see whether messages arrive (JFW-PSH-01). */
@Injectable()
export class TestPushFlow {
  constructor(
    private readonly recipients: PushRecipients,
    private readonly channels: PushChannels,
    private readonly transport: PushTransport,
    private readonly consequences: PushConsequences,
  ) {}

  /**
   * @returns Google's name of the message
   * @throws BrandgateError user.not-found, device.not-found, push.payload-invalid, push.not-registered,
   * push.not-configured, push.unavailable, rate.exceeded
   */
  async run(
    actor: Actor,
    brand: BrandSnapshot,
    { link: name, payload, countTry, at }: TestPushCommand,
  ): Promise<string> {
    const { title, body, data } = payload;
    const content = readPushContent({ title: title ?? brand.name, body: body ?? TEXT, data: data ?? {} });
    const { link, target } = await this.recipients.get(brand.id, name, at);
    if (brand.status !== 'Active') throw new BrandgateError('push.not-registered');
    const channel = await this.channels.find(brand.id);
    if (channel === null) throw new BrandgateError('push.not-configured');
    countTry(link.id);
    const outcome = await this.send(channel.server, content, target);
    if (outcome.kind === 'accepted') {
      await this.consequences.accepted(channel.row);
      return outcome.id;
    }
    const origin = originIn(brand.id, actor);
    throw refusalOf(await this.consequences.failed(origin, channel.row, link, outcome), outcome);
  }

  /** What comes too late counts for nothing. */
  private async send(server: PushServer, content: PushContent, target: PushTarget): Promise<PushOutcome> {
    const impatience = new AbortController();
    const late = delay(PATIENCE_MS, NO_ANSWER, { signal: impatience.signal });
    try {
      const sent = this.transport.send(server, content, [target]);
      return await Promise.race([sent.then(([outcome = NO_ANSWER]) => outcome), late]);
    } finally {
      late.catch(() => undefined);
      impatience.abort();
    }
  }
}

const TEXT = 'This is a test message.';

function refusalOf(verdict: PushVerdict, failure: PushFailure): BrandgateError {
  if (verdict === 'token') return new BrandgateError('push.not-registered');
  if (verdict === 'payload') return new BrandgateError('push.payload-invalid');
  if (verdict === 'config') return new BrandgateError('push.not-configured');
  return new BrandgateError('push.unavailable', { retryAfter: retryAfterOf(failure) });
}
