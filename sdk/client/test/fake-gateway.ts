import type { FetchAnswer, FetchInit, FetchLike } from '../src/fetch-like.ts';

const REPLAY_MS = 60_000;

/** A request as it came. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly init: FetchInit;
}

/** What goes wrong with a request: never arrived, answer lost, or answered by something else. */
export type Fault = 'lost request' | 'lost answer' | { readonly status: number; readonly body: string };

interface Pair {
  readonly authKey: string;
  readonly refreshAuthKey: string;
  readonly expiresAt: number;
  isUsed: boolean;
  consumedAt: number | null;
}

interface Session {
  readonly userId: string;
  readonly deviceCode: string | null;
  readonly pairs: Pair[];
  isRevoked: boolean;
}

/** What a wire error looks like: envelope with one error. */
export function refusal(status: number, code: string, more: object = {}): { status: number; body: string } {
  const error = { code, message: `message of ${code}`, details: `message of ${code}`, correlationId: 'c-1' };
  const body = { success: false, statusCode: status, message: error.message, data: null, errors: [error], ...more };
  return { status, body: JSON.stringify(body) };
}

function success(data: unknown): { status: number; body: string } {
  const message = 'The request was successful.';
  return { status: 200, body: JSON.stringify({ success: true, statusCode: 200, message, data, errors: [] }) };
}

/** A gateway in memory, as far as keys go: JFW-KEY-07, JFW-REF-04, and whatever a network does to requests. */
export class FakeGateway {
  now = Date.UTC(2026, 9, 18);
  authKeyLifetimeMs = 86_400_000;
  /** Of `UserLocked` and the like; blocks and deletes nothing (JFW-KEY-09). */
  blockedBy: string | null = null;
  readonly received: Received[] = [];
  /** Whether the push token belongs to a newer sign-in of somebody else (JFW-TOK-05). */
  keepsPushToken = false;
  /** Ids of the pushes that were sent. */
  readonly deliveries = new Set<string>();
  readonly answerHeaders = new Map<string, string>();
  /** How often a refresh key was used in a way that means theft. */
  thefts = 0;
  faultOf: (request: Received) => Fault | undefined = () => undefined;
  /** Awaited before a request arrives and before its answer does. */
  travel: (what: string) => Promise<void> = () => Promise.resolve();
  private readonly sessions: Session[] = [];

  readonly fetch: FetchLike = async (url, init) => {
    const request = receivedOf(url, init);
    await this.travel(`${request.method} ${request.path}`);
    const fault = this.faultOf(request);
    if (fault === 'lost request') throw new TypeError('fetch failed');
    this.received.push(request);
    const headers = new Map(this.answerHeaders);
    const answer = typeof fault === 'object' ? fault : this.answerTo(request, headers);
    await this.travel(`answer to ${request.path}`);
    if (fault === 'lost answer') throw new TypeError('fetch failed');
    return answerOf(answer.status, answer.body, headers);
  };

  /** Those of a path. */
  requestsTo(path: string): Received[] {
    return this.received.filter((request) => request.path === path);
  }

  get refreshes(): Received[] {
    return this.requestsTo('users/auth/refresh-auth-key');
  }

  /** Of the session that began last. */
  get newestRefreshKey(): string | undefined {
    return this.sessions.at(-1)?.pairs.at(-1)?.refreshAuthKey;
  }

  /** Ends all sessions, as an administrator would. */
  revokeAll(): void {
    for (const session of this.sessions) session.isRevoked = true;
  }

  private answerTo(request: Received, headers: Map<string, string>): { status: number; body: string } {
    const { path, body } = request;
    if (path === 'users/auth' || path === 'users/auth/phone-number') return this.signIn(request);
    if (path === 'users/auth/refresh-auth-key') return this.refresh(request, headers);
    if (path === 'push-receipts') return success(this.deliveries.has(String(body['deliveryId'])));
    if (path === 'users/register') return success({ id: 'user-new', ...body });
    return this.answerToKey(request);
  }

  private answerToKey(request: Received): { status: number; body: string } {
    const key = request.headers['Auth-Key'];
    if (key === undefined) return refusal(401, 'AuthKeyRequired');
    const session = this.sessions.find(({ pairs }) => pairs.at(-1)?.authKey === key);
    if (session === undefined || session.isRevoked) return refusal(401, 'AuthKeyInvalid');
    const pair = session.pairs.at(-1)!;
    const isSignOut = request.path === 'users/auth/logout';
    if (this.now >= pair.expiresAt && !isSignOut) return refusal(401, 'AuthKeyExpired');
    if (this.blockedBy !== null) return refusal(403, this.blockedBy);
    pair.isUsed = true;
    if (isSignOut) session.isRevoked = true;
    if (request.path === 'devices/refresh-token') return success(!this.keepsPushToken);
    return success({ id: session.userId, path: request.path });
  }

  private signIn({ body, headers }: Received): { status: number; body: string } {
    const userId = String(body['username'] ?? body['emailAddress'] ?? body['phoneNumber']);
    const session: Session = { userId, deviceCode: headers['X-Device-Code'] ?? null, pairs: [], isRevoked: false };
    this.sessions.push(session);
    return success(this.issue(session));
  }

  private refresh({ body, headers }: Received, answerHeaders: Map<string, string>): { status: number; body: string } {
    const key = body['refreshAuthKey'];
    const session = this.sessions.find(({ pairs }) => pairs.some(({ refreshAuthKey }) => refreshAuthKey === key));
    if (session === undefined || session.isRevoked) return refusal(401, 'RefreshAuthKeyInvalid');
    if (this.blockedBy !== null) return refusal(403, this.blockedBy);
    const index = session.pairs.findIndex(({ refreshAuthKey }) => refreshAuthKey === key);
    const parent = session.pairs[index]!;
    const successor = session.pairs[index + 1];
    if (successor !== undefined && !this.mayReplay(session, parent, successor, headers['X-Device-Code'])) {
      session.isRevoked = true;
      this.thefts += 1;
      return refusal(401, 'RefreshAuthKeyReused');
    }
    answerHeaders.set('x-refresh-outcome', successor === undefined ? 'rotated' : 'replayed');
    parent.consumedAt ??= this.now;
    parent.isUsed = true;
    return success(successor === undefined ? this.issue(session) : this.shown(session, successor));
  }

  /** Rows 4 to 9 of JFW-REF-04. */
  private mayReplay(session: Session, parent: Pair, successor: Pair, code: string | undefined): boolean {
    if (code !== undefined && session.deviceCode !== null && code !== session.deviceCode) return false;
    const isFresh = this.now - (parent.consumedAt ?? 0) <= REPLAY_MS;
    return isFresh || (code !== undefined && session.deviceCode !== null && !successor.isUsed);
  }

  private issue(session: Session): object {
    const place = `${this.sessions.indexOf(session)}-${session.pairs.length}`;
    const pair = {
      ...{ authKey: `bgk_${place}`, refreshAuthKey: `bgr_${place}` },
      ...{ expiresAt: this.now + this.authKeyLifetimeMs, isUsed: false, consumedAt: null },
    };
    session.pairs.push(pair);
    return this.shown(session, pair);
  }

  private shown({ userId }: Session, { authKey, refreshAuthKey, expiresAt }: Pair): object {
    const names = { id: userId, username: userId, emailAddress: null, phoneNumber: null };
    return { ...names, authKey, refreshAuthKey, expiresIn: new Date(expiresAt).toISOString() };
  }
}

function receivedOf(url: string, init: FetchInit): Received {
  const { pathname, search } = new URL(url);
  const body = JSON.parse(init.body ?? '{}') as Record<string, unknown>;
  const path = pathname.replace('/api/v1/', '');
  return { method: init.method, path, query: search, headers: init.headers, body, init };
}

function answerOf(status: number, body: string, headers: ReadonlyMap<string, string>): FetchAnswer {
  return {
    status,
    headers: { get: (name) => headers.get(name.toLowerCase()) ?? null },
    text: () => Promise.resolve(body),
  };
}
