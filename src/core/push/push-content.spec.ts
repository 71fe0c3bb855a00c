import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { type GivenContent, readPushContent } from './push-content';

const fieldsOf = (given: GivenContent) => {
  try {
    readPushContent(given);
    return null;
  } catch (error) {
    return error instanceof BrandgateError ? [error.code, ...error.fields.map(({ field }) => field)] : error;
  }
};

describe('readPushContent', () => {
  it('keeps what is given and nothing else', () => {
    const whole = {
      ...{ title: 'Hi', body: 'There', imageUrl: 'https://x.example/a.png', data: { order: '5' } },
      ...{ collapseKey: 'news', priority: 'high', timeToLive: 0 },
      ...{ android: { restrictedPackageName: 'x' }, apns: { payload: {} }, webpush: { headers: {} } },
    };
    expect(readPushContent(whole)).toEqual(whole);
    expect(readPushContent({ title: null, data: { a: 'b' } })).toEqual({ data: { a: 'b' } });
  });

  it.each([
    [{}, 'title'],
    [{ data: {} }, 'title'],
    [{ title: '' }, 'title'],
    [{ body: 5 }, 'body'],
    [{ imageUrl: 'https://x.example/a.png', data: { a: 'b' } }, 'imageUrl'],
    [{ title: 'x', imageUrl: 'https://' }, 'imageUrl'],
    [{ title: 'x', imageUrl: 'javascript:alert(1)' }, 'imageUrl'],
    [{ title: 'x', data: { a: 1 } }, 'data'],
    [{ title: 'x', data: { BrandgateDelivery: 'mine' } }, 'data'],
    [{ title: 'x', collapseKey: ' ' }, 'collapseKey'],
    [{ title: 'x', collapseKey: 'x'.repeat(65) }, 'collapseKey'],
    [{ title: 'x', priority: 'HIGH' }, 'priority'],
    [{ title: 'x', timeToLive: 2_419_201 }, 'timeToLive'],
    [{ title: 'x', timeToLive: 1.5 }, 'timeToLive'],
    [{ title: 'x', timeToLive: '60' }, 'timeToLive'],
    [{ title: 'x', android: 'x' }, 'android'],
    [{ title: 'x', webpush: { a: 'x'.repeat(4_096) } }, 'webpush'],
    [{ title: 'ü'.repeat(2_050) }, 'data'],
    [{ data: { a: 'x'.repeat(4_030) } }, 'data'],
    [{ title: 'x'.repeat(2_000), apns: { payload: { own: 'x'.repeat(2_050) } } }, 'apns'],
    [{ title: 'x', android: { data: { brandgateEvent: 'session.revoked' } } }, 'android.data'],
    [{ title: 'x', webpush: { data: { a: 1 } } }, 'webpush.data'],
    [{ title: 'x', apns: { payload: { brandgateDelivery: 'mine' } } }, 'apns.payload'],
  ])('refuses %j', (given, field) => {
    expect(fieldsOf(given)).toEqual(['push.payload-invalid', field]);
  });
});
