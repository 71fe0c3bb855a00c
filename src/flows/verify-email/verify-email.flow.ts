import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { stateReason } from '../../core/auth-keys/key-death';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import type { ChallengeEntity } from '../../core/challenges/challenge.entity';
import { Challenges } from '../../core/challenges/challenges';
import { type Revoke, RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { ManagedUserRepository } from '../../core/users/managed-user.repository';
import type { UserEntity } from '../../core/users/user.entity';
import { UserRepository } from '../../core/users/user.repository';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { canonicalEmail } from '../../kernel/text/canonical-key';
import { Database, type Store } from '../../storage/database';

export interface VerifyEmailCommand {
  /** The link's token, which alone names the account. */
  readonly secret: string;
  readonly at: number;
}

/** Somebody follows the link that was mailed to their address: it is theirs (JFW-PWD-11). */
@Injectable()
export class VerifyEmailFlow {
  constructor(
    private readonly database: Database,
    private readonly transaction: RevokingTransaction,
    private readonly challenges: Challenges,
    private readonly users: UserRepository,
    private readonly accounts: ManagedUserRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError token.invalid; user.email-verified for a good token of an address that is verified meanwhile */
  async run(actor: Actor, brand: BrandSnapshot, { secret, at }: VerifyEmailCommand): Promise<UserEntity> {
    const link = { brandId: brand.id, secret, purposes: ['email-verification'] as const };
    const challenge = await this.challenges.findByLink(this.database.store, link, at);
    if (challenge === null) throw new BrandgateError('token.invalid', { reason: 'token-unknown' });
    const found = await this.users.findById(this.database.store, brand.id, challenge.userId);
    const { uid } = requireTarget(found, challenge);
    return this.transaction.run(async (store, revoke) => {
      if (!(await this.challenges.consume(store, challenge, at))) {
        throw new BrandgateError('token.invalid', { reason: 'token-used' });
      }
      const user = requireTarget(await this.accounts.hold(store, brand.id, uid), challenge);
      await this.write(store, revoke, user, at);
      const event = { event: 'user.email_verified' as const, target: { type: 'user', id: uid } };
      await this.audit.record(store, originIn(brand.id, actor), event);
      return { ...user, isEmailVerified: true, modifiedAt: at };
    });
  }

  private async write(store: Store, revoke: Revoke, user: UserEntity, now: number): Promise<void> {
    await this.accounts.updateProfile(store, user, { isEmailVerified: true }, now);
    // Sessions show it, so that what is kept of them is read again.
    await revoke('user', user.brandId, user.id);
  }
}

/** The account, when its address is still the one that the token was mailed to. @throws BrandgateError */
function requireTarget(user: UserEntity | null, { target }: ChallengeEntity): UserEntity {
  if (user === null) throw new BrandgateError('token.invalid', { reason: 'user-deleted' });
  if (user.status !== 'Active') throw new BrandgateError('token.invalid', stateReason(user));
  if (user.emailAddress === null || canonicalEmail(user.emailAddress) !== target) {
    throw new BrandgateError('token.invalid', { reason: 'token-used' });
  }
  if (user.isEmailVerified) throw new BrandgateError('user.email-verified');
  return user;
}
