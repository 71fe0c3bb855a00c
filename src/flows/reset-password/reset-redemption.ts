import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { stateReason } from '../../core/auth-keys/key-death';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import type { ChallengeEntity, ChallengePurpose } from '../../core/challenges/challenge.entity';
import { Challenges } from '../../core/challenges/challenges';
import { PasswordWriter } from '../../core/passwords/password-writer';
import type { Revoke } from '../../core/revocations/revoking-transaction';
import { ManagedUserRepository } from '../../core/users/managed-user.repository';
import { SignInCounter } from '../../core/users/sign-in-counter';
import type { UserEntity, UserStatus } from '../../core/users/user.entity';
import { UserRepository } from '../../core/users/user.repository';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { canonicalEmail } from '../../kernel/text/canonical-key';
import type { Store } from '../../storage/database';

export interface Redemption {
  readonly store: Store;
  readonly revoke: Revoke;
  readonly actor: Actor;
  readonly brand: BrandSnapshot;
  readonly challenge: ChallengeEntity;
  readonly user: UserEntity;
  /** Of the new password. */
  readonly hash: string;
  readonly now: number;
}

/** What redeeming a secret does, in one transaction that begins with its use (SEC-OT-04). */
@Injectable()
export class ResetRedemption {
  constructor(
    private readonly challenges: Challenges,
    private readonly accounts: ManagedUserRepository,
    private readonly users: UserRepository,
    private readonly writer: PasswordWriter,
    private readonly counter: SignInCounter,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError token.invalid when somebody was faster, or the account is not what it was */
  async run(redemption: Redemption): Promise<UserEntity> {
    const { store, actor, brand, challenge, now } = redemption;
    if (!(await this.challenges.consume(store, challenge, now))) {
      throw new BrandgateError('token.invalid', { reason: 'token-used' });
    }
    const user = await this.accounts.hold(store, brand.id, redemption.user.uid);
    if (user === null) throw new BrandgateError('token.invalid', { reason: 'user-deleted' });
    requireRedeemable(user, challenge.purpose);
    await this.writer.write({ ...redemption, user });
    await this.counter.forgive(store, brand.id, user.id);
    await this.welcome(redemption, user);
    const event = challenge.purpose === 'password-reset' ? 'user.password_reset' : 'user.invitation_accepted';
    await this.audit.record(store, originIn(brand.id, actor), { event, target: { type: 'user', id: user.uid } });
    return (await this.users.findById(store, brand.id, user.id)) ?? user;
  }

  /** Whoever redeems it reads the address it was sent to; who was invited is in from now on. */
  private async welcome({ store, challenge, now }: Redemption, user: UserEntity): Promise<void> {
    const { emailAddress, isEmailVerified, status } = user;
    const isStillTheirs = emailAddress !== null && canonicalEmail(emailAddress) === challenge.target;
    if (isStillTheirs && !isEmailVerified) {
      await this.accounts.updateProfile(store, user, { isEmailVerified: true }, now);
    }
    if (status === 'Inactive') await this.accounts.moveStatus(store, user, { from: 'Inactive', to: 'Active' }, now);
  }
}

/** States in which an account may redeem what; an automatic lock is none (JFW-USR-06, SEC-OT-06). */
const REDEEMABLE: Readonly<Partial<Record<ChallengePurpose, readonly UserStatus[]>>> = {
  'password-reset': ['Active'],
  invitation: ['Active', 'Inactive'],
  registration: ['Active', 'Inactive'],
};

/** @throws BrandgateError token.invalid */
export function requireRedeemable(user: UserEntity, purpose: ChallengePurpose): void {
  if (REDEEMABLE[purpose]?.includes(user.status) === true) return;
  throw new BrandgateError('token.invalid', stateReason(user));
}
