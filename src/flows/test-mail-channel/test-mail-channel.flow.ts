import { Injectable } from '@nestjs/common';
import type { Actor } from '../../core/audit/actor';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { MailChannels } from '../../core/mail/mail-channels';
import { Mailer, mailInstant, type MailRecipient, recipientOf } from '../../core/mail/mailer';
import { UserRepository } from '../../core/users/user.repository';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import { canonicalEmail } from '../../kernel/text/canonical-key';
import { Database } from '../../storage/database';

const WORTH_MS = 3_600_000;

/** Sends a mail through the outbox to see whether mails of a brand arrive. */
@Injectable()
export class TestMailChannelFlow {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly channels: MailChannels,
    private readonly mailer: Mailer,
  ) {}

  /**
   * To nobody but the caller, at the address that their account has; the command line is trusted with any.
   * @returns the public id of the outbox row
   * @throws BrandgateError request.invalid, channel.not-configured
   */
  async run(actor: Actor, brand: BrandSnapshot, to: string | null, now: number): Promise<string> {
    const recipient = await this.recipient(actor, brand, to);
    if ((await this.channels.find(brand)) === null) throw new BrandgateError('channel.not-configured');
    const mail = { topic: 'channel-test' as const, recipient, values: { at: mailInstant(now) } };
    return this.mailer.queue(this.database.store, brand.id, { ...mail, expiresAt: now + WORTH_MS }, now);
  }

  private async recipient(actor: Actor, { id }: BrandSnapshot, to: string | null): Promise<MailRecipient> {
    const key = to === null ? null : canonicalEmail(to);
    if (to !== null && key === null) throw invalidField('to', 'to must be an e-mail address.');
    const own = await this.own(actor);
    // The command line.
    if (own === 'nobody' && to !== null) return { userId: null, address: to.trim(), name: null, locale: null };
    const isOwn = own !== 'nobody' && own !== null && (key === null || canonicalEmail(own.address) === key);
    if (!isOwn) throw invalidField('to', 'to must be the e-mail address of your own account.');
    // Somebody from another brand is no user of this one.
    return { ...own, userId: actor.brandId === id ? own.userId : null };
  }

  private async own({ brandId, userId }: Actor): Promise<MailRecipient | 'nobody' | null> {
    if (userId === null) return 'nobody';
    const user = await this.users.findById(this.database.store, brandId, userId);
    return user ? recipientOf(user) : null;
  }
}
