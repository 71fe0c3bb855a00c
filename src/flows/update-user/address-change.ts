import { Injectable } from '@nestjs/common';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { Challenges } from '../../core/challenges/challenges';
import { EmailVerification } from '../../core/challenges/email-verification';
import { BrandPages } from '../../core/mail/brand-pages';
import { Mailer, mailInstant, recipientOf } from '../../core/mail/mailer';
import type { UserEntity } from '../../core/users/user.entity';
import type { Store } from '../../storage/database';

/** What follows when an account has another e-mail address (SEC-RST-07, JFW-PWD-11). */
@Injectable()
export class AddressChange {
  constructor(
    private readonly challenges: Challenges,
    private readonly verification: EmailVerification,
    private readonly mailer: Mailer,
    private readonly pages: BrandPages,
  ) {}

  /** Secrets that went to the old address are void, its owner is told, and the new one is to be confirmed. */
  async follow(
    store: Store,
    brand: BrandSnapshot,
    { before, user }: { readonly before: UserEntity; readonly user: UserEntity },
    now: number,
  ): Promise<void> {
    const { securityNotices, verificationMail, emailTokenLifetime } = brand.settings;
    await this.challenges.voidAll(store, { brandId: brand.id, userId: user.id }, now);
    if (securityNotices) {
      const values = { newAddress: masked(user.emailAddress), at: mailInstant(now) };
      const notice = { topic: 'email-changed' as const, recipient: recipientOf(before), values };
      await this.mailer.notify(store, brand.id, notice, now);
    }
    if (!verificationMail || user.status !== 'Active') return;
    const link = { link: this.pages.urlOf(brand, 'verify-email'), lifetime: emailTokenLifetime * 1_000 };
    await this.verification.send(store, brand, user, link, now);
  }
}

/** `j***@e***`: enough for its owner to recognise it, and no more for whoever else reads the old mailbox. */
function masked(address: string | null): string {
  if (address === null) return '-';
  const at = address.lastIndexOf('@');
  return `${firstOf(address)}***@${firstOf(address.slice(at + 1))}***`;
}

function firstOf(text: string): string {
  const [first = ''] = text;
  return first;
}
