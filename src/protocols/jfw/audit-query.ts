import type { AuditFilter } from '../../core/audit/audit-search.repository';
import { invalidField } from '../../kernel/errors/brandgate-error';
import { INSTANT_FORM, parseIsoInstant } from '../../kernel/text/iso-instant';
import { ID, type JsonSchema, TEXT } from '../wire/schema';
import type { JfwQuery } from './jfw-query';
import { TEXTS } from './query.decorator';

const WHEN = { type: 'string', format: 'date-time', description: 'Included.' } as const satisfies JsonSchema;

/** Reads on from an event. */
export const CURSOR = { before: { ...ID, description: 'Id of an event: only what was written before it.' } };

/** What `GET audit-events` takes beside its page. */
export const AUDIT_FILTERS = {
  event: { ...TEXTS, description: 'Also separated by commas.' },
  actorUserId: ID,
  targetType: TEXT,
  targetId: TEXT,
  address: TEXT,
  correlationId: TEXT,
  from: WHEN,
  to: WHEN,
  ...CURSOR,
};

/** The filters of `GET audit-events` (jfw.md §28). */
export function auditFilterOf(query: JfwQuery): AuditFilter {
  return {
    events: query.list('event', ','),
    actorUid: query.text('actorUserId'),
    targetType: query.text('targetType'),
    targetId: query.text('targetId'),
    address: query.text('address'),
    correlationId: query.text('correlationId'),
    from: instantOf(query, 'from'),
    to: instantOf(query, 'to'),
    before: query.text('before'),
  };
}

/** ISO 8601 with an offset (JFW-FMT-02). */
function instantOf(query: JfwQuery, name: string): number | undefined {
  // A `+` that is not percent-encoded arrives as a blank.
  const text = query.text(name)?.replace(' ', '+');
  if (text === undefined) return undefined;
  const at = parseIsoInstant(text);
  if (at === null) throw invalidField(name, `${name} must be ${INSTANT_FORM}.`);
  return at;
}
