import { Injectable } from '@nestjs/common';
import type { AuditPage } from '../../core/audit/audit-search.repository';
import { type EventOwner, OwnEventsRepository } from '../../core/audit/own-events.repository';
import { type AuditLine, AuditLines } from './audit-lines';

/** What a user may know of an event that concerns them: nobody else's name, address, browser or ids. */
export interface SecurityEvent {
  readonly uid: string;
  /** Epoch ms. */
  readonly happenedAt: number;
  readonly event: string;
  /** Null when nobody was signed in. */
  readonly actor: 'self' | 'administrator' | null;
  readonly target: { readonly type: string; readonly id: string } | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly correlationId: string | null;
}

/** A user's own part of the trail (SEC-SES-10). */
@Injectable()
export class OwnSecurityEventsFlow {
  constructor(
    private readonly events: OwnEventsRepository,
    private readonly lines: AuditLines,
  ) {}

  /** Newest first; `total` is exact up to 10,000. */
  async run(owner: EventOwner, page: AuditPage, before?: string): Promise<{ items: SecurityEvent[]; total: number }> {
    const { items, total } = await this.events.find(owner, page, before);
    const lines = await this.lines.of(owner.brandId, items);
    return { items: lines.map((line, index) => ownView(line, items[index]?.actorUserId ?? null, owner)), total };
  }
}

function ownView(line: AuditLine, actorId: number | null, owner: EventOwner): SecurityEvent {
  const { uid, happenedAt, event, address, userAgent, correlationId } = line;
  const actor = actorOf(event, actorId, owner);
  const traces = actor === 'administrator' ? NO_TRACES : { address, userAgent, correlationId };
  return { uid, happenedAt, event, actor, target: targetOf(line, owner), ...traces };
}

const NO_TRACES = { address: null, userAgent: null, correlationId: null };

/** What happens without anybody being signed in; anything else without an actor was done from outside the brand. */
function isAnonymous(event: string): boolean {
  return event.startsWith('auth.') || event === 'user.created' || event === 'user.password_reset';
}

function actorOf(event: string, actorId: number | null, { userId }: EventOwner): SecurityEvent['actor'] {
  if (actorId === userId) return 'self';
  return actorId === null && isAnonymous(event) ? null : 'administrator';
}

/** Other people's ids stay out, also where the user acted on them. */
function targetOf({ target, link }: AuditLine, { userUid }: EventOwner): SecurityEvent['target'] {
  if (target?.type === 'link') return link?.userUid === userUid ? { type: 'device', id: link.deviceUid } : null;
  if (target === null || target.id === null) return null;
  const isOwn = target.type === 'user' ? target.id === userUid : target.type === 'session' || target.type === 'device';
  return isOwn ? { type: target.type, id: target.id } : null;
}
