import type { ChallengeEntity, ChallengePurpose } from '../../core/challenges/challenge.entity';
import type { UserEntity } from '../../core/users/user.entity';
import type { IdentifierKind } from '../../core/users/user.repository';

/** A secret out of a mail, and whose it is said to be. */
export type ResetProof =
  /** Without an address the link alone names the account (hosted pages). */
  | { readonly kind: 'link'; readonly secret: string; readonly emailAddress: string | null }
  | {
      readonly kind: 'code';
      readonly secret: string;
      readonly identifier: string;
      readonly kinds: readonly IdentifierKind[];
    };

export interface ResetPasswordCommand {
  readonly proof: ResetProof;
  readonly purposes: readonly Extract<ChallengePurpose, 'password-reset' | 'invitation' | 'registration'>[];
  readonly newPassword: string;
  /** Member of the request that holds the password. */
  readonly field: string;
  readonly minLength?: number;
  /** Asked once the secret was found right and before anything is written; what it throws leaves the secret usable. */
  readonly judge?: (user: UserEntity) => Promise<void>;
  readonly at: number;
  readonly signal?: AbortSignal;
}

/** A right secret and its account, before anything is written. */
export interface ProvenSecret {
  readonly challenge: ChallengeEntity;
  readonly user: UserEntity;
  /** Gives back the try that finding it took. */
  readonly giveBack: () => Promise<void>;
}
