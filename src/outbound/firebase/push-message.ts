import type { Message } from 'firebase-admin/messaging';
import type { PushContent, PushTarget } from '../../ports/push-transport.port';

const URGENT = '10';
const WHEN_CONVENIENT = '5';

/** An FCM v1 message: the content in the words of each system, then what the sender gave for one system alone. */
export function messageOf(content: PushContent, { token, kind, data: own }: PushTarget): Message {
  const { title, body, imageUrl, data } = content;
  const isNotification = title !== undefined || body !== undefined;
  const base = {
    ...(isNotification ? { notification: present({ title, body, imageUrl }) } : {}),
    data: { ...data, ...own },
    android: androidOf(content),
    apns: apnsOf(content, isNotification),
    webpush: webpushOf(content),
  };
  return (kind === 'fid' ? { ...base, fid: token } : { ...base, token }) as Message;
}

function androidOf({ collapseKey, priority, timeToLive, android }: PushContent) {
  const ttl = timeToLive === undefined ? undefined : timeToLive * 1_000;
  return { ...present({ collapseKey, priority, ttl }), ...android };
}

/** Without anything to show a message wakes the app in the background, which Apple wants said (and never urgently). */
function apnsOf({ collapseKey, priority, timeToLive, apns = {} }: PushContent, isNotification: boolean) {
  const headers = present({
    'apns-collapse-id': collapseKey,
    'apns-priority': isNotification && priority !== 'normal' ? URGENT : WHEN_CONVENIENT,
    'apns-push-type': isNotification ? 'alert' : 'background',
    'apns-expiration': timeToLive === 0 ? '0' : undefined,
  });
  const given = apns as { readonly headers?: object; readonly payload?: { readonly aps?: object } };
  const aps = { ...(isNotification ? {} : { contentAvailable: true }), ...given.payload?.aps };
  return { ...apns, headers: { ...headers, ...given.headers }, payload: { ...given.payload, aps } };
}

function webpushOf({ collapseKey, priority, timeToLive, webpush = {} }: PushContent) {
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
