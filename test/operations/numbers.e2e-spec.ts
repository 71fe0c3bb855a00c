import { NumberSequenceRepository } from '../../src/core/numbers/number-sequence.repository';
import { UserEntity } from '../../src/core/users/user.entity';
import type { BrandId } from '../../src/kernel/ids';
import { Database } from '../../src/storage/database';
import { describeEngine } from '../support/describe-engine';
import { TestGateway } from '../support/start-gateway';

const PEOPLE = 20;

describeEngine('numbers that count per brand', () => {
  let gateway: TestGateway;
  let brands: BrandId[];
  const numbersOf = async (brandId: BrandId) =>
    (await gateway.store.findBy(UserEntity, { brandId })).map(({ number }) => number).sort((a, b) => a - b);

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brands = [await gateway.addBrand('a.example'), await gateway.addBrand('b.example')];
  });
  afterAll(() => gateway.close());

  it('architecture §6: parallel newcomers get numbers of their own, and no brand sees another one grow', async () => {
    const arrivals = Array.from({ length: PEOPLE }, (_, i) =>
      gateway.addUser(brands[i % 2] as BrandId, { username: `person.${i}`, passwordHash: 'not used here' }),
    );
    await Promise.all(arrivals);
    const expected = Array.from({ length: PEOPLE / 2 }, (_, i) => i + 1);
    for (const brandId of brands) expect(await numbersOf(brandId)).toEqual(expected);
  });

  it('goes on above a number that was taken over, and never back', async () => {
    const [brandId] = brands as [BrandId];
    const numbers = gateway.gateway.app.get(NumberSequenceRepository);
    const next = () => gateway.gateway.app.get(Database).transaction((store) => numbers.next(store, brandId, 'user'));
    const keep = (number: number) =>
      gateway.gateway.app.get(Database).transaction((store) => numbers.keep(store, brandId, 'user', number));
    await keep(100);
    expect(await next()).toBe(101);
    await keep(50);
    expect(await next()).toBe(102);
  });
});
