import { Challenges } from '../../src/core/challenges/challenges';
import type { ChallengePurpose } from '../../src/core/challenges/challenge.entity';
import { RevocationJournal } from '../../src/core/revocations/revocation-journal';
import type { UserEntity } from '../../src/core/users/user.entity';
import { HashPool } from '../../src/kernel/hashing/hash-pool';
import type { BrandId } from '../../src/kernel/ids';
import { describeEngine } from '../support/describe-engine';
import type { JfwAnswer, JfwClient } from '../support/jfw-client';
import { plain } from '../support/people';
import { statementsOf } from '../support/statement-count';
import { TestGateway } from '../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const LOTS = { limit: 1_000_000, seconds: 60 };
const NO_TOKEN = 'A'.repeat(43);

interface Observed {
  readonly bytes: string;
  readonly headers: readonly string[];
  readonly statements: readonly string[];
  readonly hashes: number;
}

type Send = (client: JfwClient) => Promise<JfwAnswer<unknown>>;

describeEngine('what recovery tells of who exists (SEC-ENU-02, case AUTH-01)', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    const settings = { rateLimits: { general: LOTS, recovery: LOTS }, resetPasswordUrl: 'https://app.example/reset' };
    brandId = await gateway.addBrand('a.example', settings);
    await gateway.addBrand('b.example', settings);
    await gateway.gateway.app.get(RevocationJournal).read();
    // The brands once, before anything can be compared.
    await ask(forgot('first@nowhere.example'));
    await ask(forgot('first@nowhere.example'), 'b.example');
  });
  afterAll(() => gateway.close());

  const ask = (send: Send, domain = 'a.example') => send(gateway.client(domain));
  const forgot =
    (emailAddress: string): Send =>
    (client) =>
      client.post('users/forgot-password', { emailAddress });
  const reset =
    (emailAddress: string, token: string): Send =>
    (client) =>
      client.post('users/reset-password', { emailAddress, token, newPassword: 'copper meadow lantern' });

  /** One request: its bytes, its header names, what it asked of the database and of the hashing threads. */
  async function observe(send: Send, domain?: string): Promise<Observed> {
    await gateway.settle();
    const pool = jest.spyOn(gateway.gateway.app.get(HashPool), 'run');
    let answer = { status: 0, text: '', headers: new Headers() };
    const statements = await statementsOf(gateway, async () => {
      answer = await ask(send, domain);
      await gateway.flush();
    });
    const hashes = pool.mock.calls.length;
    pool.mockRestore();
    const bytes = `${answer.status} ${plain(answer.text)}`;
    return { bytes, headers: [...answer.headers.keys()], statements: statements.map(shapeOf), hashes };
  }

  async function person(changes: Partial<UserEntity> = {}): Promise<UserEntity & { address: string }> {
    const username = `person.${(count += 1)}`;
    const address = `${username}@example.com`;
    const user = await gateway.addUser(brandId, { username, emailAddress: address, password: PASSWORD });
    if (Object.keys(changes).length > 0) await gateway.setUser(user, changes);
    return { ...user, address };
  }

  const open = (user: UserEntity, purpose: ChallengePurpose = 'password-reset', age = 0) =>
    gateway.gateway.app
      .get(Challenges)
      .open(
        gateway.store,
        { brandId, userId: user.id, purpose, kind: 'link', target: user.emailAddress, lifetime: 3_600_000 },
        gateway.clock.now() - age,
      );

  it.each<[string, Partial<UserEntity>]>([
    ['an account', {}],
    ['a suspended one', { status: 'Suspended' }],
    ['a locked one', { status: 'Locked' }],
    ['an inactive one', { status: 'Inactive' }],
    ['a deleted one', { status: 'Deleted' }],
    ['one without password', { passwordHash: null }],
    ['one that is locked for a while', { lockedUntil: 9_000_000_000_000 }],
  ])('SEC-ENU-02: asking for %s is asking for nobody, and so is asking again, and too often', async (_, changes) => {
    const nobody = await observe(forgot(`nobody.${(count += 1)}@nowhere.example`));
    expect(nobody.statements.length).toBeGreaterThan(0);
    const { address } = await person(changes);
    for (let round = 0; round < 5; round += 1) expect(await observe(forgot(address))).toEqual(nobody);
  });

  it.each<[string, Partial<UserEntity>]>([
    ['an account', {}],
    ['a verified one', { isEmailVerified: true }],
    ['a suspended one', { status: 'Suspended' }],
    ['a deleted one', { status: 'Deleted' }],
  ])('JFW-PWD-10: so with the verification of %s', async (_, changes) => {
    const send =
      (uid: string): Send =>
      (client) =>
        client.post(`users/${uid}/email-address/verify/send`);
    const nobody = await observe(send('0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c'));
    const { uid } = await person(changes);
    for (let round = 0; round < 5; round += 1) expect(await observe(send(uid))).toEqual(nobody);
  });

  it.each<[string, () => Promise<readonly [address: string, token: string, domain?: string]>]>([
    ['a wrong token, nothing being open', async () => [(await person()).address, NO_TOKEN]],
    [
      'a wrong token, something being open',
      async () => {
        const user = await person();
        await open(user);
        return [user.address, NO_TOKEN];
      },
    ],
    [
      'an expired token',
      async () => {
        const user = await person();
        return [user.address, await open(user, 'password-reset', 3_600_001)];
      },
    ],
    [
      'a replaced token',
      async () => {
        const user = await person();
        const token = await open(user);
        await open(user);
        return [user.address, token];
      },
    ],
    [
      'a used token',
      async () => {
        const user = await person();
        const token = await open(user);
        expect((await ask(reset(user.address, token))).status).toBe(200);
        return [user.address, token];
      },
    ],
    [
      'a token of another purpose',
      async () => {
        const user = await person();
        return [user.address, await open(user, 'invitation')];
      },
    ],
    [
      "somebody else's token",
      async () => {
        const [user, other] = [await person(), await person()];
        await open(user);
        return [user.address, await open(other)];
      },
    ],
    [
      'a token of another brand',
      async () => {
        const user = await person();
        return [user.address, await open(user), 'b.example'];
      },
    ],
    [
      'the right token of a deleted account',
      async () => {
        const user = await person();
        const token = await open(user);
        await gateway.setUser(user, { status: 'Deleted' });
        return [user.address, token];
      },
    ],
    [
      'the right token after five tries',
      async () => {
        const user = await person();
        const token = await open(user);
        for (let i = 0; i < 5; i += 1) await ask(reset(user.address, NO_TOKEN));
        return [user.address, token];
      },
    ],
  ])('SEC-RST-05, SEC-ENU-01: %s is one for nobody: bytes, header names, statements, hashing', async (_, prepare) => {
    const nobody = await observe(reset(`nobody.${(count += 1)}@nowhere.example`, NO_TOKEN));
    expect(nobody.bytes).toContain('400 ');
    expect(nobody.hashes).toBe(0);
    const [address, token, domain] = await prepare();
    expect(await observe(reset(address, token), domain)).toEqual(nobody);
  });

  it('SEC-RST-05: a wrong link for an address tells nothing either', async () => {
    const activate =
      (token: string): Send =>
      (client) =>
        client.put('users/email-address/active', { token });
    const nobody = await observe(activate(NO_TOKEN));
    const [ada, bob] = [await person(), await person()];
    const late = await open(ada, 'email-verification', 3_600_001);
    const foreign = await open(bob, 'email-verification');
    expect(await observe(activate(late))).toEqual(nobody);
    expect(await observe(activate(await open(ada, 'password-reset')))).toEqual(nobody);
    expect(await observe(activate(foreign), 'b.example')).toEqual(nobody);
  });
});

/** The statement without its values. */
function shapeOf(statement: string): string {
  return statement.replace(/'(?:[^'\\]|\\.|'')*'/g, '?').replace(/\b(?:NULL|\d+(?:\.\d+)?|x'[^']*')\b/g, '?');
}
