import type { PushContent } from '../../ports/push-transport.port';
import { messageOf } from './push-message';

const TARGET = { token: 't', kind: 'fcm_token' as const, data: { delivery: '1' } };
const NOW = 1_900_000_000_999;
const of = (content: PushContent, target = TARGET) =>
  messageOf(content, target, NOW) as unknown as Record<string, unknown>;

describe('an FCM message', () => {
  it('names the token or the installation id', () => {
    expect(of({})).toMatchObject({ token: 't' });
    const message = messageOf({}, { ...TARGET, kind: 'fid' }, NOW);
    expect(message).toMatchObject({ fid: 't' });
    expect(message).not.toHaveProperty('token');
  });

  it("holds the content's data, and the delivery's own over it", () => {
    expect(of({ data: { a: 'x', delivery: '0' } })['data']).toEqual({ a: 'x', delivery: '1' });
  });

  it('with something to show is an alert, at once; without, it wakes the app when convenient', () => {
    const shown = of({ title: 'T', body: 'B' });
    expect(shown['notification']).toEqual({ title: 'T', body: 'B' });
    expect(shown['apns']).toEqual({
      headers: { 'apns-priority': '10', 'apns-push-type': 'alert' },
      payload: { aps: {} },
    });
    const silent = of({ data: { a: 'x' } });
    expect(silent).not.toHaveProperty('notification');
    expect(silent['apns']).toEqual({
      headers: { 'apns-priority': '5', 'apns-push-type': 'background' },
      payload: { aps: { contentAvailable: true } },
    });
  });

  it('says each thing in the words of each system; the library counts time to live in milliseconds', () => {
    const message = of({ title: 'T', collapseKey: 'k', priority: 'normal', timeToLive: 60 });
    expect(message['android']).toEqual({ collapseKey: 'k', priority: 'normal', ttl: 60_000 });
    expect(message['apns']).toMatchObject({
      headers: { 'apns-collapse-id': 'k', 'apns-priority': '5', 'apns-expiration': '1900000060' },
    });
    expect(of({ timeToLive: 0 })['apns']).toMatchObject({ headers: { 'apns-expiration': '0' } });
    expect(message['webpush']).toEqual({ headers: { Topic: 'k', Urgency: 'normal', TTL: '60' } });
  });

  it('can be confirmed by its app also where one system has data of its own', () => {
    const message = of({ data: { a: 'x' }, android: { data: { a: 'y', delivery: '0' } }, webpush: { data: {} } });
    expect(message['android']).toMatchObject({ data: { a: 'y', delivery: '1' } });
    expect(message['webpush']).toMatchObject({ data: { delivery: '1' } });
  });

  it('lets parts for one system alone have the last word', () => {
    const message = of({
      ...{ title: 'T', priority: 'high' as const, android: { priority: 'normal', restrictedPackageName: 'p' } },
      ...{ apns: { headers: { 'apns-priority': '1' }, payload: { aps: { badge: 3 }, own: 'x' } } },
      webpush: { headers: { Urgency: 'low' }, fcmOptions: { link: 'https://a.example' } },
    });
    expect(message['android']).toEqual({ priority: 'normal', restrictedPackageName: 'p' });
    expect(message['apns']).toMatchObject({
      headers: { 'apns-priority': '1', 'apns-push-type': 'alert' },
      payload: { aps: { badge: 3 }, own: 'x' },
    });
    expect(message['webpush']).toMatchObject({
      headers: { Urgency: 'low' },
      fcmOptions: { link: 'https://a.example' },
    });
  });
});
