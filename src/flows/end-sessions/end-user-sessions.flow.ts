import { Injectable } from '@nestjs/common';
import type { Actor } from '../../core/audit/actor';
import { AuthKeyRepository } from '../../core/auth-keys/auth-key.repository';
import type { Caller } from '../../core/roles/caller';
import { ManagedUsers } from '../../core/users/managed-users';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { keyDigest, keyKind } from '../../kernel/secrets/key-text';
import { Database } from '../../storage/database';
import { EndSessionsFlow, type SessionOwner } from './end-sessions.flow';

/** Ends sessions of another user, for callers whose permission is already judged (JFW-SES-05, JFW-ADM-05, -06). */
@Injectable()
export class EndUserSessionsFlow {
  constructor(
    private readonly database: Database,
    private readonly managed: ManagedUsers,
    private readonly keys: AuthKeyRepository,
    private readonly endSessions: EndSessionsFlow,
  ) {}

  /** @throws BrandgateError user.not-found, access.denied, auth-key.not-found */
  async one(actor: Actor, caller: Caller, name: { userUid: string; sessionUid: string }, now: number): Promise<void> {
    const owner = await this.ownerOf(caller, name.userUid);
    await this.endSessions.one(actor, owner, name.sessionUid, now);
  }

  /** @throws BrandgateError user.not-found, access.denied */
  async all(actor: Actor, caller: Caller, userUid: string, now: number): Promise<void> {
    await this.endSessions.all(actor, await this.ownerOf(caller, userUid), null, now);
  }

  /**
   * The one session that an Auth Key belongs to, also when the key itself is expired or superseded: who found a key
   * somewhere ends what it came from.
   * @throws BrandgateError user.not-found, access.denied, auth-key.not-found
   */
  async ofKey(actor: Actor, caller: Caller, name: { userUid: string; authKey: string }, now: number): Promise<void> {
    const owner = await this.ownerOf(caller, name.userUid);
    const isAuthKey = keyKind(name.authKey) === 'auth';
    const found = isAuthKey ? await this.keys.findOwner(this.database.store, keyDigest(name.authKey)) : null;
    const isTheirs = found?.key.brandId === owner.brandId && found.user.id === owner.userId;
    if (!isTheirs) throw new BrandgateError('auth-key.not-found');
    await this.endSessions.one(actor, owner, found.session.uid, now);
  }

  private async ownerOf(caller: Caller, userUid: string): Promise<SessionOwner> {
    const { user } = await this.database.transaction((store) => this.managed.hold(store, caller, userUid));
    return { brandId: user.brandId, userId: user.id };
  }
}
