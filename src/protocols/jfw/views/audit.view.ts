import type { AuditLine } from '../../../flows/read-audit/audit-lines';
import type { SecurityEvent } from '../../../flows/read-audit/own-security-events.flow';
import { instant } from './instant';

/** An event of a brand's trail, for its administrators. */
export function auditEventView(line: AuditLine) {
  const { uid, happenedAt, event, actor, target, address, userAgent, correlationId, details, sequence } = line;
  return {
    id: uid,
    date: instant(happenedAt),
    event,
    actor: actor === null ? null : { id: actor.uid, username: actor.username },
    target,
    address,
    userAgent,
    correlationId,
    details,
    sequence,
  };
}

/** An event that concerns the user who asks. */
export function securityEventView({ uid, happenedAt, ...event }: SecurityEvent) {
  return { id: uid, date: instant(happenedAt), ...event };
}
