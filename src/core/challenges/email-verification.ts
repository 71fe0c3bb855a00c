import { Injectable } from '@nestjs/common';
import { canonicalEmail } from '../../kernel/text/canonical-key';
import type { Store } from '../../storage/database';
import type { BrandSnapshot } from '../brands/brand-snapshot';
import { withParameters } from '../mail/brand-pages';
import { Mailer, recipientOf } from '../mail/mailer';
import type { UserEntity } from '../users/user.entity';
import { Challenges } from './challenges';

const HOUR_MS = 3_600_000;

/** Mails an account a link that confirms its address (JFW-PWD-10, SEC-RST-07). */
@Injectable()
export class EmailVerification {
  constructor(
    private readonly challenges: Challenges,
    private readonly mailer: Mailer,
  ) {}

  /** For who holds the user's row. An account without address, or whose address is verified, gets none. */
  async send(
    store: Store,
    brand: BrandSnapshot,
    user: UserEntity,
    { link, lifetime }: { readonly link: string; readonly lifetime: number },
    now: number,
  ): Promise<void> {
    const recipient = recipientOf(user);
    if (recipient === null || user.isEmailVerified) return;
    const target = canonicalEmail(recipient.address);
    const owner = { brandId: brand.id, userId: user.id };
    const draft = { ...owner, purpose: 'email-verification' as const, kind: 'link' as const, target, lifetime };
    const token = await this.challenges.open(store, draft, now);
    const values = { link: withParameters(link, { token }), hours: String(Math.round(lifetime / HOUR_MS)) };
    const mail = { topic: 'verify-email' as const, recipient, values, expiresAt: now + lifetime };
    await this.mailer.queue(store, brand.id, mail, now);
  }
}
