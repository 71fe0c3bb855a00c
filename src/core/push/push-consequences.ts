import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import { EventLog } from '../../ports/event-log.port';
import { Database, type Store } from '../../storage/database';
import { type AuditEvent, type AuditOrigin, AuditTrail } from '../audit/audit-trail';
import { TokenDeathRepository } from '../devices/token-death.repository';
import type { UserDeviceEntity } from '../devices/user-device.entity';
import { type Revoke, RevokingTransaction } from '../revocations/revoking-transaction';
import type { PushChannelEntity } from './push-channel.entity';
import { PushChannelRepository } from './push-channel.repository';
import { type PushFailure, type PushVerdict, verdictOf } from './push-verdict';

/** The link as it was when something was sent to it: the digest of that token decides (JFW-PSH-04). */
export type SentLink = Pick<UserDeviceEntity, 'id' | 'brandId' | 'deviceId'> & { readonly pushTokenHash: Buffer };

/** A token that Google knows no more, as its link held it when something was sent. */
export interface DeadToken {
  readonly link: SentLink;
  readonly code: string;
}

/** The transaction in which tokens are buried. */
export interface Burial {
  readonly store: Store;
  readonly revoke: Revoke;
}

/** A fault that only some messages meet (no APNs key) counts for this long after it was last met. */
const REMEMBERED_MS = 86_400_000;

/** What an answer of Google's does to the token and to the channel it was sent with (JFW-PSH-03). */
@Injectable()
export class PushConsequences {
  constructor(
    private readonly database: Database,
    private readonly transaction: RevokingTransaction,
    private readonly tokens: TokenDeathRepository,
    private readonly channels: PushChannelRepository,
    private readonly audit: AuditTrail,
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {}

  /** Google took the message of somebody who looks whether messages arrive: what it had against the channel is settled. */
  async accepted(channel: PushChannelEntity): Promise<void> {
    await this.forget(channel, 0);
  }

  /** Google took some of many. Others may have met a fault before, and meet it again: that is told once a day. */
  async acceptedSome(channel: PushChannelEntity): Promise<void> {
    await this.forget(channel, REMEMBERED_MS);
  }

  /** Google asked to wait with everything. @param until epoch ms */
  async paused(channel: PushChannelEntity, until: number): Promise<void> {
    await this.channels.pause(this.database.store, channel, until);
  }

  /** One message failed. @returns what that is about; a dead token is buried, a faulty channel noted */
  async failed(
    origin: AuditOrigin,
    channel: PushChannelEntity,
    link: SentLink,
    failure: PushFailure,
  ): Promise<PushVerdict> {
    const verdict = await this.judge(origin, channel, failure);
    if (verdict === 'token') {
      const dead = [{ link, code: failure.code }];
      await this.transaction.run((store, revoke) => this.buryTokens({ store, revoke }, origin, dead));
    }
    return verdict;
  }

  /** As `failed`, for who sees to the tokens themself. */
  async judge(origin: AuditOrigin, channel: PushChannelEntity, failure: PushFailure): Promise<PushVerdict> {
    const verdict = verdictOf(failure);
    if (verdict === 'config') await this.noteFault(origin, channel, failure.code);
    return verdict;
  }

  /** The rows are kept; sessions look at the links anew, so that an app's next contact presents its token again. */
  async buryTokens({ store, revoke }: Burial, origin: AuditOrigin, dead: readonly DeadToken[]): Promise<void> {
    const events: AuditEvent[] = [];
    for (const { link, code } of dead) {
      const { brandId, deviceId, id, pushTokenHash } = link;
      if (!(await this.tokens.invalidate(store, brandId, id, pushTokenHash))) continue;
      await revoke('device', brandId, deviceId);
      const details = { code, tokenHash: pushTokenHash.toString('hex', 0, 4) };
      events.push({ event: 'push.token_invalidated', details, target: { type: 'link', id: `${id}` } });
    }
    await this.audit.record(store, origin, ...events);
  }

  private async forget(channel: PushChannelEntity, remembered: number): Promise<void> {
    if (channel.lastError === null) return;
    await this.channels.clearError(this.database.store, channel, this.clock.now() - remembered);
  }

  /** Told once, as long as it stays the same; every further message would say it again. */
  private async noteFault(origin: AuditOrigin, channel: PushChannelEntity, code: string): Promise<void> {
    const { projectId, privateKeyId } = channel;
    const isNew = await this.database.transaction(async (store) => {
      if (!(await this.channels.noteError(store, channel, code, this.clock.now()))) return false;
      const details = { code, projectId, privateKeyId };
      await this.audit.record(store, origin, { event: 'push.config_error', details });
      return true;
    });
    if (isNew) this.log.error('push.config-error', null, { project: projectId, code });
  }
}
