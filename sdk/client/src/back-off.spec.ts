import { BackOff } from './back-off.ts';
import { BrandgateError } from './brandgate-error.ts';
import { AbortedError } from './aborted-error.ts';
import { NetworkError } from './network-error.ts';
import { StorageError } from './storage-error.ts';
import { TimeoutError } from './timeout-error.ts';
import { UnreadableAnswerError } from './unreadable-answer-error.ts';

const SETTINGS = { tries: 6, firstDelayMs: 100, longestDelayMs: 1_000 };
const said = (status: number, retryAfter?: number): BrandgateError =>
  new BrandgateError({ code: 'X', status, message: '', correlationId: null, fields: [], data: null, retryAfter });

describe('BackOff', () => {
  const latest = new BackOff(SETTINGS, () => 1);

  it('waits twice as long each time, up to the longest wait, and gives up in the end', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7].map((tries) => latest.delayAfter(tries, new NetworkError('')));
    expect(delays).toEqual([100, 200, 400, 800, 1_000, null, null]);
  });

  it('spreads clients that failed together over half of the wait', () => {
    const delays = [0, 0.5, 1].map((chance) => new BackOff(SETTINGS, () => chance).delayAfter(2, new NetworkError('')));
    expect(delays).toEqual([100, 150, 200]);
  });

  it('waits as long as the gateway asks, but not for ever', () => {
    expect([
      latest.delayAfter(1, said(503, 1)),
      latest.delayAfter(4, said(503, 0)),
      latest.delayAfter(1, said(503, 2)),
    ]).toEqual([...[1_000, 800, null]]);
  });

  it.each([
    new TimeoutError(1),
    new UnreadableAnswerError(502),
    ...[408, 500, 502, 503, 504].map((status) => said(status)),
  ])('repeats after $name $status', (error) => {
    expect(latest.delayAfter(1, error)).toBe(100);
  });

  it.each([
    new UnreadableAnswerError(200),
    new AbortedError(),
    new StorageError('save', null),
    new TypeError('a bug'),
    ...[400, 401, 403, 405, 426, 429].map((status) => said(status)),
  ])('does not repeat after $name $status', (error) => {
    expect(latest.delayAfter(1, error)).toBeNull();
  });
});
