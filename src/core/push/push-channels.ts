import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { type BrandId, uuidv7 } from '../../kernel/ids';
import { KeyRing } from '../../kernel/secrets/key-ring';
import { sealedColumn } from '../../kernel/secrets/sealed-column';
import { seal, unseal } from '../../kernel/secrets/sealed-text';
import { Database } from '../../storage/database';
import { GatewaySettings } from '../gateway-settings/gateway-settings';
import type { PushChannelEntity } from './push-channel.entity';
import { type NewPushChannel, PushChannelRepository } from './push-channel.repository';
import { readServiceAccount, type ServiceAccountFacts } from './service-account-json';

/** A channel in use: what the transport needs, and the row it comes from. */
export interface OpenPushChannel {
  readonly row: PushChannelEntity;
  readonly server: PushServerFacts;
}

/** How Google is reached for a brand. */
export interface PushServerFacts {
  readonly name: string;
  readonly account: ServiceAccountFacts;
  readonly route: { readonly host: string; readonly port: number; readonly authority: string | null } | null;
}

/** @returns the instant before which nothing is sent, because Google asked to wait; null: it is over */
export function pauseOf({ row }: OpenPushChannel, now: number): number | null {
  return row.pausedUntil !== null && row.pausedUntil > now ? row.pausedUntil : null;
}

export const SEALED_CREDENTIAL = sealedColumn('push_channels', 'credential_sealed');

const HTTPS = 443;

/** Service accounts of brands: sealed when they are given, opened when something is sent. */
@Injectable()
export class PushChannels {
  constructor(
    private readonly database: Database,
    private readonly repository: PushChannelRepository,
    private readonly ring: KeyRing,
    private readonly settings: GatewaySettings,
  ) {}

  /** Null for a brand without one, and when the key ring lacks the entry that sealed it. */
  async find(brandId: BrandId): Promise<OpenPushChannel | null> {
    const row = await this.repository.find(this.database.store, brandId);
    if (!row) return null;
    const text = unseal(this.ring, row.credentialSealed, { ...SEALED_CREDENTIAL, brandId, uid: row.uid });
    if (text === null) return null;
    return { row, server: this.serverOf(row.uid, readServiceAccount(JSON.parse(text))) };
  }

  /** What the transport knows a channel by: another account is another channel. */
  nameOf(uid: string): string {
    return `brandgate-${uid}`;
  }

  /** How Google would be reached for an account. @param uid of the channel */
  serverOf(uid: string, account: ServiceAccountFacts): PushServerFacts {
    return { name: this.nameOf(uid), account, route: this.route() };
  }

  /** A row for the account, with an id of its own. @param json the whole file, kept as it is */
  sealed(
    brandId: BrandId,
    json: object,
    by: Pick<NewPushChannel, 'modifiedBy' | 'testedAt'>,
  ): { readonly channel: NewPushChannel; readonly account: ServiceAccountFacts } {
    const account = readServiceAccount(json);
    const { projectId, clientEmail, privateKeyId } = account;
    const uid = uuidv7(by.testedAt);
    const credentialSealed = seal(this.ring, JSON.stringify(json), { ...SEALED_CREDENTIAL, brandId, uid });
    const facts = { projectId, clientEmail, privateKeyId, credentialSealed };
    return { account, channel: { uid, brandId, ...facts, ...by, modifiedAt: by.testedAt } };
  }

  private route(): PushServerFacts['route'] {
    const { pushHost, pushAuthorityFile } = this.settings.current;
    if (pushHost === null) return null;
    const { hostname, port } = new URL(`https://${pushHost}`);
    const authority = pushAuthorityFile === null ? null : readFileSync(pushAuthorityFile, 'utf8');
    return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? HTTPS : Number(port), authority };
  }
}
