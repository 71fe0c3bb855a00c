import { Injectable } from '@nestjs/common';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { RecoveryBudget, type TargetLimit } from '../../core/challenges/recovery-budget';
import { Outbox } from '../../core/outbox/outbox';
import type { IdentifierKind } from '../../core/users/user.repository';
import { canonicalIdentifier } from '../../kernel/text/canonical-key';
import { Database } from '../../storage/database';

export interface RequestResetCommand {
  /** As typed. */
  readonly identifier: string;
  readonly kinds: readonly IdentifierKind[];
  /** `link`: a token in the link's parameter `token`. `code`: 32 characters, in the text and in the link. */
  readonly kind: 'link' | 'code';
  /** Where the mail leads; the caller has judged it. */
  readonly link: string;
  /** Of the secret, milliseconds. */
  readonly lifetime: number;
  /** Bucket `recoveryTarget`, silent. */
  readonly targetLimit: TargetLimit;
  readonly at: number;
}

/** What the job knows. */
export type ResetRequest = Pick<RequestResetCommand, 'identifier' | 'kinds' | 'kind' | 'link' | 'lifetime'>;

export const RESET_JOB = 'password-reset';

const MAX_IDENTIFIER = 254;

/**
 * Somebody forgot their password (JFW-PWD-06, DF-PWD-05). Whoever is asked for, the same is done: two counters and one
 * row of the outbox. Whether there is such an account is found out behind it (SEC-ENU-02).
 */
@Injectable()
export class RequestResetFlow {
  constructor(
    private readonly database: Database,
    private readonly budget: RecoveryBudget,
    private readonly outbox: Outbox,
  ) {}

  async run(brand: BrandSnapshot, command: RequestResetCommand): Promise<void> {
    const { identifier, kinds, kind, link, lifetime, targetLimit, at } = command;
    const typed = identifier.slice(0, MAX_IDENTIFIER);
    const isWithin = await this.budget.take(brand.id, canonicalIdentifier(identifier) ?? typed, targetLimit);
    const payload = { identifier, kinds, kind, link, lifetime } satisfies ResetRequest;
    // A request too many costs the same row; it has expired before anybody looks at it.
    const expiresAt = isWithin ? at + lifetime : at;
    const row = { brandId: brand.id, userId: null, kind: 'job' as const, topic: RESET_JOB, payload, expiresAt };
    await this.database.transaction((store) => this.outbox.add(store, row, at));
  }
}
