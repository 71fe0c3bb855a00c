const SENDING = { tests: 'test/push/sending', project: 'sqlite' };
const FAREWELL = { tests: 'test/push/farewell', project: 'sqlite' };
const OUTCOME = { tests: 'src/flows/deliver-push', project: 'unit' };
const DRIFT = { tests: 'test/protocols/jfw/drift', project: 'sqlite' };
const MODEL = { tests: 'test/models', project: 'sqlite', env: { MODEL_SEED: '7', MODEL_RUNS: '600' } };

/** Sending, farewells and drifts. */
export const PUSH = [
  {
    name: 'a session that ran out is pushed to',
    file: 'src/core/push/reach.repository.ts',
    from: 'WHEN l.logged_out_at IS NULL AND NOT EXISTS (',
    to: 'WHEN 1 = 0 AND NOT EXISTS (',
    run: MODEL,
  },
  {
    name: 'whoever is suspended is pushed to',
    file: 'src/core/push/reach.repository.ts',
    from: "u.status <> 'Active'",
    to: '1 = 0',
    run: SENDING,
  },
  {
    name: 'a late error buries a newer token',
    file: 'src/core/devices/token-death.repository.ts',
    from: '{ brandId, id, pushTokenHash: sent, tokenStatus',
    to: '{ brandId, id, tokenStatus',
    run: SENDING,
  },
  {
    name: 'a stale token gets broadcasts',
    file: 'src/core/push/reach.repository.ts',
    from: 'return withStale ?',
    to: 'return withStale || !withStale ?',
    run: SENDING,
  },
  {
    name: 'nobody waits as long as Google asks',
    file: 'src/flows/deliver-push/batch-outcome.ts',
    from: 'retryAfterOf(failure) * 1_000',
    to: '0',
    run: OUTCOME,
  },
  {
    name: 'a quota of the project holds up one device alone',
    file: 'src/flows/deliver-push/send-batch.ts',
    from: 'if (pausedUntil !== null) await this.consequences.paused(channel.row, pausedUntil);',
    to: '',
    run: SENDING,
  },
  {
    name: 'a fault that one device meets stops the push',
    file: 'src/flows/deliver-push/batch-outcome.ts',
    from: 'this.faulty.length === this.answers',
    to: 'this.faulty.length > 0',
    run: SENDING,
  },
  {
    name: 'the library repeats by itself',
    file: 'src/outbound/firebase/firebase-push-transport.ts',
    from: '    withoutPatience(messaging);\n',
    to: '',
    run: { tests: 'test/push/batches', project: 'sqlite' },
  },
  {
    name: 'a farewell is given up with the outbox',
    file: 'src/flows/deliver-farewell/deliver-farewell.flow.ts',
    from: 'if (attempts + 1 < MAX_ATTEMPTS) return',
    to: 'if (attempts >= 0) return',
    run: FAREWELL,
  },
  {
    name: 'a receipt counts in any brand',
    file: 'src/core/farewells/receipt.ts',
    from: 'brand_id = :brandId AND uid = :uid AND state',
    to: 'uid = :uid AND state',
    run: SENDING,
  },
  {
    name: 'an idempotency key is no key',
    file: 'src/flows/send-push/send-push.flow.ts',
    from: 'push.requestHash.equals(requestHash)',
    to: 'push.uid',
    run: SENDING,
  },
  {
    name: 'what is cancelled waits for a worker',
    file: 'src/flows/cancel-push/cancel-push.flow.ts',
    from: 'if (push !== null) await this.ending.endCancelled(push);',
    to: '',
    run: SENDING,
  },
  {
    name: 'what a dead run had taken is forgotten',
    file: 'src/core/pushes/delivery-queue.repository.ts',
    from: "state = 'queued' AND next_attempt_at <= ?",
    to: "state = 'queued' AND lease IS NULL AND next_attempt_at <= ?",
    run: SENDING,
  },
  {
    name: 'a removed device hears of nothing',
    file: 'src/core/devices/token-detachment.ts',
    from: 'if (cause !== null && !isOwnLink',
    to: 'if (cause === undefined && !isOwnLink',
    run: FAREWELL,
  },
  {
    name: 'who signs out themself gets a farewell',
    file: 'src/flows/sign-out/sign-out.flow.ts',
    from: 'isOwn || link.loggedOutAt !== null ? null',
    to: 'link.loggedOutAt !== null ? null',
    run: FAREWELL,
  },
  {
    name: 'a session that ran out gets a farewell',
    file: 'src/flows/expire-sessions/expire-sessions.flow.ts',
    from: 'session, null);',
    to: "session, 'session-ended');",
    run: FAREWELL,
  },
  {
    name: 'everybody sees whose devices were signed out',
    file: 'src/flows/list-farewells/list-farewells.flow.ts',
    from: "requireSelfOr(caller, query.userUid, 'DEVICE.READ');",
    to: "requireSelfOr(caller, caller.self?.uid ?? '', 'DEVICE.READ');",
    run: FAREWELL,
  },
  {
    name: 'a sign-in of yesterday is a recent one',
    file: 'src/core/devices/header-drift.ts',
    from: 'isRecentSignIn(session.authAt, now)',
    to: 'true',
    run: DRIFT,
  },
  {
    name: 'a refused drift is taken',
    file: 'src/core/devices/header-drift.ts',
    from: "policy === 'refuse')",
    to: "policy === 'allow')",
    run: DRIFT,
  },
  {
    name: 'the user is told of each drift',
    file: 'src/core/devices/drift-record.ts',
    from: 'if (await this.sessions.markDriftTold(store, brand.id, session.id, MARK_OF[signal], now)) isNews = true;',
    to: 'isNews = true;',
    run: DRIFT,
  },
];
