import { FairQueue } from './fair-queue';

function filled(entries: readonly (readonly [number, string])[]): FairQueue<string> {
  const queue = new FairQueue<string>();
  for (const [brandId, entry] of entries) queue.push(brandId, entry);
  return queue;
}

function drain(queue: FairQueue<string>): string[] {
  const order: string[] = [];
  for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) order.push(entry);
  return order;
}

const BUSY = [
  [1, 'a1'],
  [1, 'a2'],
  [1, 'a3'],
  [2, 'b1'],
  [2, 'b2'],
  [3, 'c1'],
] as const;

describe('FairQueue (SEC-PW-01)', () => {
  it('serves brands in turn, each in order', () => {
    const queue = filled(BUSY);
    expect(queue.size).toBe(6);
    expect(drain(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
    expect(queue.size).toBe(0);
    expect(queue.shift()).toBeUndefined();
  });

  it('knows how many entries come before a new one', () => {
    const queue = filled(BUSY);
    for (const brandId of [1, 2, 3, 4]) {
      const copy = filled([...BUSY, [brandId, 'new']]);
      expect(Math.abs(queue.countAhead(brandId) - drain(copy).indexOf('new'))).toBeLessThanOrEqual(1);
    }
    expect(queue.countAhead(4)).toBe(3);
    expect(new FairQueue().countAhead(1)).toBe(0);
  });

  it('takes the newest entry of another brand that holds too much', () => {
    const queue = filled(BUSY);
    expect(queue.popFromHolderOfMoreThan(2, 1)).toBeUndefined();
    expect(queue.popFromHolderOfMoreThan(2, 4)).toBe('a3');
    expect(queue.popFromHolderOfMoreThan(2, 4)).toBeUndefined();
    expect(queue.size).toBe(5);
  });

  it('removes an entry once', () => {
    const queue = filled(BUSY);
    expect(queue.remove(3, 'c1')).toBe(true);
    expect(queue.remove(3, 'c1')).toBe(false);
    expect(queue.countOf(3)).toBe(0);
    expect(drain(queue)).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
  });
});
