import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import { type BrandId, type UserId, uuidv7 } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { AuditEventEntity } from './audit-event.entity';

/** The events of JFW-AUD-01 that this version writes, and those of administration beyond it. */
export type AuditEventName =
  | 'auth.login'
  | 'auth.login_failed'
  | 'auth.locked'
  | 'auth.refresh'
  | 'auth.refresh_reused'
  | 'auth.refresh_device_mismatch'
  | 'auth.logout'
  | 'authkey.revoked'
  | 'device.linked'
  | 'device.relinked'
  | 'device.revoked'
  | 'device.evicted'
  | 'device.token_moved'
  | 'device.token_move_refused'
  | 'device.status_changed'
  | 'device.drift'
  | 'authkey.introspected'
  | 'user.created'
  | 'user.updated'
  | 'user.status_changed'
  | 'user.type_changed'
  | 'user.roles_changed'
  | 'user.deleted'
  | 'user.password_changed'
  | 'user.password_reset'
  | 'user.email_verified'
  | 'user.invited'
  | 'user.invitation_accepted'
  | 'user.question_changed'
  | 'mail.channel_changed'
  | 'mail.template_changed'
  | 'outbox.retried'
  | 'push.channel_changed'
  | 'push.token_invalidated'
  | 'push.config_error'
  | 'push.created'
  | 'push.cancelled'
  | 'role.created'
  | 'role.updated'
  | 'role.deleted'
  | 'app.created'
  | 'app.updated'
  | 'app.key_regenerated'
  | 'app.key_shown'
  | 'app.deleted'
  | 'service.created'
  | 'service.updated'
  | 'service.deleted'
  | 'brand.created'
  | 'brand.updated'
  | 'brand.status_changed'
  | 'brand.domain_changed'
  | 'brand.setting_changed'
  | 'brand.crossed'
  | 'gateway.keys_rotated'
  | 'gateway.restored'
  | 'gateway.setting_changed';

/** Who did it and from where; the same for everything one request causes. */
export interface AuditOrigin {
  readonly brandId: BrandId;
  readonly actorUserId: UserId | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly correlationId: string | null;
}

export interface AuditEvent {
  readonly event: AuditEventName;
  readonly target?: { readonly type: string; readonly id: string };
  /** Never a secret (JFW-GEN-14). */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A row of the trail that is not sealed yet. */
export type AuditRow = Omit<AuditEventEntity, 'id' | 'sequence' | 'hash'>;

/** Writes the trail. Security events go into the transaction of the change they report. */
@Injectable()
export class AuditTrail {
  constructor(private readonly clock: Clock) {}

  async record(store: Store, origin: AuditOrigin, ...events: AuditEvent[]): Promise<void> {
    await this.write(
      store,
      events.map((event) => this.rowOf(origin, event)),
    );
  }

  /** The event as it will be written, of this moment. */
  rowOf(origin: AuditOrigin, { event, target, details }: AuditEvent): AuditRow {
    const now = this.clock.now();
    return {
      uid: uuidv7(now),
      ...origin,
      happenedAt: now,
      event,
      targetType: target?.type ?? null,
      targetId: target?.id ?? null,
      details: details ?? {},
    };
  }

  async write(store: Store, rows: readonly AuditRow[]): Promise<void> {
    if (rows.length > 0) await store.insert(AuditEventEntity, [...rows]);
  }
}
