import { RevocationJournal } from '../../../src/core/revocations/revocation-journal';
import type { UserEntity } from '../../../src/core/users/user.entity';
import { HashPool } from '../../../src/kernel/hashing/hash-pool';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import { plain } from '../../support/people';
import { statementsOf } from '../../support/statement-count';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const LOTS = { limit: 1_000_000, seconds: 60 };
const DEVICE = { 'X-Device-Code': 'dev-1', 'X-Os-Device': 'iOS' };
const ROUNDS = 200;

interface Observed {
  readonly bytes: string;
  readonly headers: readonly string[];
  readonly statements: readonly string[];
  readonly jobs: readonly unknown[];
}

describeEngine('what a refused sign-in tells (SEC-ENU-01, case AUTH-01)', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let unknown: Observed;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', {
      rateLimits: { login: LOTS, loginIdentifier: LOTS, general: LOTS },
    });
    // The brand's own birth has to be read from the journal, and the brand once, before anything can be compared.
    await gateway.gateway.app.get(RevocationJournal).read();
    await observe('nobody.here');
    unknown = await observe('nobody.here');
  });
  afterAll(() => gateway.close());

  /** One wrong attempt: its bytes, its header names, what it asked of the database and of the hashing threads. */
  async function observe(username: string, headers: Record<string, string> = {}): Promise<Observed> {
    const pool = jest.spyOn(gateway.gateway.app.get(HashPool), 'run');
    let answer = { text: '', headers: new Headers() };
    const statements = await statementsOf(gateway, async () => {
      answer = await gateway.client('a.example').signIn(username, 'wrong', headers);
      await gateway.flush();
    });
    const jobs = pool.mock.calls.map(([job]) => workOf(job as unknown as Work));
    pool.mockRestore();
    return {
      bytes: plain(answer.text),
      headers: [...answer.headers.keys()],
      statements: statements.map(shapeOf),
      jobs,
    };
  }

  const add =
    (username: string, more: object = {}, changes: Partial<UserEntity> = {}) =>
    async () => {
      const user = await gateway.addUser(brandId, { username, password: PASSWORD, ...more });
      if (Object.keys(changes).length > 0) await gateway.setUser(user, changes);
    };

  it.each<[string, string, () => Promise<void>]>([
    ['an account', 'plain.account', add('plain.account')],
    ['a suspended one', 'suspended.one', add('suspended.one', { status: 'Suspended' })],
    ['a locked one', 'locked.one', add('locked.one', { status: 'Locked' })],
    ['an inactive one', 'inactive.one', add('inactive.one', { status: 'Inactive' })],
    ['a deleted one', 'deleted.one', add('deleted.one', { status: 'Deleted' })],
    ['one without password', 'federated.one', add('federated.one', {}, { passwordHash: null })],
    ['one with an odd hash', 'damaged.one', add('damaged.one', {}, { passwordHash: 'nonsense' })],
    ['one that is locked for a while', 'waiting.one', add('waiting.one', {}, { lockedUntil: 9_000_000_000_000 })],
    ['one that failed nine times', 'nearly.locked', add('nearly.locked', {}, { failedSignIns: 9 })],
    ['an administrator', 'admin.person', add('admin.person', { type: 'Admin' })],
  ])('%s is an unknown one: bytes, header names, statements, hashing', async (_, username, prepare) => {
    await prepare();
    expect(await observe(username)).toEqual(unknown);
  });

  it('SEC-ENU-01: … also with device headers, known or not', async () => {
    await gateway.addUser(brandId, { username: 'with.device', password: PASSWORD });
    await gateway.client('a.example').signIn('with.device', PASSWORD, DEVICE);
    // The first of the day with a version begins its figures, whoever it is.
    await observe('nobody.at.all', DEVICE);
    const nobody = await observe('nobody.else', DEVICE);
    expect(await observe('with.device', DEVICE)).toEqual(nobody);
    expect(await observe('with.device', { 'X-Device-Code': 'another' })).toEqual(nobody);
  });

  it('SEC-BF (account): … and one whose budget is spent', async () => {
    await gateway.addUser(brandId, { username: 'spent.budget', password: PASSWORD });
    for (let i = 0; i < 20; i += 1) await gateway.client('a.example').signIn('spent.budget', 'wrong');
    await gateway.flush();
    expect(await observe('spent.budget')).toEqual(unknown);
  });

  it('SEC-ENU-04 (T16): times of unknown and wrong, told and not judged', async () => {
    await gateway.addUser(brandId, { username: 'timed.account', password: PASSWORD });
    const times: Record<string, number[]> = { 'timed.account': [], 'timed.nobody': [] };
    for (let i = 0; i < ROUNDS; i += 1) {
      for (const [username, own] of Object.entries(times)) {
        const began = performance.now();
        await gateway.client('a.example').signIn(username, 'wrong');
        own.push(performance.now() - began);
      }
    }
    const medians = Object.values(times).map((own) => own.sort((a, b) => a - b)[ROUNDS / 2] ?? 0);
    process.stdout.write(`refused sign-in: known ${medians[0]?.toFixed(2)} ms, unknown ${medians[1]?.toFixed(2)} ms\n`);
    expect(medians).toHaveLength(2);
  }, 60_000);
});

interface Work {
  readonly type: string;
  readonly text: string;
  readonly hash: string | null;
  readonly dummies: readonly string[];
}

/** How much a job asks for, whatever it is about: 2^cost for each comparison, added up. */
function workOf({ type, hash, dummies }: Work): unknown {
  const costs = [hash, ...dummies].flatMap((text) => (text === null ? [] : [Number(text.split('$')[2])]));
  return [type, costs.reduce((sum, cost) => sum + 2 ** cost, 0)];
}

/** The statement without its values. */
function shapeOf(statement: string): string {
  return statement.replace(/'(?:[^'\\]|\\.|'')*'/g, '?').replace(/\b(?:NULL|\d+(?:\.\d+)?|x'[^']*')\b/g, '?');
}
