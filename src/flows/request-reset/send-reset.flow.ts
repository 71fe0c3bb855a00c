import { Injectable } from '@nestjs/common';
import { BrandDirectory } from '../../core/brands/brand-directory';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { Challenges } from '../../core/challenges/challenges';
import { withParameters } from '../../core/mail/brand-pages';
import { Mailer, type MailRecipient, recipientOf } from '../../core/mail/mailer';
import type { OutboxOutcome, OutboxTask } from '../../core/outbox/outbox-task';
import { RoleRepository, userTypeOf } from '../../core/roles/role.repository';
import { ManagedUserRepository } from '../../core/users/managed-user.repository';
import { SignInCandidate } from '../../core/users/sign-in-candidate';
import type { UserEntity } from '../../core/users/user.entity';
import { canonicalEmail } from '../../kernel/text/canonical-key';
import { Database, type Store } from '../../storage/database';
import type { ResetRequest } from './request-reset.flow';

const MINUTE_MS = 60_000;
const ADMINS = ['Admin', 'SuperAdmin'];

interface Reset {
  readonly user: UserEntity;
  readonly recipient: MailRecipient;
  readonly secret: string;
  readonly request: ResetRequest;
}

/** The job behind a forgotten password: whoever may have one is mailed a secret, nobody else is told anything. */
@Injectable()
export class SendResetFlow {
  constructor(
    private readonly database: Database,
    private readonly directory: BrandDirectory,
    private readonly candidate: SignInCandidate,
    private readonly accounts: ManagedUserRepository,
    private readonly roles: RoleRepository,
    private readonly challenges: Challenges,
    private readonly mailer: Mailer,
  ) {}

  async run(task: OutboxTask): Promise<OutboxOutcome> {
    const request = task.payload as unknown as ResetRequest;
    const brand = await this.directory.findById(task.row.brandId);
    if (brand?.status !== 'Active') return { kind: 'done' };
    const found = await this.candidate.find(brand.id, request.identifier, request.kinds);
    if (found === null) return { kind: 'done' };
    return this.database.transaction(async (store) => {
      const user = await this.accounts.hold(store, brand.id, found.uid);
      // What was asked for may name nobody, or somebody else, by now.
      if (user?.modifiedAt !== found.modifiedAt) return { kind: 'later', error: 'The account changed meanwhile.' };
      if (!(await task.finish(store))) return { kind: 'finished' };
      await this.send(store, brand, user, { request, now: task.now });
      return { kind: 'finished' };
    });
  }

  /** Active accounts get one, also while an automatic lock lasts and without a password so far (JFW-USR-06). */
  private async send(
    store: Store,
    brand: BrandSnapshot,
    user: UserEntity,
    { request, now }: { readonly request: ResetRequest; readonly now: number },
  ): Promise<void> {
    const recipient = recipientOf(user);
    if (user.status !== 'Active' || recipient === null) return;
    const { kind, lifetime } = request;
    const draft = { brandId: brand.id, userId: user.id, purpose: 'password-reset' as const, kind, lifetime };
    const secret = await this.challenges.open(store, { ...draft, target: canonicalEmail(recipient.address) }, now);
    await this.queue(store, brand, { user, recipient, secret, request }, now);
  }

  private async queue(store: Store, brand: BrandSnapshot, reset: Reset, now: number): Promise<void> {
    const { recipient, secret, request } = reset;
    const minutes = String(Math.round(request.lifetime / MINUTE_MS));
    const mail = { recipient, expiresAt: now + request.lifetime };
    if (request.kind === 'link') {
      const values = { link: withParameters(request.link, { token: secret }), minutes };
      await this.mailer.queue(store, brand.id, { ...mail, topic: 'reset-link', values }, now);
      return;
    }
    const link = withParameters(request.link, await this.parametersOf(store, reset));
    await this.mailer.queue(
      store,
      brand.id,
      { ...mail, topic: 'reset-code', values: { code: secret, link, minutes } },
      now,
    );
  }

  /** What the pages of the DreamFactory dialect read (DF-PWD-15). */
  private async parametersOf(store: Store, { user, recipient, secret }: Reset): Promise<Record<string, string>> {
    const type = userTypeOf(await this.roles.listOfUser(store, user.brandId, user.id));
    return {
      ...{ code: secret, email: recipient.address, username: user.username ?? recipient.address },
      ...(ADMINS.includes(type) ? { admin: '1' } : {}),
    };
  }
}
