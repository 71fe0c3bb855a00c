import { Injectable } from '@nestjs/common';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import type { BrandId } from '../../kernel/ids';
import { EventLog } from '../../ports/event-log.port';
import { PushTransport } from '../../ports/push-transport.port';
import { Database, type Store } from '../../storage/database';
import type { AuditEvent } from '../audit/audit-trail';
import { OutboxRepository } from '../outbox/outbox.repository';
import type { Caller } from '../roles/caller';
import { type NewPushChannel, PushChannelRepository } from './push-channel.repository';
import { PushChannels } from './push-channels';

/** What becomes of a brand's channel; made before the transaction, written inside it. */
export interface PushChannelChange {
  /** Null: it is taken away. */
  readonly channel: NewPushChannel | null;
  /** Name of the channel that was there before, for the transport to let go of. */
  readonly former: string | null;
}

/** The brand setting `firebaseCredential`: an object gives a brand its service account, null takes it away (JFW-SET-01). */
@Injectable()
export class PushChannelChanges {
  constructor(
    private readonly database: Database,
    private readonly channels: PushChannels,
    private readonly repository: PushChannelRepository,
    private readonly outbox: OutboxRepository,
    private readonly transport: PushTransport,
    private readonly log: EventLog,
  ) {}

  /**
   * Tries the account with Google; nothing is kept yet. What is shown, sent back, changes nothing.
   * @returns null when nothing changes
   * @throws BrandgateError request.invalid, push.credential-refused, push.unavailable
   */
  async prepare(caller: Caller, given: unknown, now: number): Promise<PushChannelChange | null> {
    if (given === undefined) return null;
    const { brandId } = caller;
    const row = await this.repository.find(this.database.store, brandId);
    if (typeof given === 'boolean' && given === (row !== null)) return null;
    const former = row === null ? null : this.channels.nameOf(row.uid);
    if (given === null) return row === null ? null : { channel: null, former };
    if (typeof given !== 'object') throw invalidField('firebaseCredential', EXPECTED);
    const by = { modifiedBy: caller.self?.id ?? null, testedAt: now };
    const { channel, account } = this.channels.sealed(brandId, given, by);
    await this.requireAccepted(this.channels.serverOf(channel.uid, account));
    return { channel, former };
  }

  /** @returns what happened, for the trail of the same transaction; null when somebody else took the channel away first */
  async write(store: Store, brandId: BrandId, { channel }: PushChannelChange): Promise<ChannelEvent | null> {
    if (channel === null) return (await this.repository.remove(store, brandId)) ? eventOf({ change: 'removed' }) : null;
    await this.repository.replace(store, channel);
    // What waited for a channel, or for a better one, is due.
    await this.outbox.hasten(store, brandId, 'push', channel.modifiedAt);
    const { projectId, clientEmail, privateKeyId } = channel;
    return eventOf({ change: 'saved', projectId, clientEmail, privateKeyId });
  }

  isPresent(store: Store, brandId: BrandId): Promise<boolean> {
    return this.repository.isPresent(store, brandId);
  }

  /** This process uses the former account no more; others never ask for its name again. */
  async settle({ former }: PushChannelChange): Promise<void> {
    if (former !== null) await this.transport.forget(former);
  }

  private async requireAccepted(server: ReturnType<PushChannels['serverOf']>): Promise<void> {
    const outcome = await this.transport.verify(server);
    if (outcome.kind === 'accepted') return;
    const { code } = outcome;
    this.log.warn('push.credential-failed', { project: server.account.projectId, why: code });
    if (code === 'authentication-error') throw new BrandgateError('push.credential-refused');
    throw new BrandgateError('push.unavailable', { retryAfter: RETRY_SECONDS });
  }
}

const EXPECTED = 'firebaseCredential must be the JSON of a service account, null, or what is shown.';
const RETRY_SECONDS = 10;

type ChannelEvent = Omit<AuditEvent, 'target'>;

function eventOf(details: Readonly<Record<string, string>>): ChannelEvent {
  return { event: 'push.channel_changed', details };
}
