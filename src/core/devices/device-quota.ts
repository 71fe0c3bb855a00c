import { Injectable } from '@nestjs/common';
import type { Reason } from '../../kernel/errors/reasons';
import type { BrandId, UserId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import type { AuditEvent } from '../audit/audit-trail';
import type { BrandSettings } from '../brands/brand-settings';
import type { DeviceEntity } from './device.entity';
import { DeviceRepository } from './device.repository';
import { LinkRemoval } from './link-removal';
import { isLiving } from './link-state';
import type { Removal } from './removal';
import type { UserDeviceEntity } from './user-device.entity';

/** No user links more devices than this, whatever the brand allows (SEC-BF, row "devices"). */
const LINKS_CAP = 200;

export interface QuotaRequest {
  readonly brandId: BrandId;
  readonly userId: UserId;
  readonly settings: Pick<BrandSettings, 'deviceQuota' | 'deviceQuotaMode'>;
  /** Public ids of devices the user chose to sign out (JFW-QUO-06); only a sign-in can choose. */
  readonly evictDeviceIds: readonly string[];
}

/** What the refusal of one device too many carries, for a client that lets its user choose (JFW-QUO-06). Instants in epoch ms. */
export interface DeviceLimit {
  readonly deviceQuota: number;
  readonly devices: readonly (Pick<DeviceEntity, 'uid' | 'name' | 'osDevice'> &
    Pick<UserDeviceEntity, 'loggedInAt' | 'lastAccessAt'>)[];
}

type Linked = { readonly device: DeviceEntity; readonly link: UserDeviceEntity };

/** `full`: no room, and nothing may be evicted; with the links that take the room. */
export type QuotaOutcome =
  | { readonly kind: 'room'; readonly events: readonly AuditEvent[] }
  | {
      readonly kind: 'full';
      readonly mode: 'reject' | 'confirm';
      readonly quota: number;
      readonly links: readonly Linked[];
    }
  | { readonly kind: 'capped' };

/** Why there was no room, for the operator. */
export function quotaReason(quota: Exclude<QuotaOutcome, { kind: 'room' }>): Reason {
  if (quota.kind === 'capped') return { reason: 'device-cap' };
  return { reason: 'device-quota', facts: { quota: quota.quota, mode: quota.mode } };
}

/** Makes room for one more living link of a user (§15 of the contract). */
@Injectable()
export class DeviceQuota {
  constructor(
    private readonly devices: DeviceRepository,
    private readonly removal: LinkRemoval,
  ) {}

  /**
   * Parallel requests take turns on the user's row, so that they never leave more links than the quota (JFW-QUO-04).
   * What was read of the user's links before is worth nothing afterwards.
   */
  async lock(store: Store, { brandId, userId }: Pick<QuotaRequest, 'brandId' | 'userId'>): Promise<void> {
    await store.query('UPDATE users SET epoch = epoch WHERE brand_id = ? AND id = ?', [brandId, userId]);
  }

  /** For a caller who holds the lock. */
  async makeRoom(removal: Removal, request: QuotaRequest): Promise<QuotaOutcome> {
    const { brandId, userId, settings } = request;
    const linked = await this.devices.listOfUser(removal.store, brandId, userId);
    const living = linked.filter(({ link }) => isLiving(link));
    const { deviceQuota, deviceQuotaMode: mode } = settings;
    if (deviceQuota === null || living.length < deviceQuota) {
      return living.length < LINKS_CAP ? { kind: 'room', events: [] } : { kind: 'capped' };
    }
    const surplus = living.length - deviceQuota + 1;
    if (mode === 'evict-oldest') return this.evict(removal, oldest(living, surplus));
    const chosen = mode === 'confirm' ? chosenOf(living, request.evictDeviceIds, surplus) : null;
    if (chosen) return this.evict(removal, chosen);
    return { kind: 'full', mode, quota: deviceQuota, links: living };
  }

  private async evict(removal: Removal, links: readonly Linked[]): Promise<QuotaOutcome> {
    const events: AuditEvent[] = [];
    for (const { link } of links) events.push(...(await this.removal.remove(removal, link, 'device.evicted')));
    return { kind: 'room', events };
  }
}

/** The oldest sign-ins, not the oldest rows (JFW-QUO-03). */
function oldest(links: readonly Linked[], count: number): readonly Linked[] {
  const byAge = [...links].sort((a, b) => a.link.loggedInAt - b.link.loggedInAt || a.link.id - b.link.id);
  return byAge.slice(0, count);
}

/** The chosen links, if all are the user's own living ones and free enough places (JFW-QUO-06). */
function chosenOf(links: readonly Linked[], ids: readonly string[], needed: number): readonly Linked[] | null {
  const unique = new Set(ids);
  const chosen = links.filter(({ device }) => unique.has(device.uid));
  return chosen.length === unique.size && chosen.length >= needed ? chosen : null;
}
