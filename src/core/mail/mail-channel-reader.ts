import { Injectable } from '@nestjs/common';
import { KeyRing } from '../../kernel/secrets/key-ring';
import { unseal } from '../../kernel/secrets/sealed-text';
import { parseSmtpUrl } from '../../kernel/net/smtp-url';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import { MailChannelRepository } from './mail-channel.repository';
import { SEALED_CHANNEL } from './mail-channels';

/** What may be shown of a brand's mail server: never its credentials (SEC-KEY-04). */
export interface DescribedChannel {
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
  readonly hasCredentials: boolean;
  readonly fromAddress: string;
  readonly fromName: string | null;
  readonly testedAt: number;
  readonly modifiedAt: number;
}

/** Looks at a brand's own mail channel without using it. */
@Injectable()
export class MailChannelReader {
  constructor(
    private readonly database: Database,
    private readonly repository: MailChannelRepository,
    private readonly ring: KeyRing,
  ) {}

  /** Null when the brand has none of its own. */
  async find(brandId: BrandId): Promise<DescribedChannel | null> {
    const own = await this.repository.find(this.database.store, brandId);
    if (!own) return null;
    const { uid, urlSealed, host: place, fromAddress, fromName, testedAt, modifiedAt } = own;
    const url = unseal(this.ring, urlSealed, { ...SEALED_CHANNEL, brandId, uid });
    const server = url === null ? null : parseSmtpUrl(url);
    // Without the ring's entry the channel is dead, and what was kept in the open is all there is to tell.
    const [, host = place, port = '0'] = /^(.*):(\d+)$/.exec(place) ?? [];
    const { isSecure = false, credentials = null } = server ?? {};
    const how = { host, port: Number(port), isSecure, hasCredentials: credentials !== null };
    return { ...how, fromAddress, fromName, testedAt, modifiedAt };
  }
}
