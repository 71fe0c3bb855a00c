import { Injectable } from '@nestjs/common';
import { type BrandId, type LinkId, uuidv7 } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { Outbox } from '../outbox/outbox';
import type { FarewellCause } from './farewell.entity';
import { FarewellRepository } from './farewell.repository';

/** The topic of a farewell in the outbox. */
export const FAREWELL = 'push.farewell';

/** What the outbox holds of it: the token as it was when its registration went. */
export interface QueuedFarewell {
  readonly farewellUid: string;
  readonly token: string;
  readonly kind: 'fcm_token' | 'fid';
}

/** A link's registration as it was. */
export interface FormerRegistration {
  readonly id: LinkId;
  readonly brandId: BrandId;
  readonly token: string;
  readonly kind: 'fcm_token' | 'fid';
  /** Google said that it is dead: nothing is sent to it. */
  readonly isDead: boolean;
}

/** Google keeps a message for a device that is away no longer than this. */
const LIFETIME_MS = 28 * 86_400_000;

/** Writes farewells, in the transaction that signs the device out. */
@Injectable()
export class Farewells {
  constructor(
    private readonly repository: FarewellRepository,
    private readonly outbox: Outbox,
  ) {}

  /** To a token that Google called dead nothing is sent: the farewell ends at once. @param now epoch ms */
  async add(store: Store, former: FormerRegistration, cause: FarewellCause, now: number): Promise<void> {
    const { id: linkId, brandId, token, kind, isDead } = former;
    const uid = uuidv7(now);
    const expiresAt = now + LIFETIME_MS;
    const end = isDead
      ? { state: 'unreached' as const, reason: 'token-dead' }
      : { state: 'queued' as const, reason: null };
    await this.repository.insert(store, { uid, brandId, linkId, cause, ...end, createdAt: now, expiresAt });
    if (isDead) return;
    const payload = { farewellUid: uid, token, kind } satisfies QueuedFarewell;
    // Of no account: it goes out although the account may be deleted in this very transaction.
    await this.outbox.add(store, { brandId, userId: null, kind: 'push', topic: FAREWELL, payload, expiresAt }, now);
  }
}
