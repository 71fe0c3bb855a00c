import { Injectable } from '@nestjs/common';
import { KeyRing } from '../../kernel/secrets/key-ring';
import { unseal } from '../../kernel/secrets/sealed-text';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import type { PushChannelEntity } from './push-channel.entity';
import { PushChannelRepository } from './push-channel.repository';
import { SEALED_CREDENTIAL } from './push-channels';

/** What may be shown of a brand's push channel: never its key (SEC-KEY-04). */
export type DescribedPushChannel = Pick<
  PushChannelEntity,
  'projectId' | 'clientEmail' | 'privateKeyId' | 'testedAt' | 'lastError' | 'pausedUntil' | 'modifiedAt'
> & {
  /** Whether the key ring still has the entry that sealed it. */
  readonly isReadable: boolean;
};

/** Looks at a brand's push channel without using it. */
@Injectable()
export class PushChannelReader {
  constructor(
    private readonly database: Database,
    private readonly repository: PushChannelRepository,
    private readonly ring: KeyRing,
  ) {}

  /** Null when the brand has none. */
  async find(brandId: BrandId): Promise<DescribedPushChannel | null> {
    const row = await this.repository.find(this.database.store, brandId);
    if (row === null) return null;
    const { projectId, clientEmail, privateKeyId, testedAt, lastError, pausedUntil, modifiedAt } = row;
    const seal = { ...SEALED_CREDENTIAL, brandId, uid: row.uid };
    const isReadable = unseal(this.ring, row.credentialSealed, seal) !== null;
    return { projectId, clientEmail, privateKeyId, testedAt, lastError, pausedUntil, modifiedAt, isReadable };
  }
}
