import {
  closedObject,
  ID,
  INSTANT,
  type JsonSchema,
  objectSchema,
  oneOf,
  orNull,
  TEXT,
  WHOLE_NUMBER,
} from '../../wire/schema';
import type { auditEventView, securityEventView } from '../views/audit.view';
import type { refusalView } from '../views/refusal.view';

const DETAILS: JsonSchema = { type: 'object', additionalProperties: true, description: 'By event; never a secret.' };

/** An event of a brand's audit trail. */
export const AuditEventSchema = objectSchema<ReturnType<typeof auditEventView>>('AuditEvent', {
  id: ID,
  date: INSTANT,
  event: TEXT,
  actor: {
    ...orNull(closedObject({ id: ID, username: orNull(TEXT) })),
    description: 'Null when nobody was signed in.',
  },
  target: orNull(closedObject({ type: TEXT, id: orNull(TEXT) })),
  address: orNull(TEXT),
  userAgent: orNull(TEXT),
  correlationId: orNull(TEXT),
  details: DETAILS,
  sequence: { ...orNull(WHOLE_NUMBER), description: "Its place in the brand's hash chain; null for about a second." },
});

/** An event that concerns the user who asks. */
export const SecurityEventSchema = objectSchema<ReturnType<typeof securityEventView>>('SecurityEvent', {
  id: ID,
  date: INSTANT,
  event: TEXT,
  actor: { ...orNull(oneOf(['self', 'administrator'])), description: 'Null when nobody was signed in.' },
  target: orNull(closedObject({ type: oneOf(['user', 'session', 'device']), id: ID })),
  address: orNull(TEXT),
  userAgent: orNull(TEXT),
  correlationId: orNull(TEXT),
});

/** Why one request was refused. */
export const RefusalSchema = objectSchema<ReturnType<typeof refusalView>>('Refusal', {
  correlationId: TEXT,
  date: INSTANT,
  brand: { ...orNull(closedObject({ id: ID, code: TEXT })), description: 'Null when none was found for the request.' },
  dialect: TEXT,
  method: TEXT,
  route: { ...orNull(TEXT), description: 'The template, never the path itself.' },
  status: WHOLE_NUMBER,
  code: { ...TEXT, description: 'Of docs/errors.md.' },
  userId: orNull(ID),
  authKeyId: orNull(ID),
  address: orNull(TEXT),
  steps: {
    type: 'array',
    items: closedObject({ name: TEXT, outcome: oneOf(['passed', 'refused', 'not-reached']), reason: orNull(TEXT) }),
  },
});
