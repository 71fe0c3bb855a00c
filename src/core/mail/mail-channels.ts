import { Injectable } from '@nestjs/common';
import { GatewayConfig } from '../../config/gateway-config';
import { KeyRing } from '../../kernel/secrets/key-ring';
import { sealedColumn } from '../../kernel/secrets/sealed-column';
import { seal, unseal } from '../../kernel/secrets/sealed-text';
import { Database } from '../../storage/database';
import type { BrandSnapshot } from '../brands/brand-snapshot';
import { GatewaySettings } from '../gateway-settings/gateway-settings';
import { type BrandId, uuidv7 } from '../../kernel/ids';
import { MailChannelRepository, type NewMailChannel } from './mail-channel.repository';

/** Through which server a brand's mails go, and from whom they come. */
export interface MailChannel {
  readonly url: string;
  /** The installation's own, which may stand anywhere (SEC-EGR-02). */
  readonly isTrusted: boolean;
  /** Where a brand's server may stand beside the open Internet. */
  readonly allowList: readonly string[];
  readonly from: { readonly name: string; readonly address: string };
}

/** A brand's own channel, before its URL is sealed. */
export type OwnChannel = Pick<NewMailChannel, 'host' | 'fromAddress' | 'fromName' | 'testedAt' | 'modifiedBy'> & {
  readonly url: string;
};

export const SEALED_CHANNEL = sealedColumn('mail_channels', 'url_sealed');

/** Finds the mail channel of a brand: its own, else that of the installation. */
@Injectable()
export class MailChannels {
  constructor(
    private readonly database: Database,
    private readonly repository: MailChannelRepository,
    private readonly ring: KeyRing,
    private readonly config: GatewayConfig,
    private readonly settings: GatewaySettings,
  ) {}

  /** Null when neither the brand nor the installation has one. */
  async find(brand: BrandSnapshot): Promise<MailChannel | null> {
    const own = await this.repository.find(this.database.store, brand.id);
    const name = own?.fromName ?? brand.name;
    const { egressAllowList: allowList } = this.settings.current;
    if (own) {
      const url = unseal(this.ring, own.urlSealed, { ...SEALED_CHANNEL, brandId: brand.id, uid: own.uid });
      if (url !== null) return { url, isTrusted: false, allowList, from: { name, address: own.fromAddress } };
    }
    const { smtpUrl } = this.config;
    if (smtpUrl === null) return null;
    return { url: smtpUrl, isTrusted: true, allowList, from: { name, address: this.ownAddress() } };
  }

  /** Whether a mail of the brand gets anywhere: to a server, or in development to whoever looks into the outbox. */
  async canSend(brand: BrandSnapshot): Promise<boolean> {
    return this.config.isDevelopment || (await this.find(brand)) !== null;
  }

  /** A brand's own channel as it is kept. */
  sealed(brandId: BrandId, channel: OwnChannel, now: number): NewMailChannel {
    const uid = uuidv7(now);
    const { url, ...open } = channel;
    const urlSealed = seal(this.ring, url, { ...SEALED_CHANNEL, brandId, uid });
    return { ...open, uid, brandId, urlSealed, createdAt: now, modifiedAt: now };
  }

  private ownAddress(): string {
    const host = this.config.publicUrl === null ? 'localhost' : new URL(this.config.publicUrl).hostname;
    return this.settings.current.mailFromAddress ?? `no-reply@${host}`;
  }
}
