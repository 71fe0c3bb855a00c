import { Injectable } from '@nestjs/common';
import { BrandDirectory } from '../../core/brands/brand-directory';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { type MailChannel, MailChannels } from '../../core/mail/mail-channels';
import { MailRenderer } from '../../core/mail/mail-renderer';
import type { QueuedMail } from '../../core/mail/mailer';
import type { OutboxEntity } from '../../core/outbox/outbox.entity';
import { MailTransport, type OutgoingMail } from '../../ports/mail-transport.port';

/** What became of a mail of the outbox. `waiting`: there is no channel; `never`: it will not be taken. */
export type Delivery =
  { readonly kind: 'done' } | { readonly kind: 'later' | 'waiting' | 'never'; readonly error: string };

/** Sends one mail of the outbox over the channel of its brand. Sent twice it has the same Message-ID. */
@Injectable()
export class DeliverMailFlow {
  constructor(
    private readonly directory: BrandDirectory,
    private readonly channels: MailChannels,
    private readonly renderer: MailRenderer,
    private readonly transport: MailTransport,
  ) {}

  async run({ uid, brandId, topic }: OutboxEntity, mail: QueuedMail): Promise<Delivery> {
    const brand = await this.directory.findById(brandId);
    if (!brand) return { kind: 'never', error: 'The brand is gone.' };
    const channel = await this.channels.find(brand);
    if (!channel) return { kind: 'waiting', error: 'Neither the brand nor the installation has a mail channel.' };
    const outcome = await this.transport.send(channel, await this.composed(brand, channel, { uid, topic, mail }));
    if (outcome.kind === 'sent') return { kind: 'done' };
    return { kind: outcome.kind === 'refused' ? 'never' : 'later', error: outcome.error };
  }

  private async composed(
    brand: BrandSnapshot,
    { from }: MailChannel,
    { uid, topic, mail }: { readonly uid: string; readonly topic: string; readonly mail: QueuedMail },
  ): Promise<OutgoingMail> {
    const { name, address } = mail.recipient;
    const rendered = await this.renderer.render(brand, topic, mail);
    const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
    return { messageId: `${uid}@${domain}`, from, to: { name, address }, ...rendered };
  }
}
