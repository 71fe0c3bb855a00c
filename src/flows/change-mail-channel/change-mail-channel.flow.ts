import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { GatewaySettings } from '../../core/gateway-settings/gateway-settings';
import { type MailChannelDraft, requireChannel } from '../../core/mail/mail-channel-draft';
import { MailChannelRepository } from '../../core/mail/mail-channel.repository';
import { MailChannels } from '../../core/mail/mail-channels';
import { OutboxRepository } from '../../core/outbox/outbox.repository';
import type { Caller } from '../../core/roles/caller';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { EventLog } from '../../ports/event-log.port';
import { MailTransport } from '../../ports/mail-transport.port';
import { Database } from '../../storage/database';

/** Why a mail server is not taken: for the operator, never for the brand (SEC-EGR-02). */
export class MailServerError extends Error {
  override readonly name = 'MailServerError';
}

/** Gives a brand its own mail server, and takes it away again. */
@Injectable()
export class ChangeMailChannelFlow {
  constructor(
    private readonly database: Database,
    private readonly channels: MailChannels,
    private readonly repository: MailChannelRepository,
    private readonly outbox: OutboxRepository,
    private readonly transport: MailTransport,
    private readonly settings: GatewaySettings,
    private readonly audit: AuditTrail,
    private readonly log: EventLog,
  ) {}

  /**
   * The server is tried before anything is kept; what waits in the outbox then goes over it.
   * @throws BrandgateError request.invalid, mail.channel-failed
   */
  async save(actor: Actor, caller: Caller, brand: BrandSnapshot, given: MailChannelDraft, now: number): Promise<void> {
    const { draft, server } = requireChannel(given);
    await this.requireWorking(brand, draft.url);
    const place = `${server.host}:${server.port}`;
    const own = { ...draft, host: place, testedAt: now, modifiedBy: caller.self?.id ?? null };
    await this.database.transaction(async (store) => {
      await this.repository.replace(store, brand.id, this.channels.sealed(brand.id, own, now));
      const details = { change: 'saved', host: place, fromAddress: draft.fromAddress, fromName: draft.fromName };
      await this.audit.record(store, originIn(brand.id, actor), { ...eventOf(brand), details });
    });
    await this.outbox.hasten(this.database.store, brand.id, 'mail', now);
  }

  /** From then on the installation's server is used. @throws BrandgateError channel.not-configured */
  async remove(actor: Actor, brand: BrandSnapshot): Promise<void> {
    await this.database.transaction(async (store) => {
      if (!(await this.repository.delete(store, brand.id))) throw new BrandgateError('channel.not-configured');
      await this.audit.record(store, originIn(brand.id, actor), { ...eventOf(brand), details: { change: 'removed' } });
    });
  }

  private async requireWorking({ uid }: BrandSnapshot, url: string): Promise<void> {
    const { egressAllowList: allowList } = this.settings.current;
    const outcome = await this.transport.verify({ url, isTrusted: false, allowList });
    if (outcome.kind === 'sent') return;
    this.log.warn('mail.channel-failed', { brand: uid, why: outcome.error });
    throw new BrandgateError('mail.channel-failed', { cause: new MailServerError(outcome.error) });
  }
}

function eventOf({ uid }: BrandSnapshot) {
  return { event: 'mail.channel_changed' as const, target: { type: 'brand', id: uid } };
}
