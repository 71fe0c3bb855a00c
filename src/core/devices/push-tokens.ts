import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isDuplicate } from '../../storage/database-error';
import type { Store } from '../../storage/database';
import type { AuditEvent } from '../audit/audit-trail';
import type { Revoke } from '../revocations/revoking-transaction';
import { DeviceRepository } from './device.repository';
import { NO_TOKEN, type PushTokenKind, pushTokenKind } from './push-token';
import type { UserDeviceEntity } from './user-device.entity';

const HOUR_MS = 3_600_000;
/** Moves of one token between links in an hour; somebody is pulling it to and fro (JFW-TOK-08). */
const MAX_MOVES = 5;
/** Parallel takers of one token; each round one of them holds it. */
const MAX_ATTEMPTS = 4;

type TokenColumns = Pick<UserDeviceEntity, keyof typeof NO_TOKEN>;

type FreshToken = Omit<TokenColumns, 'tokenUpdatedAt' | keyof Moves> & { readonly pushTokenHash: Buffer };

/** `kept`: the link holds the token already. `refused`: it stays where it is, or dead (JFW-TOK-05, -08, -11). */
export type TokenOutcome = 'taken' | 'kept' | 'refused';

/** Everything a change of a push token's owner needs from the request that causes it. */
export interface TokenChange {
  readonly store: Store;
  readonly revoke: Revoke;
  readonly now: number;
  readonly events: AuditEvent[];
}

export function tokenHash(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

/**
 * Who owns a push token. A token names an app installation, and an installation belongs to whoever signed in on it
 * last, so within a brand it has one owner at most (§14 of the contract).
 */
@Injectable()
export class PushTokens {
  constructor(private readonly devices: DeviceRepository) {}

  /** A sign-in takes over the token that another user's link holds on the same device (JFW-TOK-04). */
  async inherit(change: TokenChange, link: UserDeviceEntity): Promise<TokenOutcome> {
    const { store } = change;
    const holders = await this.devices.listTokenHoldersOnDevice(store, link.brandId, link.deviceId, link.userId);
    const newest = holders[0];
    if (!newest) return 'kept';
    if (!mayMove(change, newest, link)) return 'refused';
    for (const holder of holders) await this.release(change, holder, link);
    return this.hold(change, link, { ...newest, ...moved(newest, change.now) });
  }

  /**
   * Gives the presented token to the link where the rules allow it (JFW-TOK-03, -05, -07).
   * @param kind what the client calls the token, where its form does not tell (JFW-TOK-09)
   */
  async present(
    change: TokenChange,
    link: UserDeviceEntity,
    token: string,
    kind: PushTokenKind = pushTokenKind(token),
  ): Promise<TokenOutcome> {
    const hashed = tokenHash(token);
    if (link.pushTokenHash?.equals(hashed)) return this.revive(change, link);
    const columns = { pushToken: token, pushTokenHash: hashed, tokenKind: kind, tokenStatus: 'active' as const };
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.take(change, link, { ...columns, tokenRevivedAt: null });
      } catch (error) {
        // Somebody else took it since it was looked for: they are judged as its holder (JFW-DEV-06).
        if (attempt === MAX_ATTEMPTS || !isDuplicate(error, 'push_token_hash')) throw error;
      }
    }
  }

  /** Erases the link's token; only explicit events do (JFW-TOK-02). */
  async erase(change: Omit<TokenChange, 'events'>, link: UserDeviceEntity): Promise<void> {
    if (link.pushTokenHash === null) return;
    await this.devices.updateLink(change.store, link, NO_TOKEN);
    await change.revoke('device', link.brandId, link.deviceId);
  }

  // The app presents a token that was found dead or went stale: it is alive again (JFW-TOK-11, -12).
  private async revive(change: TokenChange, link: UserDeviceEntity): Promise<TokenOutcome> {
    if (link.tokenStatus === 'active') return 'kept';
    if (isFlapping(link, change.now)) return 'refused';
    const { now } = change;
    const revivedAt = link.tokenStatus === 'invalid' ? { tokenRevivedAt: now } : {};
    const columns = { tokenStatus: 'active' as const, tokenUpdatedAt: now, ...revivedAt };
    await this.devices.updateLink(change.store, link, columns);
    Object.assign(link, columns);
    return 'taken';
  }

  /** From whoever holds it, if they have to give it up. */
  private async take(change: TokenChange, link: UserDeviceEntity, token: FreshToken): Promise<TokenOutcome> {
    const holder = await this.devices.findTokenHolder(change.store, link.brandId, token.pushTokenHash);
    if (!holder) return this.hold(change, link, { ...token, ...NEVER_MOVED });
    if (!mayTake(link, holder) || !mayMove(change, holder, link)) return 'refused';
    await this.release(change, holder, link);
    return this.hold(change, link, { ...token, ...moved(holder, change.now) });
  }

  private async hold(
    change: TokenChange,
    link: UserDeviceEntity,
    token: Omit<TokenColumns, 'tokenUpdatedAt'>,
  ): Promise<TokenOutcome> {
    const columns: TokenColumns = {
      pushToken: token.pushToken,
      pushTokenHash: token.pushTokenHash,
      tokenKind: token.tokenKind,
      tokenStatus: token.tokenStatus,
      tokenUpdatedAt: change.now,
      tokenRevivedAt: token.tokenRevivedAt,
      tokenMoves: token.tokenMoves,
      tokenMovesSince: token.tokenMovesSince,
    };
    // A link that was Deleted meanwhile takes nothing.
    if (!(await this.devices.updateLivingLink(change.store, link, columns))) return 'refused';
    Object.assign(link, columns);
    return 'taken';
  }

  private async release(change: TokenChange, holder: UserDeviceEntity, taker: UserDeviceEntity): Promise<void> {
    const isReinstallation = holder.userId === taker.userId;
    await this.devices.updateLink(change.store, holder, {
      ...NO_TOKEN,
      ...(isReinstallation ? { supersededAt: change.now } : {}),
    });
    await change.revoke('device', holder.brandId, holder.deviceId);
    change.events.push(moveEvent('device.token_moved', holder, taker));
  }
}

/** An invalid token comes back to life once an hour, or a client and a push service would argue for ever (JFW-TOK-11). */
export function isFlapping(link: UserDeviceEntity, now: number): boolean {
  const { tokenStatus, tokenRevivedAt } = link;
  return tokenStatus === 'invalid' && tokenRevivedAt !== null && now - tokenRevivedAt < HOUR_MS;
}

function mayTake(taker: UserDeviceEntity, holder: UserDeviceEntity): boolean {
  if (holder.userId === taker.userId) return true;
  const isGone = holder.loggedOutAt !== null || holder.deletedAt !== null;
  return isGone || holder.loggedInAt <= taker.loggedInAt;
}

type Moves = Pick<UserDeviceEntity, 'tokenMoves' | 'tokenMovesSince'>;

const NEVER_MOVED: Moves = { tokenMoves: 0, tokenMovesSince: null };

/** One more move, in the hour that its first one began. */
function moved({ tokenMoves, tokenMovesSince }: Moves, now: number): Moves {
  const isRecent = tokenMovesSince !== null && now - tokenMovesSince < HOUR_MS;
  return isRecent ? { tokenMoves: tokenMoves + 1, tokenMovesSince } : { tokenMoves: 1, tokenMovesSince: now };
}

/** Whether the hour has room for one more move; a refused one is told the trail. */
function mayMove({ events, now }: TokenChange, holder: UserDeviceEntity, taker: UserDeviceEntity): boolean {
  if (moved(holder, now).tokenMoves <= MAX_MOVES) return true;
  events.push(moveEvent('device.token_move_refused', holder, taker));
  return false;
}

function moveEvent(
  event: 'device.token_moved' | 'device.token_move_refused',
  holder: UserDeviceEntity,
  taker: UserDeviceEntity,
): AuditEvent {
  const tokenHash = holder.pushTokenHash?.toString('hex', 0, 4);
  const details = { fromLink: holder.id, toLink: taker.id, tokenHash };
  return { event, target: { type: 'link', id: `${taker.id}` }, details };
}
