import { Injectable } from '@nestjs/common';
import { type BrandId, type UserId, uuidv7 } from '../../kernel/ids';
import { KeyRing } from '../../kernel/secrets/key-ring';
import { sealedColumn } from '../../kernel/secrets/sealed-column';
import { seal, unseal } from '../../kernel/secrets/sealed-text';
import type { Store } from '../../storage/database';
import type { OutboxEntity, OutboxKind } from './outbox.entity';
import { OutboxRepository } from './outbox.repository';

/** What is to be done after the transaction that writes it. */
export interface OutboxDraft {
  readonly brandId: BrandId;
  readonly userId: UserId | null;
  readonly kind: OutboxKind;
  readonly topic: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Epoch ms. */
  readonly expiresAt: number;
}

export const SEALED_PAYLOAD = sealedColumn('outbox', 'payload_sealed');

/** Puts things to do into the outbox, in the transaction of the change that asks for them, and opens them again. */
@Injectable()
export class Outbox {
  constructor(
    private readonly repository: OutboxRepository,
    private readonly ring: KeyRing,
  ) {}

  /** @returns the public id, of which a mail's Message-ID is made */
  async add(
    store: Store,
    { brandId, userId, kind, topic, payload, expiresAt }: OutboxDraft,
    now: number,
  ): Promise<string> {
    const uid = uuidv7(now);
    const payloadSealed = seal(this.ring, JSON.stringify(payload), { ...SEALED_PAYLOAD, brandId, uid });
    await this.repository.insert(store, {
      uid,
      brandId,
      userId,
      kind,
      topic,
      payloadSealed,
      expiresAt,
      createdAt: now,
    });
    return uid;
  }

  /** What is to be done; null when it is gone, or the ring's entry that sealed it is. */
  open({ payloadSealed, brandId, uid }: OutboxEntity): Readonly<Record<string, unknown>> | null {
    const text = payloadSealed === null ? null : unseal(this.ring, payloadSealed, { ...SEALED_PAYLOAD, brandId, uid });
    return text === null ? null : (JSON.parse(text) as Readonly<Record<string, unknown>>);
  }
}
