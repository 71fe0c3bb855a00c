import { Injectable } from '@nestjs/common';
import { installationActor, originOf } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import {
  type PendingRegistration,
  PendingRegistrationRepository,
} from '../../core/challenges/pending-registration.repository';
import { AccountSecrets } from '../../core/passwords/account-secrets';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { RoleAssignmentRepository } from '../../core/roles/role-assignment.repository';
import { ManagedUserRepository } from '../../core/users/managed-user.repository';
import { isPendingAccount } from '../../core/users/pending-account';
import { Database } from '../../storage/database';

const BATCH = 100;
/** How long an account waits after its last secret has expired. */
const PATIENCE_MS = 7 * 86_400_000;
/** What the trail shows in a browser's place. */
const VIA = 'brandgate upkeep';

/** Registrations that nobody confirmed are deleted, so that somebody else's address is not kept for ever. */
@Injectable()
export class ForgetRegistrationsFlow {
  constructor(
    private readonly database: Database,
    private readonly transaction: RevokingTransaction,
    private readonly pending: PendingRegistrationRepository,
    private readonly accounts: ManagedUserRepository,
    private readonly roles: RoleAssignmentRepository,
    private readonly secrets: AccountSecrets,
    private readonly audit: AuditTrail,
  ) {}

  async run(now: number): Promise<void> {
    for (;;) {
      const forgotten = await this.pending.listForgotten(this.database.store, now - PATIENCE_MS, BATCH);
      for (const registration of forgotten) await this.forget(registration, now);
      if (forgotten.length < BATCH) return;
    }
  }

  /** As an account is deleted by hand (JFW-USR-07); nobody was ever in it, so that there is no session to end. */
  private async forget(registration: PendingRegistration, now: number): Promise<void> {
    const { brandId, uid } = registration;
    await this.transaction.run(async (store, revoke) => {
      const user = await this.accounts.hold(store, brandId, uid);
      // Somebody may have come, or asked for another mail, at the last moment.
      if (user === null || !isPendingAccount(user)) return;
      if (!(await this.pending.isForgotten(store, registration, now - PATIENCE_MS))) return;
      if (!(await this.accounts.markDeleted(store, user, now))) return;
      await this.accounts.freeIdentifiers(store, user);
      await this.roles.removeAll(store, brandId, user.id);
      await this.secrets.destroy(store, user, now);
      await revoke('user', brandId, user.id);
      const details = { cause: 'registration-unconfirmed' };
      const event = { event: 'user.deleted' as const, target: { type: 'user', id: uid }, details };
      await this.audit.record(store, originOf(installationActor(brandId, VIA)), event);
    });
  }
}
