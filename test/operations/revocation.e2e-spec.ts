import { AuthKeyEntity } from '../../src/core/auth-keys/auth-key.entity';
import { RevocationRepository } from '../../src/core/revocations/revocation.repository';
import { keyDigest } from '../../src/kernel/secrets/key-text';
import type { BrandId } from '../../src/kernel/ids';
import { describeEngine } from '../support/describe-engine';
import { millisecondsUntil } from '../support/milliseconds-until';
import { TestGateway } from '../support/start-gateway';
import { statementsOf } from '../support/statement-count';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const PASSWORD = 'tidal lantern quarry';
const LOTS = { limit: 1_000_000, seconds: 60 };
const PLENTY = { login: LOTS, loginIdentifier: LOTS, refresh: LOTS, general: LOTS };
const BOUND_MS = 1_000;

describeEngine('two gateways on one database', () => {
  let own: TestDatabase;
  let here: TestGateway;
  let there: TestGateway;
  let brandId: BrandId;

  beforeAll(async () => {
    own = await createTestDatabase();
    here = await TestGateway.start({ database: own });
    there = await TestGateway.start({ database: own });
    brandId = await here.addBrand('a.example', { rateLimits: PLENTY });
    await here.addUser(brandId, { username: 'ada.lovelace', password: PASSWORD });
  });
  afterAll(async () => {
    await here.close();
    await there.close();
    await own.drop();
  });

  const statusThere = async (authKey: string) =>
    (await there.client('a.example').with({ 'Auth-Key': authKey }).get('users/me')).status;
  /** Milliseconds until `ask` answers as wanted. */
  const until = (wanted: number, ask: () => Promise<number>): Promise<number> =>
    millisecondsUntil(async () => (await ask()) === wanted);

  it('SEC-REV-06: a key issued by one works in the other at once', async () => {
    const { data } = await here.client('a.example').signIn('ada.lovelace', PASSWORD);
    expect(await statusThere(data.authKey)).toBe(200);
  });

  it('SEC-REV-09, JFW-KEY-10: a session ended in one dies in the other within a second', async () => {
    const times: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const { data } = await here.client('a.example').signIn('ada.lovelace', PASSWORD);
      expect(await statusThere(data.authKey)).toBe(200);
      await here.client('a.example').with({ 'Auth-Key': data.authKey }).post('users/auth/logout');
      times.push(await until(401, () => statusThere(data.authKey)));
    }
    process.stdout.write(`revocation seen by the other gateway after ${Math.max(...times).toFixed(0)} ms at most\n`);
    expect(Math.max(...times)).toBeLessThanOrEqual(BOUND_MS);
  });

  it('SEC-REV-09, architecture §7: warm requests send nothing to the database, and still learn of a sign-out', async () => {
    const { data } = await here.client('a.example').signIn('ada.lovelace', PASSWORD);
    const other = await here.client('a.example').signIn('ada.lovelace', PASSWORD);
    await here.settle();
    await there.settle();
    for (const authKey of [data.authKey, other.data.authKey]) expect(await statusThere(authKey)).toBe(200);
    await there.flush();
    const warm: number[] = [];
    const statements = await statementsOf(there, async () => {
      // Longer than the journal's bound: the reader goes on beside them.
      const began = performance.now();
      while (performance.now() - began < BOUND_MS + 200) {
        warm.push(await statusThere(data.authKey));
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    });
    process.stdout.write(`${warm.length} warm requests: ${statements.length} statements\n`);
    expect([statements, new Set(warm)]).toEqual([[], new Set([200])]);
    await here.client('a.example').with({ 'Auth-Key': other.data.authKey }).post('users/auth/logout');
    expect(await until(401, () => statusThere(other.data.authKey))).toBeLessThanOrEqual(BOUND_MS);
    expect(await statusThere(data.authKey)).toBe(200);
  });

  it('SEC-REV-09: while the journal cannot be read nobody is let in from memory, and nobody told 401', async () => {
    const { data } = await here.client('a.example').signIn('ada.lovelace', PASSWORD);
    expect(await statusThere(data.authKey)).toBe(200);
    const lost = Object.assign(new Error('gone'), { code: 'ECONNRESET' });
    const broken = jest.spyOn(there.gateway.app.get(RevocationRepository), 'readAfter').mockRejectedValue(lost);
    const within = await statusThere(data.authKey);
    there.clock.advance(BOUND_MS + 100);
    const beyond = await there.client('a.example').with({ 'Auth-Key': data.authKey }).get('users/me');
    broken.mockRestore();
    expect([within, beyond.status, beyond.code]).toEqual([200, 503, 'ServiceUnavailable']);
    expect(await statusThere(data.authKey)).toBe(200);
  });

  it('JFW-BRD-09: so is a brand that is closed, and one that is new', async () => {
    const { data } = await here.client('a.example').signIn('ada.lovelace', PASSWORD);
    expect(await statusThere(data.authKey)).toBe(200);
    await here.updateBrand(brandId, { status: 'Inactive' });
    expect(await until(403, () => statusThere(data.authKey))).toBeLessThanOrEqual(BOUND_MS);
    await here.updateBrand(brandId, { status: 'Active' });
    expect(await until(200, () => statusThere(data.authKey))).toBeLessThanOrEqual(BOUND_MS);
    const byUrl = async () => (await there.client('new.example').get('brands/by-url')).status;
    expect(await byUrl()).toBe(404);
    await here.addBrand('new.example');
    expect(await until(200, byUrl)).toBeLessThanOrEqual(BOUND_MS);
  });

  it('JFW-REF-02, SEC-SES-03 (SES-02): fifty presentations over both make one child pair', async () => {
    const { data } = await here.client('a.example').signIn('ada.lovelace', PASSWORD);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => (i % 2 ? here : there).client('a.example').refresh(data.refreshAuthKey)),
    );
    const outcomes = answers.map(({ status, headers }) => `${status} ${headers.get('x-refresh-outcome') ?? ''}`);
    expect(outcomes.filter((outcome) => outcome === '200 rotated')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === '200 replayed')).toHaveLength(49);
    expect(new Set(answers.map((answer) => JSON.stringify(answer.data))).size).toBe(1);
    const parent = await here.store.findOneByOrFail(AuthKeyEntity, { hash: keyDigest(data.refreshAuthKey) });
    expect(await here.store.countBy(AuthKeyEntity, { parentId: parent.id })).toBe(2);
  });
});
