import { Injectable } from '@nestjs/common';
import { canonicalEmail } from '../../kernel/text/canonical-key';
import type { Store } from '../../storage/database';
import type { BrandSnapshot } from '../brands/brand-snapshot';
import { withParameters } from '../mail/brand-pages';
import { Mailer, type MailRecipient, recipientOf } from '../mail/mailer';
import type { UserEntity } from '../users/user.entity';
import type { ChallengeKind } from './challenge.entity';
import { Challenges } from './challenges';

const HOUR_S = 3_600;

export interface InvitationLetter {
  /** Who asked for it: an administrator, or the person themself. */
  readonly purpose: 'invitation' | 'registration';
  /** `link`: a token in the link's parameter `token`. `code`: 32 characters in `code`, beside `email` and `username`. */
  readonly kind: Exclude<ChallengeKind, 'digits'>;
  /** Where the mail leads; the caller has judged it. */
  readonly link: string;
}

/** Mails a pending account the secret against which its first password is chosen; the one before is void (SEC-OT-06). */
@Injectable()
export class InvitationMail {
  constructor(
    private readonly challenges: Challenges,
    private readonly mailer: Mailer,
  ) {}

  /** For who holds the user's row. An account without address gets none. */
  async send(
    store: Store,
    brand: BrandSnapshot,
    user: UserEntity,
    { purpose, kind, link }: InvitationLetter,
    now: number,
  ): Promise<void> {
    const recipient = recipientOf(user);
    if (recipient === null) return;
    const seconds = brand.settings.emailTokenLifetime;
    const lifetime = seconds * 1_000;
    const owner = { brandId: brand.id, userId: user.id, target: canonicalEmail(recipient.address) };
    const secret = await this.challenges.open(store, { ...owner, purpose, kind, lifetime }, now);
    const parameters = kind === 'link' ? { token: secret } : codeParameters(secret, user, recipient);
    const hours = String(Math.max(1, Math.floor(seconds / HOUR_S)));
    const values = { link: withParameters(link, parameters), hours };
    await this.mailer.queue(store, brand.id, { topic: purpose, recipient, values, expiresAt: now + lifetime }, now);
  }
}

/** What the pages of the DreamFactory dialect read (DF-PWD-15). */
function codeParameters(code: string, { username }: UserEntity, { address }: MailRecipient) {
  return { code, email: address, username: username ?? address };
}
