import { Injectable } from '@nestjs/common';
import { GatewayConfig } from '../../config/gateway-config';
import { BrandDirectory } from '../../core/brands/brand-directory';
import { MailChannels } from '../../core/mail/mail-channels';
import { MailRenderer, type RenderedMail } from '../../core/mail/mail-renderer';
import type { QueuedMail } from '../../core/mail/mailer';
import type { OutboxEntity } from '../../core/outbox/outbox.entity';
import { oneLine } from '../../core/mail/mail-text';
import { EventLog } from '../../ports/event-log.port';
import { MailTransport } from '../../ports/mail-transport.port';

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
    private readonly config: GatewayConfig,
    private readonly log: EventLog,
  ) {}

  async run(row: OutboxEntity, mail: QueuedMail): Promise<Delivery> {
    const brand = await this.directory.findById(row.brandId);
    if (!brand) return { kind: 'never', error: 'The brand is gone.' };
    const rendered = await this.renderer.render(brand, row.topic, mail);
    const channel = await this.channels.find(brand);
    if (!channel) return this.waiting(row, mail, rendered);
    const { from } = channel;
    const { address } = mail.recipient;
    const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
    const outcome = await this.transport.send(channel, {
      ...rendered,
      messageId: `${row.uid}@${domain}`,
      from: { name: oneLine(from.name), address: oneLine(from.address) },
      to: { name: mail.recipient.name === null ? null : oneLine(mail.recipient.name), address: oneLine(address) },
    });
    if (outcome.kind === 'sent') return { kind: 'done' };
    // The row tells whom it is for as long as it holds the mail, and not longer.
    const error = outcome.error.replaceAll(address, '[recipient]');
    return { kind: outcome.kind === 'refused' ? 'never' : 'later', error };
  }

  /** Whoever tries the gateway out has no mail server yet, and finds the links in the log: once, and never in production. */
  private waiting({ lastError }: OutboxEntity, { recipient }: QueuedMail, { subject, text }: RenderedMail): Delivery {
    const isFirst = lastError === null;
    if (isFirst && this.config.isDevelopment) this.log.info('mail.waiting', { to: recipient.address, subject, text });
    return { kind: 'waiting', error: 'Neither the brand nor the installation has a mail channel.' };
  }
}
