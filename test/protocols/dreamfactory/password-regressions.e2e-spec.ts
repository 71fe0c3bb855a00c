import { SessionEntity } from '../../../src/core/auth-keys/session.entity';
import { SessionRepository } from '../../../src/core/auth-keys/session.repository';
import { ChallengeEntity } from '../../../src/core/challenges/challenge.entity';
import { describeEngine } from '../../support/describe-engine';
import { DreamFactoryBrand, OLD_PASSWORD, probe } from '../../support/dreamfactory-brand';
import { DreamFactoryClient } from '../../support/dreamfactory-client';
import { TestGateway } from '../../support/start-gateway';

const SUCCESS = '{"success":true}';
const BLACKLISTED = 'The token has been blacklisted: Session terminated. Please re-login.';
const ROUNDS = 10;

/** Where a client may leave a session token lying about (DF-TRN-02). */
const PLACES = {
  header: (token: string) => ({ headers: { 'X-DreamFactory-Session-Token': token } }),
  bearer: (token: string) => ({ headers: { Authorization: `Bearer ${token}` } }),
  query: (token: string) => ({ query: `&session_token=${encodeURIComponent(token)}` }),
  body: (token: string) => ({ members: { session_token: token } }),
  nowhere: () => ({}),
};

interface Baggage {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly members?: Readonly<Record<string, string>>;
}

type Person = Awaited<ReturnType<DreamFactoryBrand['person']>>;

/** Section 10 of the contract: the bug of the forum thread, and whatever looks like it. */
describeEngine('a password is reset any number of times', () => {
  let gateway: TestGateway;
  let brand: DreamFactoryBrand;
  let other: DreamFactoryBrand;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brand = await DreamFactoryBrand.make(gateway, 'df.example');
    other = await DreamFactoryBrand.make(gateway, 'other.example');
  });
  afterAll(() => gateway.close());

  const passwordOf = (round: number) => `mango harbour number ${round}`;

  /** Tokens in every state, newest first where it matters. */
  async function tokensOf(user: Person): Promise<Record<string, string>> {
    const stale = await brand.token(user.emailAddress, 'ended by the next reset');
    const live = await brand.token(user.emailAddress, OLD_PASSWORD);
    const foreign = await other.token((await other.person()).emailAddress, OLD_PASSWORD);
    const { data } = await brand.native.signIn(user.username ?? '', OLD_PASSWORD);
    await brand.native.refresh(data.refreshAuthKey);
    const tampered = `${live.slice(0, -8)}AAAAAAAA`;
    return { live, stale, foreign, tampered, 'an Auth Key that was refreshed away': data.authKey, nonsense: 'null' };
  }

  async function reset(user: Person, password: string, { headers = {}, query = '', members = {} }: Baggage) {
    const client = brand.client.with(headers);
    const { emailAddress: email } = user;
    const asked = await client.post(`user/password?reset=true${query}`, { email, ...members });
    expect([asked.status, asked.text]).toEqual([200, SUCCESS]);
    await gateway.deliver();
    const code = gateway.mail.linkTo(email).searchParams.get('code');
    return client.post(`user/password?login=false${query}`, { email, code, new_password: password, ...members });
  }

  it.each(Object.keys(PLACES) as (keyof typeof PLACES)[])(
    'DF-REG-01, -02, -05, DF-PWD-11 (P22): ten times in a row, whatever token stands in the %s',
    async (place) => {
      const user = await brand.person();
      const states = Object.entries(await tokensOf(user));
      let password = OLD_PASSWORD;
      for (let round = 0; round < ROUNDS; round += 1) {
        const [, token = ''] = states[(round * 5 + place.length) % states.length] ?? [];
        const next = passwordOf(round);
        const answer = await reset(user, next, PLACES[place](token));
        expect([round, answer.status, answer.text]).toEqual([round, 200, SUCCESS]);
        expect([await brand.signInStatus(user, password), await brand.signInStatus(user, next)]).toEqual([401, 200]);
        password = next;
      }
    },
    120_000,
  );

  it('DF-REG-02: every state of a token in every place, one after the other', async () => {
    const user = await brand.person();
    const states = Object.values(await tokensOf(user));
    let round = 100;
    for (const token of states) {
      for (const place of Object.values(PLACES)) {
        const answer = await reset(user, passwordOf((round += 1)), place(token));
        expect([round, answer.status, answer.text]).toEqual([round, 200, SUCCESS]);
      }
    }
    expect(await brand.signInStatus(user, passwordOf(round))).toBe(200);
  }, 120_000);

  it('DF-REG-02: with an expired token as well', async () => {
    await brand.set({ tokenTtlMinutes: 1 });
    const user = await brand.person();
    const token = await brand.token(user.emailAddress, OLD_PASSWORD);
    gateway.clock.advance(60_001);
    expect((await probe(brand.client, token)).message).toMatch(/^Token has expired: Session expired\./);
    const answer = await reset(user, passwordOf(1), PLACES.header(token));
    expect(answer.text).toBe(SUCCESS);
    // Past its end it is told to be late, also when its session is over.
    expect((await probe(brand.client, token)).status).toBe(401);
    await brand.set({});
  });

  it('DF-REG-03: two sessions of one second, one of them ended, then a reset', async () => {
    const user = await brand.person();
    const code = await brand.code(user.emailAddress);
    const first = await brand.client.post('user/password?login=1', {
      ...{ email: user.emailAddress, code, new_password: passwordOf(1) },
    });
    const second = await brand.client
      .with({ 'X-DreamFactory-Session-Token': first.token ?? '' })
      .post('user/password', {
        ...{ old_password: passwordOf(1), new_password: passwordOf(2), login: true },
      });
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.token).not.toBe(second.token);
    expect((await probe(brand.client, first.token ?? '')).message).toBe(BLACKLISTED);
    expect((await reset(user, passwordOf(3), PLACES.header(first.token ?? ''))).text).toBe(SUCCESS);
    const after = await probe(brand.client, second.token ?? '');
    expect([after.status, after.message]).toEqual([403, BLACKLISTED]);
  });

  it("DF-REG-04: ten parallel refreshes, then a reset and an administrator's write", async () => {
    const user = await brand.person();
    const { data } = await brand.native.signIn(user.username ?? '', OLD_PASSWORD);
    await Promise.all(Array.from({ length: 10 }, () => brand.native.refresh(data.refreshAuthKey)));
    expect((await reset(user, passwordOf(1), PLACES.bearer(data.authKey))).text).toBe(SUCCESS);
    const admin = await brand.person('Admin');
    const { data: own } = await brand.native.signIn(admin.username ?? '', OLD_PASSWORD);
    const written = await brand.native
      .with({ 'Auth-Key': own.authKey })
      .put(`users/${user.uid}/change-password`, { newPassword: passwordOf(2), confirmPassword: passwordOf(2) });
    expect([written.status, written.text]).toEqual([200, expect.any(String)]);
    expect((await reset(user, passwordOf(3), {})).text).toBe(SUCCESS);
    expect(await brand.signInStatus(user, passwordOf(3))).toBe(200);
  });

  it('DF-REG-06, DF-PWD-18: an error of the database leaves password, sessions and code as they were', async () => {
    const user = await brand.person();
    const { data } = await brand.native.signIn(user.username ?? '', OLD_PASSWORD);
    const code = await brand.code(user.emailAddress);
    const failing = jest
      .spyOn(gateway.gateway.app.get(SessionRepository), 'revoke')
      .mockRejectedValueOnce(new Error('the disk is on fire'));
    const redeem = () =>
      brand.client.with({ 'X-Correlation-ID': 'broken-1' }).post('user/password', {
        ...{ email: user.emailAddress, code, new_password: passwordOf(1) },
      });
    const broken = await redeem();
    failing.mockRestore();
    expect([broken.status, broken.message]).toEqual([500, 'Error processing password reset.\nReference broken-1']);
    expect(broken.text).not.toContain('fire');
    expect(await brand.signInStatus(user, OLD_PASSWORD)).toBe(200);
    expect((await brand.native.with({ 'Auth-Key': data.authKey }).get('users/me')).status).toBe(200);
    const open = await gateway.store.findOneByOrFail(ChallengeEntity, { brandId: brand.id, userId: user.id });
    expect([open.usedAt, open.attempts]).toEqual([null, 0]);
    expect((await redeem()).text).toBe(SUCCESS);
    expect(await brand.signInStatus(user, passwordOf(1))).toBe(200);
  });

  it('DF-REG-07: no session that began with the old password outlives the reset', async () => {
    const user = await brand.person();
    const code = await brand.code(user.emailAddress);
    const body = { email: user.emailAddress, code, new_password: passwordOf(1) };
    const signIns = Array.from({ length: 6 }, () => brand.native.signIn(user.username ?? '', OLD_PASSWORD));
    const [answer, ...signedIn] = await Promise.all([brand.client.post('user/password', body), ...signIns]);
    expect(answer.status).toBe(200);
    for (const { status, data } of signedIn) {
      if (status !== 200) continue;
      const me = await brand.native.with({ 'Auth-Key': data.authKey }).get('users/me');
      expect(me.code).toBe('AuthKeyInvalid');
    }
    const live = await gateway.store.findBy(SessionEntity, { brandId: brand.id, userId: user.id });
    expect(live.filter(({ revokedAt }) => revokedAt === null)).toEqual([]);
  });

  it('DF-REG-08, DF-TOK-06: what has ended stays so on a gateway that has just started', async () => {
    const user = await brand.person();
    const ended = await brand.token(user.emailAddress, passwordOf(1));
    const live = await brand.token(user.emailAddress, passwordOf(2));
    const second = await TestGateway.start({ database: gateway.database });
    try {
      const client = new DreamFactoryClient(second.origin, brand.client.headers);
      expect((await probe(client, ended)).message).toBe(BLACKLISTED);
      expect((await probe(client, live)).message).toBe('The password supplied does not match.');
    } finally {
      await second.close();
    }
  });
});
