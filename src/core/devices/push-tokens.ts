import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Store } from '../../storage/database';
import type { AuditEvent } from '../audit/audit-trail';
import type { Revoke } from '../revocations/revoking-transaction';
import { DeviceRepository } from './device.repository';
import { pushTokenKind } from './push-token';
import type { UserDeviceEntity } from './user-device.entity';

export const NO_TOKEN = {
  pushToken: null,
  pushTokenHash: null,
  tokenKind: null,
  tokenStatus: null,
  tokenUpdatedAt: null,
} as const;

type TokenColumns = Pick<
  UserDeviceEntity,
  'pushToken' | 'pushTokenHash' | 'tokenKind' | 'tokenStatus' | 'tokenUpdatedAt'
>;

/** `kept`: the link holds the token already. `refused`: a newer sign-in of somebody else keeps it (JFW-TOK-05). */
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
  async inherit(change: TokenChange, link: UserDeviceEntity): Promise<boolean> {
    const { store } = change;
    const holders = await this.devices.listTokenHoldersOnDevice(store, link.brandId, link.deviceId, link.userId);
    const newest = holders[0];
    if (!newest) return false;
    for (const holder of holders) await this.release(change, holder, link);
    await this.hold(change, link, newest);
    return true;
  }

  /** Gives the presented token to the link where the rules allow it (JFW-TOK-03, -05, -07). */
  async present(change: TokenChange, link: UserDeviceEntity, token: string): Promise<TokenOutcome> {
    const hashed = tokenHash(token);
    if (link.pushTokenHash?.equals(hashed)) return this.revive(change, link);
    const holder = await this.devices.findTokenHolder(change.store, link.brandId, hashed);
    if (holder && !mayTake(link, holder)) return 'refused';
    if (holder) await this.release(change, holder, link);
    await this.hold(change, link, {
      pushToken: token,
      pushTokenHash: hashed,
      tokenKind: pushTokenKind(token),
      tokenStatus: 'active',
      tokenUpdatedAt: change.now,
    });
    return 'taken';
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
    await this.devices.updateLink(change.store, link, { tokenStatus: 'active', tokenUpdatedAt: change.now });
    return 'taken';
  }

  private async hold(change: TokenChange, link: UserDeviceEntity, token: TokenColumns): Promise<void> {
    const columns: TokenColumns = {
      pushToken: token.pushToken,
      pushTokenHash: token.pushTokenHash,
      tokenKind: token.tokenKind,
      tokenStatus: token.tokenStatus,
      tokenUpdatedAt: change.now,
    };
    await this.devices.updateLink(change.store, link, columns);
    Object.assign(link, columns);
  }

  private async release(change: TokenChange, holder: UserDeviceEntity, taker: UserDeviceEntity): Promise<void> {
    const isReinstallation = holder.userId === taker.userId;
    await this.devices.updateLink(change.store, holder, {
      ...NO_TOKEN,
      ...(isReinstallation ? { supersededAt: change.now } : {}),
    });
    await change.revoke('device', holder.brandId, holder.deviceId);
    change.events.push({
      event: 'device.token_moved',
      target: { type: 'link', id: `${taker.id}` },
      details: { fromLink: holder.id, toLink: taker.id, tokenHash: holder.pushTokenHash?.toString('hex', 0, 4) },
    });
  }
}

function mayTake(taker: UserDeviceEntity, holder: UserDeviceEntity): boolean {
  if (holder.userId === taker.userId) return true;
  const isGone = holder.loggedOutAt !== null || holder.deletedAt !== null;
  return isGone || holder.loggedInAt <= taker.loggedInAt;
}
