import { instantFact, type Reason } from '../../kernel/errors/reasons';
import type { UserEntity } from '../users/user.entity';
import type { KeyOwner } from './auth-key.repository';

/** Why a key is dead for good, whatever its own end says; null while it is not. One answer to the caller (JFW-KEY-06). */
export function deathOf(owner: KeyOwner, now: number): Reason | null {
  const { key, user } = owner;
  const end = sessionEndOf(owner, now);
  if (end !== null) return end;
  if (key.consumedAt !== null) return { reason: 'key-superseded', facts: { at: instantFact(key.consumedAt) } };
  if (user.status === 'Deleted') return { reason: 'user-deleted' };
  return key.kind === 'auth' ? null : { reason: 'key-is-refresh' };
}

/** Why the session of a key is over; null while it lives. */
export function sessionEndOf({ session }: KeyOwner, now: number): Reason | null {
  const { revokedAt, revokeReason, expiresAt } = session;
  if (revokedAt !== null) {
    return { reason: 'session-ended', facts: { at: instantFact(revokedAt), cause: revokeReason ?? 'expired' } };
  }
  return expiresAt <= now ? { reason: 'session-expired', facts: { at: instantFact(expiresAt) } } : null;
}

/** The state of an account, in words. */
export function stateReason({ status }: Pick<UserEntity, 'status'>): Reason {
  return { reason: 'user-state', facts: { status } };
}
