import { Injectable } from '@nestjs/common';
import type { BrandId, UserId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { Outbox } from '../outbox/outbox';
import type { MailTopic, MailValues } from './mail-topics';

/** Whom a mail is for: the address as it is stored, never a text of the request (SEC-ID-06). */
export interface MailRecipient {
  readonly userId: UserId | null;
  readonly address: string;
  readonly name: string | null;
  /** `en-US`, `vi` …; null: the brand's language. */
  readonly locale: string | null;
}

export interface Mail<T extends MailTopic> {
  readonly topic: T;
  readonly recipient: MailRecipient;
  readonly values: MailValues<T>;
  /** Epoch ms after which it is not worth sending. */
  readonly expiresAt: number;
}

/** What an outbox row of kind `mail` holds. */
export interface QueuedMail {
  readonly recipient: Omit<MailRecipient, 'userId'>;
  readonly values: Readonly<Record<string, string>>;
}

const NOTICE_MS = 7 * 86_400_000;

/** Queues mails, in the transaction of the change that they tell of. Nothing is sent here, and nothing can fail here. */
@Injectable()
export class Mailer {
  constructor(private readonly outbox: Outbox) {}

  /** @returns the public id of the outbox row */
  async queue<T extends MailTopic>(store: Store, brandId: BrandId, mail: Mail<T>, now: number): Promise<string> {
    const { topic, recipient, values, expiresAt } = mail;
    const { userId, ...to } = recipient;
    const payload = { recipient: to, values } satisfies QueuedMail;
    return this.outbox.add(store, { brandId, userId, kind: 'mail', topic, payload, expiresAt }, now);
  }

  /** A notice that says what happened; it asks for nothing and is worth sending for a week. Without address: nothing. */
  async notify<T extends MailTopic>(
    store: Store,
    brandId: BrandId,
    notice: { readonly topic: T; readonly recipient: MailRecipient | null; readonly values: MailValues<T> },
    now: number,
  ): Promise<void> {
    const { recipient } = notice;
    if (recipient !== null) await this.queue(store, brandId, { ...notice, recipient, expiresAt: now + NOTICE_MS }, now);
  }
}

/** What of an account a mail needs. */
export interface Addressee {
  readonly id: UserId;
  readonly emailAddress: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly nickName: string | null;
  readonly languageCode: string;
}

/** Null for an account without address. */
export function recipientOf(user: Addressee, address = user.emailAddress): MailRecipient | null {
  if (address === null) return null;
  const full = [user.firstName, user.lastName].filter((name) => name !== null).join(' ');
  return { userId: user.id, address, name: user.nickName ?? (full === '' ? null : full), locale: user.languageCode };
}

/** How mails tell an instant: `2026-03-01 09:30 UTC`. @param at epoch ms */
export function mailInstant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
