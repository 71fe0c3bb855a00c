import { Injectable } from '@nestjs/common';
import type { Store } from '../../storage/database';
import type { BrandSnapshot } from '../brands/brand-snapshot';
import { BrandPages } from '../mail/brand-pages';
import { Mailer, recipientOf } from '../mail/mailer';
import type { UserEntity } from '../users/user.entity';
import { type InvitationLetter, InvitationMail } from './invitation-mail';

/** How long the owner of an address wants to know that somebody registered with it. */
const DAY_MS = 86_400_000;

/** What a registration is answered with, by mail alone (SEC-ENU-02). */
@Injectable()
export class RegistrationMail {
  constructor(
    private readonly letter: InvitationMail,
    private readonly mailer: Mailer,
    private readonly pages: BrandPages,
  ) {}

  /** For an account that waits for its first password. @param letter absent: a link to the brand's page */
  async welcome(
    store: Store,
    brand: BrandSnapshot,
    user: UserEntity,
    letter: Pick<InvitationLetter, 'kind' | 'link'> | undefined,
    now: number,
  ): Promise<void> {
    const { kind, link } = letter ?? { kind: 'link', link: this.pages.urlOf(brand, 'accept-invitation') };
    await this.letter.send(store, brand, user, { purpose: 'registration', kind, link }, now);
  }

  /** For the owner of an account that is there. */
  async alreadyRegistered(store: Store, brand: BrandSnapshot, user: UserEntity, now: number): Promise<void> {
    const recipient = recipientOf(user);
    if (recipient === null) return;
    const values = { link: this.pages.urlOf(brand, 'forgot-password') };
    const mail = { topic: 'already-registered' as const, recipient, values, expiresAt: now + DAY_MS };
    await this.mailer.queue(store, brand.id, mail, now);
  }
}
