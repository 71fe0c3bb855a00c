import { OneAtATime } from './one-at-a-time';

describe('one at a time', () => {
  it('a run begins when the one before has ended, and fails alone', async () => {
    const turns = new OneAtATime();
    const told: string[] = [];
    const task =
      (name: string, fails = false) =>
      async () => {
        told.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 1));
        told.push(`${name} ends`);
        if (fails) throw new RangeError(name);
        return name;
      };
    const runs = [turns.run(task('a')), turns.run(task('b', true)), turns.run(task('c'))];
    const outcomes = await Promise.allSettled(runs);
    expect(told).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
