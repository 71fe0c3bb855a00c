import { Injectable } from '@nestjs/common';
import { BrandDirectory } from '../../core/brands/brand-directory';
import { EmailVerification } from '../../core/challenges/email-verification';
import type { OutboxOutcome, OutboxTask } from '../../core/outbox/outbox-task';
import { ManagedUserRepository } from '../../core/users/managed-user.repository';
import { Database } from '../../storage/database';
import type { VerificationRequest } from './request-verification.flow';

/** The job behind a verification that was asked for: Active accounts with an unverified address are mailed a link. */
@Injectable()
export class SendVerificationFlow {
  constructor(
    private readonly database: Database,
    private readonly directory: BrandDirectory,
    private readonly accounts: ManagedUserRepository,
    private readonly verification: EmailVerification,
  ) {}

  async run({ row, payload, now, finish }: OutboxTask): Promise<OutboxOutcome> {
    const { userUid, link, lifetime } = payload as unknown as VerificationRequest;
    const brand = await this.directory.findById(row.brandId);
    if (brand?.status !== 'Active') return { kind: 'done' };
    return this.database.transaction(async (store) => {
      const user = await this.accounts.hold(store, brand.id, userUid);
      const isOurs = await finish(store);
      if (isOurs && user?.status === 'Active')
        await this.verification.send(store, brand, user, { link, lifetime }, now);
      return { kind: 'finished' };
    });
  }
}
