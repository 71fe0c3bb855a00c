import type { Message } from 'firebase-admin/messaging';
import type { PushContent, PushTarget } from '../../ports/push-transport.port';

const URGENT = '10';
const WHEN_CONVENIENT = '5';

/**
 * An FCM v1 message: the content in the words of each system, then what the sender gave for one system alone.
 * @param now epoch ms
 */
export function messageOf(content: PushContent, { token, kind, data: own }: PushTarget, now: number): Message {
  const { title, body, imageUrl, data } = content;
  const isNotification = title !== undefined || body !== undefined;
  const base = {
    ...(isNotification ? { notification: present({ title, body, imageUrl }) } : {}),
    data: { ...data, ...own },
    android: withOwn(androidOf(content), own),
    apns: apnsOf(content, isNotification, now),
    webpush: withOwn(webpushOf(content), own),
  };
  return (kind === 'fid' ? { ...base, fid: token } : { ...base, token }) as Message;
}

/** What one system is told. */
type Part = Readonly<Record<string, unknown>>;

/** Data for one system takes the place of the data for all, so that the delivery's own goes into it, too. */
function withOwn(part: Part, own: PushTarget['data']): Part {
  const { data } = part;
  return data === undefined ? part : { ...part, data: { ...(data as object), ...own } };
}

function androidOf({ collapseKey, priority, timeToLive, android }: PushContent): Part {
  const ttl = timeToLive === undefined ? undefined : timeToLive * 1_000;
  return { ...present({ collapseKey, priority, ttl }), ...android };
}

/** Without anything to show a message wakes the app in the background, which Apple wants said (and never urgently). */
function apnsOf({ collapseKey, priority, timeToLive, apns = {} }: PushContent, isNotification: boolean, now: number) {
  const headers = present({
    'apns-collapse-id': collapseKey,
    'apns-priority': isNotification && priority !== 'normal' ? URGENT : WHEN_CONVENIENT,
    'apns-push-type': isNotification ? 'alert' : 'background',
    'apns-expiration': expirationOf(timeToLive, now),
  });
  const given = apns as { readonly headers?: object; readonly payload?: { readonly aps?: object } };
  const aps = { ...(isNotification ? {} : { contentAvailable: true }), ...given.payload?.aps };
  return { ...apns, headers: { ...headers, ...given.headers }, payload: { ...given.payload, aps } };
}

/** Apple wants the instant, in epoch seconds; "now or never" is 0. */
function expirationOf(timeToLive: number | undefined, now: number): string | undefined {
  if (timeToLive === undefined) return undefined;
  return timeToLive === 0 ? '0' : String(Math.floor(now / 1_000) + timeToLive);
}

function webpushOf({ collapseKey, priority, timeToLive, webpush = {} }: PushContent): Part {
  const given = webpush as { readonly headers?: object };
  const headers = present({
    Topic: collapseKey,
    Urgency: priority,
    TTL: timeToLive === undefined ? undefined : String(timeToLive),
  });
  return { ...webpush, headers: { ...headers, ...given.headers } };
}

function present(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
