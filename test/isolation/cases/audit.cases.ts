import { type Cases, id, type RouteCase } from '../route-case';

/** The trail grows meanwhile, and is sealed a moment after it was written. */
const SEALED = ['sequence', 'hash'];
const OUTLIVES = { deleted: 'the trail outlives what it names' };
const bySignIn = (query: RouteCase['query']): RouteCase => ({
  query: { ...query, event: 'auth.login' },
  varies: SEALED,
  tells: OUTLIVES,
  arrange: (own) => own.keys(),
});

/** What happened, and why it was refused (jfw.md §21, §28). */
export const AUDIT_CASES: Cases = {
  'GET /api/v1/audit-events': [
    { as: 'by actor', ...bySignIn({ actorUserId: id('userId') }) },
    { as: 'by target', ...bySignIn({ targetId: id('sessionId') }) },
    { as: 'by correlation id', ...bySignIn({ correlationId: id('correlationId') }) },
    { as: 'before an event', ...bySignIn({ before: id('auditEventId'), pageSize: '1' }) },
  ],
  'GET /api/v1/users/me/security-events': [
    { as: 'all' },
    { as: 'before an event', query: { before: id('auditEventId') } },
  ],
  'GET /api/v1/refusals/:correlationId': { path: { correlationId: id('correlationId') } },
};
