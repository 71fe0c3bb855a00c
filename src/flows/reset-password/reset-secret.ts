import { Injectable } from '@nestjs/common';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { Challenges } from '../../core/challenges/challenges';
import { SignInCandidate } from '../../core/users/sign-in-candidate';
import type { UserEntity } from '../../core/users/user.entity';
import { UserRepository } from '../../core/users/user.repository';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { Database } from '../../storage/database';
import type { ProvenSecret, ResetPasswordCommand, ResetProof } from './reset-password.command';

/** Tells right secrets from all others; an account that there is not costs the same statements (SEC-RST-05, SEC-ENU-01). */
@Injectable()
export class ResetSecret {
  constructor(
    private readonly database: Database,
    private readonly candidate: SignInCandidate,
    private readonly users: UserRepository,
    private readonly challenges: Challenges,
  ) {}

  /** @throws BrandgateError token.invalid: one answer, whatever is wrong */
  async require(brand: BrandSnapshot, { proof, purposes, at }: ResetPasswordCommand): Promise<ProvenSecret> {
    const { kind, secret } = proof;
    if (kind === 'link' && proof.emailAddress === null) return this.byLink(brand, { secret, purposes }, at);
    const { store } = this.database;
    const user = await this.ownerOf(brand, proof);
    const presented = { secret, kind, brandId: brand.id, userId: user?.id ?? null, purposes };
    // A transaction, so that lock waits are retried here and never answered.
    const challenge = await this.database.transaction((within) => this.challenges.find(within, presented, at));
    if (challenge === null || user === null) {
      throw new BrandgateError('token.invalid', { reason: await this.challenges.causeOf(store, presented, at) });
    }
    return {
      challenge,
      user,
      giveBack: () => this.database.transaction((within) => this.challenges.giveBack(within, challenge)),
    };
  }

  private ownerOf({ id }: BrandSnapshot, proof: ResetProof): Promise<UserEntity | null> {
    const { identifier, kinds } =
      proof.kind === 'link' ? { identifier: proof.emailAddress ?? '', kinds: ['email'] as const } : proof;
    return this.candidate.find(id, identifier, kinds);
  }

  private async byLink(
    { id: brandId }: BrandSnapshot,
    link: Pick<ResetPasswordCommand, 'purposes'> & { readonly secret: string },
    now: number,
  ): Promise<ProvenSecret> {
    const { store } = this.database;
    const challenge = await this.challenges.findByLink(store, { brandId, ...link }, now);
    if (challenge === null) throw new BrandgateError('token.invalid', { reason: 'token-unknown' });
    const user = await this.users.findById(store, brandId, challenge.userId);
    if (user === null) throw new BrandgateError('token.invalid', { reason: 'user-deleted' });
    // No try was counted: 256 bits are not guessed.
    return { challenge, user, giveBack: () => Promise.resolve() };
  }
}
