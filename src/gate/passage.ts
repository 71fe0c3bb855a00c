import { type Actor, originOf } from '../core/audit/actor';
import type { AuditOrigin } from '../core/audit/audit-trail';
import type { AppSnapshot } from '../core/apps/app-directory';
import type { BrandSnapshot } from '../core/brands/brand-snapshot';
import type { Caller } from '../core/roles/caller';
import type { DeviceStatusText } from '../core/devices/device-claim';
import type { SessionSnapshot } from '../core/auth-keys/session-snapshot';
import type { DeviceEntity } from '../core/devices/device.entity';
import type { UserDeviceEntity } from '../core/devices/user-device.entity';
import type { Reason } from '../kernel/errors/reasons';
import type { Arrival } from './arrival';
import type { CounterState } from './limits/window-counters';
import type { Requirement } from './requirement';

/**
 * One request on its way through the gate, and afterwards its context: who asks, for which brand, from which device, at
 * what time. Steps fill it in; handlers read it.
 */
export class Passage {
  /** Index of the step that comes next; one that refuses does not move it on. */
  next = 0;
  /** Whether the tries of a route with credential limits were counted. */
  areTriesCounted = false;
  brand: BrandSnapshot | null = null;
  /** The client application whose API key came along, in dialects that have such keys. */
  app: AppSnapshot | null = null;
  /** The brand the request acts on; the caller's own unless the request names another (JFW-CAL-03). */
  target: BrandSnapshot | null = null;
  /** Id of the target brand in the path, on routes that name it there (JFW-CAL-09). */
  brandInPath: string | null = null;
  /** Whether the caller may see more of the target than anybody may (`moreWith`). */
  showsMore = false;
  session: SessionSnapshot | null = null;
  keyDigest: string | null = null;
  /** Why the key that was sent is not the caller's, where the request goes on without one. */
  keyRefusal: Reason | null = null;
  deviceStatus: DeviceStatusText | null = null;
  /** The caller's device on routes that need one. */
  device: { readonly device: DeviceEntity; readonly link: UserDeviceEntity } | null = null;
  /** The bucket nearest to its limit (JFW-LIM-02). */
  rate: CounterState | null = null;

  /** Names and values, in turn, of headers that a handler adds to the answer. */
  readonly answerHeaders: string[] = [];

  constructor(
    readonly arrival: Arrival,
    readonly requirement: Requirement,
    /** The one time of the request, epoch ms. */
    readonly at: number,
  ) {}

  /** Keeps the bucket of which the smaller part is left. */
  noteRate(state: CounterState): void {
    const { rate } = this;
    if (rate === null || state.remaining / state.limit < rate.remaining / rate.limit) this.rate = state;
  }

  /** The resolved brand; every step and handler after `resolve-brand` has one. */
  get brandOrThrow(): BrandSnapshot {
    if (this.brand === null) throw new TypeError('the brand is asked for before it is resolved');
    return this.brand;
  }

  /** The signed-in session; every handler of a `user` route has one. */
  get sessionOrThrow(): SessionSnapshot {
    if (this.session === null) throw new TypeError('the session is asked for on a route without one');
    return this.session;
  }

  /** The brand the request acts on. */
  get targetOrThrow(): BrandSnapshot {
    return this.target ?? this.brandOrThrow;
  }

  /** The caller as the brand acted on sees them. */
  get caller(): Caller {
    const { brandId, user, type, permissions } = this.sessionOrThrow;
    const { id } = this.targetOrThrow;
    return { brandId: id, self: id === brandId ? { id: user.id, uid: user.uid } : null, type, permissions };
  }

  get actor(): Actor {
    const { client, correlationId } = this.arrival;
    return { brandId: this.brandOrThrow.id, userId: this.session?.user.id ?? null, ...client, correlationId };
  }

  get auditOrigin(): AuditOrigin {
    return originOf(this.actor);
  }
}
