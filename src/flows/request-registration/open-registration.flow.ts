import { Injectable } from '@nestjs/common';
import { installationActor, originOf } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { BrandDirectory } from '../../core/brands/brand-directory';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { ChallengeRepository } from '../../core/challenges/challenge.repository';
import { RegistrationMail } from '../../core/challenges/registration-mail';
import type { OutboxOutcome, OutboxTask } from '../../core/outbox/outbox-task';
import { namesOf } from '../../core/users/account-names';
import { ManagedUserRepository } from '../../core/users/managed-user.repository';
import { isPendingAccount } from '../../core/users/pending-account';
import type { UserEntity } from '../../core/users/user.entity';
import { UserRegistration } from '../../core/users/user-registration';
import { UserRepository } from '../../core/users/user.repository';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { Database, type Store } from '../../storage/database';
import type { Registration } from './request-registration.flow';

/** What the trail shows in a browser's place. */
const VIA = 'brandgate registration';

/**
 * The job behind a registration: a new account that waits for its first password, another mail to one that waits
 * already, or word to the owner of an account that is there.
 */
@Injectable()
export class OpenRegistrationFlow {
  constructor(
    private readonly database: Database,
    private readonly directory: BrandDirectory,
    private readonly users: UserRepository,
    private readonly accounts: ManagedUserRepository,
    private readonly registration: UserRegistration,
    private readonly challenges: ChallengeRepository,
    private readonly mails: RegistrationMail,
    private readonly audit: AuditTrail,
  ) {}

  async run(task: OutboxTask): Promise<OutboxOutcome> {
    const brand = await this.directory.findById(task.row.brandId);
    // Closed meanwhile, for everybody or for new accounts.
    if (brand?.status !== 'Active' || !brand.settings.selfRegistration) return { kind: 'done' };
    try {
      return await this.attempt(task, brand);
    } catch (error) {
      if (!(error instanceof BrandgateError) || error.code !== 'user.email-taken') throw error;
      // Two registrations of one address met: the second finds the account of the first.
      return this.attempt(task, brand);
    }
  }

  private attempt(task: OutboxTask, brand: BrandSnapshot): Promise<OutboxOutcome> {
    const registration = task.payload as unknown as Registration;
    const names = namesOf({ emailAddress: registration.emailAddress });
    return this.database.transaction(async (store) => {
      if (!(await task.finish(store))) return { kind: 'finished' };
      const found = await this.users.findByKey(store, brand.id, names.keys.email ?? '', ['email']);
      const user = found === null ? null : await this.accounts.hold(store, brand.id, found.uid);
      if (user === null) await this.create(store, brand, registration, task.now);
      else if (await this.isWaiting(store, user))
        await this.mails.welcome(store, brand, user, registration.letter, task.now);
      else await this.mails.alreadyRegistered(store, brand, user, task.now);
      return { kind: 'finished' };
    });
  }

  private async create(store: Store, brand: BrandSnapshot, registration: Registration, now: number): Promise<void> {
    const { languageCode = brand.settings.language, letter, ...draft } = registration;
    const account = { draft, names: namesOf({ emailAddress: draft.emailAddress }), languageCode, passwordHash: null };
    const state = { type: 'EndUser' as const, status: 'Inactive' as const };
    const user = await this.registration.create(store, brand.id, { ...account, ...state }, now);
    await this.mails.welcome(store, brand, user, letter, now);
    const details = { registration: 'pending' };
    const event = { event: 'user.created' as const, target: { type: 'user', id: user.uid }, details };
    await this.audit.record(store, originOf(installationActor(brand.id, VIA)), event);
  }

  /** One that an administrator made inactive does not come back by registering: only who was sent a secret waits for one. */
  private async isWaiting(store: Store, user: UserEntity): Promise<boolean> {
    const owner = { brandId: user.brandId, userId: user.id, purposes: ['invitation', 'registration'] as const };
    return isPendingAccount(user) && (await this.challenges.hasAny(store, owner));
  }
}
