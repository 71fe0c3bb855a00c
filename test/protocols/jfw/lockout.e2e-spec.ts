import { UserEntity } from '../../../src/core/users/user.entity';
import { HashPool } from '../../../src/kernel/hashing/hash-pool';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const LOTS = { limit: 1_000_000, seconds: 60 };
const KNOWN = { 'X-Device-Code': 'dev-ada-1' };
const QUARTER_HOUR_MS = 900_000;
const MINUTE_MS = 60_000;

describeEngine('lockout and budgets (security.md §8)', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start({ env: { BRANDGATE_TRUSTED_PROXIES: '127.0.0.1' } });
    // The address is no limit in the first part, so that the account's own ones are met.
    brandId = await gateway.addBrand('a.example', {
      rateLimits: { login: LOTS, loginIdentifier: LOTS, general: LOTS },
    });
  });
  afterAll(() => gateway.close());

  const someone = async () => {
    const username = `person.${(count += 1)}`;
    const user = await gateway.addUser(brandId, { username, password: PASSWORD });
    const tries = async (password: string, headers: Record<string, string> = {}) => {
      const { status, code } = await gateway.client('a.example').signIn(username, password, headers);
      return code ?? status;
    };
    const row = () => gateway.store.findOneByOrFail(UserEntity, { brandId, id: user.id });
    return { user, username, tries, row };
  };

  it('SEC-BF (hard stop): after a hundred failures only a known device still signs in, and that clears it', async () => {
    const { user, tries, row } = await someone();
    expect(await tries(PASSWORD, KNOWN)).toBe(200);
    await gateway.setUser(user, { failedSignIns: 99 });
    expect(await tries(PASSWORD)).toBe(200);
    await gateway.setUser(user, { failedSignIns: 99 });
    expect(await tries('wrong')).toBe('UserCredentialsIncorrect');
    // The automatic lock that this failure set is over; the hard stop is not.
    gateway.clock.advance(QUARTER_HOUR_MS + 1_000);
    expect([await tries(PASSWORD), await tries(PASSWORD, { 'X-Device-Code': 'new' })]).toEqual([
      'UserLocked',
      'UserLocked',
    ]);
    expect(await tries('wrong', KNOWN)).toBe('UserCredentialsIncorrect');
    expect(await tries(PASSWORD, KNOWN)).toBe(200);
    expect((await row()).failedSignIns).toBe(0);
    expect(await tries(PASSWORD)).toBe(200);
  });

  it('SEC-BF (known device): five tries in a quarter of an hour, a budget of its own', async () => {
    const { tries } = await someone();
    expect(await tries(PASSWORD, KNOWN)).toBe(200);
    for (let i = 0; i < 5; i += 1) await tries('wrong', KNOWN);
    // Spent: the right password is not looked at from there, and from elsewhere it is.
    expect([await tries(PASSWORD, KNOWN), await tries(PASSWORD)]).toEqual(['UserCredentialsIncorrect', 200]);
    gateway.clock.advance(QUARTER_HOUR_MS + 1_000);
    expect(await tries(PASSWORD, KNOWN)).toBe(200);
  });

  it('SEC-BF-03: a device is known for ninety days after its last sign-in', async () => {
    const { user, tries } = await someone();
    expect(await tries(PASSWORD, KNOWN)).toBe(200);
    const lock = () => gateway.setUser(user, { lockedUntil: gateway.clock.now() + 365 * 86_400_000 });
    gateway.clock.advance(89 * 86_400_000);
    await lock();
    expect(await tries(PASSWORD, KNOWN)).toBe(200);
    gateway.clock.advance(91 * 86_400_000);
    await lock();
    expect(await tries(PASSWORD, KNOWN)).toBe('UserLocked');
  });

  it('SEC-BF-01, -03 (AUTH-06): guessing from a thousand addresses compares twenty passwords, and locks nobody out', async () => {
    const { username, tries, row } = await someone();
    expect(await tries(PASSWORD, KNOWN)).toBe(200);
    const pool = jest.spyOn(gateway.gateway.app.get(HashPool), 'run');
    const from = (n: number) => ({ 'X-Forwarded-For': `10.${n >> 8}.${n & 255}.7` });
    for (let n = 0; n < 1_000; n += 20) {
      await Promise.all(Array.from({ length: 20 }, (_, i) => tries(`wrong ${n + i}`, from(n + i))));
    }
    const compared = pool.mock.calls.filter(([job]) => (job as unknown as { hash: string | null }).hash !== null);
    pool.mockRestore();
    expect(compared).toHaveLength(20);
    // The brand's own counter stands by now, which a known device is not subject to.
    expect(await tries(PASSWORD, KNOWN)).toBe(200);
    expect([(await row()).status, username.length > 0]).toEqual(['Active', true]);
    gateway.clock.advance(MINUTE_MS * 2);
  }, 60_000);

  it('SEC-BF-01, SEC-IN-15 (AUTH-06): one /64 sprays thirty names a minute', async () => {
    const own = await gateway.addBrand('b.example', { rateLimits: { general: LOTS } });
    expect(own).toBeGreaterThan(0);
    const statuses: number[] = [];
    for (let n = 0; n < 100; n += 1) {
      const headers = { 'X-Forwarded-For': `2001:db8:1:2::${n.toString(16)}` };
      const answer = await gateway.client('b.example').signIn(`user${n}@example.com`, 'Summer2026!', headers);
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([...Array<number>(30).fill(401), ...Array<number>(70).fill(429)]);
  });
});
