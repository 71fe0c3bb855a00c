import { Injectable } from '@nestjs/common';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { RecoveryBudget, type TargetLimit } from '../../core/challenges/recovery-budget';
import { Outbox } from '../../core/outbox/outbox';
import { Database } from '../../storage/database';

export interface RequestVerificationCommand {
  /** As the path names it. */
  readonly userUid: string;
  /** Where the mail leads; the caller has judged it. */
  readonly link: string;
  /** Of the token, milliseconds. */
  readonly lifetime: number;
  /** Bucket `recoveryTarget`, silent. */
  readonly targetLimit: TargetLimit;
  readonly at: number;
}

/** What the job knows. */
export type VerificationRequest = Pick<RequestVerificationCommand, 'userUid' | 'link' | 'lifetime'>;

export const VERIFICATION_JOB = 'email-verification';

const MAX_UID = 64;

/** Asks for a mail that confirms an address; known, unknown and verified accounts cost the same (JFW-PWD-10, SEC-ENU-02). */
@Injectable()
export class RequestVerificationFlow {
  constructor(
    private readonly database: Database,
    private readonly budget: RecoveryBudget,
    private readonly outbox: Outbox,
  ) {}

  async run(brand: BrandSnapshot, command: RequestVerificationCommand): Promise<void> {
    const { link, lifetime, targetLimit, at } = command;
    const userUid = command.userUid.slice(0, MAX_UID);
    const isWithin = await this.budget.take(brand.id, userUid, targetLimit);
    const payload = { userUid, link, lifetime } satisfies VerificationRequest;
    // A request too many costs the same row; it has expired before anybody looks at it.
    const expiresAt = isWithin ? at + lifetime : at;
    const row = { brandId: brand.id, userId: null, kind: 'job' as const, topic: VERIFICATION_JOB, payload, expiresAt };
    await this.database.transaction((store) => this.outbox.add(store, row, at));
  }
}
