import { Injectable } from '@nestjs/common';
import { type Actor, originOf } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { SessionEnding } from '../../core/devices/session-ending';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { TokenSessions } from '../../core/session-tokens/token-sessions';
import { SignInCounter } from '../../core/users/sign-in-counter';
import type { UserEntity } from '../../core/users/user.entity';
import type { AppId } from '../../kernel/ids';

export interface OpenTokenSessionCommand {
  /** As they were when they proved who they are: with another credential version there is no session. */
  readonly user: UserEntity;
  readonly appId: AppId | null;
  readonly at: number;
}

/** Somebody who has just proven who they are is signed in with a session token (DF-PWD-04). */
@Injectable()
export class OpenTokenSessionFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly sessions: TokenSessions,
    private readonly ending: SessionEnding,
    private readonly counter: SignInCounter,
    private readonly audit: AuditTrail,
  ) {}

  /** @returns the token; null for an account that is not Active, or has changed meanwhile */
  async run(actor: Actor, brand: BrandSnapshot, { user, appId, at }: OpenTokenSessionCommand): Promise<string | null> {
    if (user.status !== 'Active') return null;
    const draft = await this.sessions.draft(brand, user, at);
    const { address, userAgent } = actor;
    const { credentialVersion } = user;
    const session = { user, credentialVersion, appId, factors: ['pwd'], address, userAgent };
    return this.transaction.run(async (store, revoke) => {
      const id = await this.sessions.begin(store, brand, draft, session);
      if (id === null) return null;
      const ending = { store, revoke, reason: 'quota' as const, now: at };
      await this.ending.holdQuota(ending, brand.id, user.id, brand.settings.sessionQuota);
      await this.counter.clear(store, brand.id, user.id, at);
      const event = { event: 'auth.login' as const, target: { type: 'session', id: draft.uid } };
      await this.audit.record(store, { ...originOf(actor), actorUserId: user.id }, event);
      return draft.token.text;
    });
  }
}
