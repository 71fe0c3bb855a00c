import { Injectable } from '@nestjs/common';
import { type Actor, originOf } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { AuthKeyRepository, type KeyOwner } from '../../core/auth-keys/auth-key.repository';
import { lifetimesOf, pairRows } from '../../core/auth-keys/session-issuer';
import { SessionRepository } from '../../core/auth-keys/session.repository';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { SessionEnding } from '../../core/devices/session-ending';
import { SecurityNotices } from '../../core/mail/security-notices';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { KeyRing } from '../../kernel/secrets/key-ring';
import { deriveSuccessor } from '../../kernel/secrets/successor';
import { Database } from '../../storage/database';
import type { RefreshCommand, Refreshed } from './refresh.command';

type Rotated = Omit<Refreshed, 'deviceStatus'>;

export interface RotationRequest {
  readonly actor: Actor;
  readonly brand: BrandSnapshot;
  readonly owner: KeyOwner;
  readonly command: RefreshCommand;
  readonly boundCode: string | null;
}

/** The writes of a refresh. The successor is derived, so a replay can hand it out again without keeping it (JFW-REF-05). */
@Injectable()
export class RotateSession {
  constructor(
    private readonly database: Database,
    private readonly transaction: RevokingTransaction,
    private readonly keys: AuthKeyRepository,
    private readonly sessions: SessionRepository,
    private readonly ending: SessionEnding,
    private readonly audit: AuditTrail,
    private readonly notices: SecurityNotices,
    private readonly keyRing: KeyRing,
  ) {}

  /** @returns null when another request consumed the key first, or the session ended meanwhile */
  async rotate(request: RotationRequest): Promise<Rotated | null> {
    const { owner, command, brand, actor, boundCode } = request;
    const { key, session, user } = owner;
    const { at } = command;
    const pair = deriveSuccessor(this.keyRing.subKey('refresh'), command.refreshKey);
    const lifetimes = lifetimesOf(brand.settings, session.absoluteExpiresAt, at);
    return this.transaction.run(async (store, revoke) => {
      // The session's row first: a sign-out and a rotation meet there, and one of them sees the other (SEC-SES-06).
      if (!(await this.sessions.lockAlive(store, brand.id, session.id, at, lifetimes.session))) return null;
      if (!(await this.keys.consume(store, key, command.code ?? boundCode, at))) return null;
      await this.keys.supersede(store, brand.id, session.id, at);
      const derived = { parentId: key.id, derivationVersion: this.keyRing.currentId };
      const rows = pairRows({ brandId: brand.id, sessionId: session.id, ...derived }, pair, lifetimes, at);
      await this.keys.insert(store, rows);
      await this.keys.markFirstUse(store, brand.id, key.id, at);
      await revoke('session', brand.id, session.id);
      const event = { event: 'auth.refresh' as const, target: { type: 'session', id: session.uid } };
      await this.audit.record(store, originOf({ ...actor, userId: user.id }), event);
      return { user, pair: { ...pair, expiresAt: lifetimes.auth }, outcome: 'rotated' };
    });
  }

  /** The same pair again, byte for byte. @throws BrandgateError refresh-key.invalid when its ring entry is gone (JFW-REF-07) */
  async replay({ owner, command, brand }: RotationRequest): Promise<Rotated> {
    const { user, key } = owner;
    const children = await this.keys.findChildren(this.database.store, brand.id, key.id);
    const version = children?.auth.derivationVersion ?? null;
    const subKey = version === null ? null : this.keyRing.subKey('refresh', version);
    if (!children || subKey === null) throw new BrandgateError('refresh-key.invalid', { reason: 'ring-entry-gone' });
    const pair = { ...deriveSuccessor(subKey, command.refreshKey), expiresAt: children.auth.expiresAt };
    return { user, pair, outcome: 'replayed' };
  }

  /** Somebody else holds the key: the whole family ends (JFW-REF-08). */
  async endStolen(actor: Actor, brand: BrandSnapshot, { session, user }: KeyOwner, now: number): Promise<never> {
    await this.transaction.run(async (store, revoke) => {
      // Two presentations may find the theft at once; it is one event (JFW-REF-08).
      if (!(await this.sessions.lockAlive(store, user.brandId, session.id, now))) return;
      await this.ending.end({ store, revoke, reason: 'theft', now }, [session]);
      const event = { event: 'auth.refresh_reused' as const, target: { type: 'session', id: session.uid } };
      await this.audit.record(store, originOf({ ...actor, userId: user.id }), event);
      await this.notices.sessionTheft(store, brand, user, now);
    });
    throw new BrandgateError('refresh-key.reused', { reason: 'refresh-key-stolen' });
  }
}
