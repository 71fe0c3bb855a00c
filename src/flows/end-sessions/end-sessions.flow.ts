import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import type { SessionEntity } from '../../core/auth-keys/session.entity';
import { SessionRepository } from '../../core/auth-keys/session.repository';
import type { Asking } from '../../core/devices/removal';
import { SessionEnding } from '../../core/devices/session-ending';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { BrandId, SessionId, UserId } from '../../kernel/ids';
import type { Store } from '../../storage/database';

/** Whose sessions end. */
export interface SessionOwner {
  readonly brandId: BrandId;
  readonly userId: UserId;
  /** The session that asks, where it is one of theirs. */
  readonly asking?: Asking | undefined;
}

/** Ends chosen sessions of a user, by themself or by somebody who may (JFW-SES-04, -05). */
@Injectable()
export class EndSessionsFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly sessions: SessionRepository,
    private readonly ending: SessionEnding,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError auth-key.not-found for a session that is not this user's or not alive */
  async one(actor: Actor, owner: SessionOwner, uid: string, now: number): Promise<void> {
    const count = await this.run(actor, owner, now, async (store) => {
      const session = await this.sessions.findLive(store, owner.brandId, owner.userId, uid, now);
      return session ? [session] : [];
    });
    if (count === 0) throw new BrandgateError('auth-key.not-found');
  }

  /** @param except the session that stays, if any @returns how many it ended */
  async all(actor: Actor, owner: SessionOwner, except: SessionId | null, now: number): Promise<number> {
    return this.run(actor, owner, now, async (store) => {
      const live = await this.sessions.listLive(store, owner.brandId, owner.userId, now);
      return live.filter(({ id }) => id !== except);
    });
  }

  /** @returns how many it ended */
  private run(
    actor: Actor,
    owner: SessionOwner,
    now: number,
    choose: (store: Store) => Promise<SessionEntity[]>,
  ): Promise<number> {
    return this.transaction.run(async (store, revoke) => {
      const ended = await this.ending.end(
        { store, revoke, reason: 'revoked', now, asking: owner.asking },
        await choose(store),
      );
      const events = ended.map(({ uid }) => ({
        event: 'authkey.revoked' as const,
        target: { type: 'session', id: uid },
      }));
      await this.audit.record(store, originIn(owner.brandId, actor), ...events);
      return ended.length;
    });
  }
}
