import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { SessionEntity } from '../../../src/core/auth-keys/session.entity';
import { ChallengeEntity } from '../../../src/core/challenges/challenge.entity';
import { DeviceEntity } from '../../../src/core/devices/device.entity';
import { UserEntity } from '../../../src/core/users/user.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import { PLENTY } from '../../support/people';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const KNOWN = { 'X-Device-Code': 'dev-known' };
const NEW = { 'X-Device-Code': 'dev-new', 'X-Device-Name': 'Phone' };
const MINUTE_MS = 60_000;

describeEngine('the mailed code past the hard stop (JFW-AUTH-16, SEC-MFA-02, -03)', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
  });
  afterAll(() => gateway.close());

  const stopped = async (domain = 'a.example', id = brandId) => {
    const username = `person.${(count += 1)}`;
    const emailAddress = `${username}@example.com`;
    const user = await gateway.addUser(id, {
      username,
      emailAddress,
      phoneNumber: `+84900${100_000 + count}`,
      password: PASSWORD,
    });
    await gateway.setUser(user, { failedSignIns: 100, languageCode: 'vi' });
    const send = async (more: object = {}, headers: Record<string, string> = {}, body: object = { username }) =>
      gateway
        .client(domain)
        .with(headers)
        .post('users/auth', { ...body, password: PASSWORD, ...more });
    const tries = async (more: object = {}, headers: Record<string, string> = {}) => {
      const { code, status } = await send(more, headers);
      return code ?? status;
    };
    const mailed = async () => {
      await gateway.deliver();
      return /\b\d{6,10}\b/.exec(gateway.mail.lastTo(emailAddress).text)?.[0] ?? 'none';
    };
    const row = () => gateway.store.findOneByOrFail(UserEntity, { brandId: id, id: user.id });
    const open = () => gateway.store.findBy(ChallengeEntity, { brandId: id, userId: user.id });
    return { user, username, emailAddress, send, tries, mailed, row, open };
  };

  /** A code that is not this one. */
  const not = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

  it('JFW-AUTH-16, JFW-ENV-05: a right password is OtpRequired by mail; the code signs in and clears the counter', async () => {
    const ada = await stopped();
    const answer = await ada.send({}, NEW);
    expect([answer.status, answer.code, answer.data]).toEqual([401, 'OtpRequired', { methods: ['mail'] }]);
    const code = await ada.mailed();
    expect(code).toMatch(/^\d{6}$/);
    expect(await ada.tries({ otp: code }, NEW)).toBe(200);
    expect((await ada.row()).failedSignIns).toBe(0);
    // Used up, and not needed any more.
    expect(await ada.tries({ otp: code })).toBe(200);
    const [session] = await gateway.store.findBy(SessionEntity, { brandId, userId: ada.user.id });
    expect([session?.factors, session?.aal]).toEqual(['pwd,mail', 2]);
  });

  it('JFW-AUTH-16: also by phone number (EP-02), and not for a known device', async () => {
    const ada = await stopped();
    await gateway.setUser(ada.user, { failedSignIns: 0 });
    expect(await ada.tries({}, KNOWN)).toBe(200);
    await gateway.setUser(ada.user, { failedSignIns: 100 });
    const byPhone = (more: object = {}) =>
      gateway
        .client('a.example')
        .post('users/auth/phone-number', { phoneNumber: ada.user.phoneNumber, password: PASSWORD, ...more });
    expect((await byPhone()).code).toBe('OtpRequired');
    expect((await byPhone({ otp: await ada.mailed() })).status).toBe(200);
    await gateway.setUser(ada.user, { failedSignIns: 100 });
    expect(await ada.tries({}, KNOWN)).toBe(200);
  });

  it('SEC-MFA-03: before the code nothing is registered, written, noticed or cleared', async () => {
    const ada = await stopped();
    const before = await ada.row();
    await ada.tries({}, { 'X-Device-Code': 'dev-early' });
    await ada.tries({ otp: not(await ada.mailed()) }, { 'X-Device-Code': 'dev-early' });
    await gateway.deliver();
    expect(await ada.row()).toEqual({ ...before, failedSignIns: 101 });
    expect([
      await gateway.store.countBy(DeviceEntity, { brandId, code: 'dev-early' }),
      await gateway.store.countBy(SessionEntity, { brandId, userId: ada.user.id }),
      gateway.mail.to(ada.emailAddress).map(({ subject }) => subject),
    ]).toEqual([0, 0, [expect.anything()]]);
  });

  it('JFW-AUTH-15: a wrong code is OtpInvalid and counts; a wrong password stays one whatever the code', async () => {
    const ada = await stopped();
    await ada.tries();
    const code = await ada.mailed();
    expect([
      await ada.tries({ otp: not(code) }),
      await ada.tries({ otp: '' }),
      await ada.tries({ otp: ` ${code}` }),
    ]).toEqual(Array(3).fill('OtpInvalid'));
    expect(await ada.tries({ otp: code, password: 'wrong' })).toBe('UserCredentialsIncorrect');
    expect((await ada.row()).failedSignIns).toBe(104);
    await gateway.flush();
    const failures = { brandId, event: 'auth.login_failed' as const, targetId: ada.user.uid };
    expect(await gateway.store.countBy(AuditEventEntity, failures)).toBe(4);
    expect(await ada.tries({ otp: code })).toBe(200);
  });

  it('JFW-AUTH-15: an otp that is no string is RequestInvalid, one that nobody needs is ignored', async () => {
    const ada = await stopped();
    const refused = await ada.send({ otp: 123_456 });
    expect([refused.status, refused.code, refused.errors[0]?.field]).toEqual([400, 'RequestInvalid', 'otp']);
    const phone = { phoneNumber: ada.user.phoneNumber, password: PASSWORD, otp: ['1'] };
    expect((await gateway.client('a.example').post('users/auth/phone-number', phone)).errors[0]?.field).toBe('otp');
    await gateway.setUser(ada.user, { failedSignIns: 3 });
    expect(await ada.tries({ otp: 'whatever' })).toBe(200);
  });

  it('SEC-OT-07, JFW-AUTH-15: a code ends by the clock, and after otpAttempts wrong ones', async () => {
    const [ada, bob] = [await stopped(), await stopped()];
    await ada.tries();
    const late = await ada.mailed();
    gateway.clock.advance(5 * MINUTE_MS + 1);
    expect(await ada.tries({ otp: late })).toBe('OtpInvalid');
    await bob.tries();
    const code = await bob.mailed();
    for (let i = 0; i < 5; i += 1) expect(await bob.tries({ otp: not(code) })).toBe('OtpInvalid');
    expect(await bob.tries({ otp: code })).toBe('OtpInvalid');
  });

  it('SEC-MFA-04: a new code buys no new tries: ten an hour of one account', async () => {
    const ada = await stopped();
    for (let round = 0; round < 2; round += 1) {
      await ada.tries();
      const code = await ada.mailed();
      for (let i = 0; i < 5; i += 1) await ada.tries({ otp: not(code) });
    }
    gateway.clock.advance(16 * MINUTE_MS);
    await ada.tries();
    expect(await ada.tries({ otp: await ada.mailed() })).toBe('OtpInvalid');
    gateway.clock.advance(60 * MINUTE_MS);
    await ada.tries();
    expect(await ada.tries({ otp: await ada.mailed() })).toBe(200);
  });

  it('SEC-BF: at most three codes in a quarter of an hour, each in the place of the one before, silently', async () => {
    const ada = await stopped();
    const codes: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      expect(await ada.tries()).toBe('OtpRequired');
      codes.push(await ada.mailed());
    }
    expect(gateway.mail.to(ada.emailAddress)).toHaveLength(3);
    expect(new Set(codes.slice(2)).size).toBe(1);
    if (codes[0] !== codes[2]) expect(await ada.tries({ otp: codes[0] })).toBe('OtpInvalid');
    expect(await ada.tries({ otp: codes[4] })).toBe(200);
  });

  it('SEC-BF (hard stop): no channel, no address, or a lock for good: as an automatic lock', async () => {
    const [ada, bob, eve] = [await stopped(), await stopped(), await stopped()];
    await gateway.setUser(ada.user, { emailAddress: null });
    await gateway.setUser(eve.user, { lockedUntil: 8_640_000_000_000_000 });
    // A lock that ends by itself gives way to the code.
    await gateway.setUser(bob.user, { lockedUntil: gateway.clock.now() + MINUTE_MS });
    expect([await ada.tries(), await eve.tries(), await bob.tries()]).toEqual([
      'UserLocked',
      'UserLocked',
      'OtpRequired',
    ]);
    const mute = await TestGateway.start({
      env: { SMTP_URL: '', BRANDGATE_PUBLIC_URL: 'https://gw.example' },
      database: gateway.database,
    });
    const { status, code } = await mute.client('a.example').signIn(bob.username, PASSWORD);
    await mute.close();
    expect([status, code]).toEqual([403, 'UserLocked']);
  });

  it('JFW-AUTH-15: a 409 of the device quota does not use the code up', async () => {
    const settings = { rateLimits: PLENTY, deviceQuota: 1, deviceQuotaMode: 'confirm' as const };
    const own = await gateway.addBrand('quota.example', settings);
    const ada = await stopped('quota.example', own);
    await gateway.setUser(ada.user, { failedSignIns: 0 });
    expect(await ada.tries({}, KNOWN)).toBe(200);
    await gateway.setUser(ada.user, { failedSignIns: 100 });
    await ada.tries({}, NEW);
    const otp = await ada.mailed();
    const refused = await ada.send({ otp }, NEW);
    expect(refused.code).toBe('DeviceLimitConfirmationRequired');
    const { devices } = refused.data as { devices: { id: string }[] };
    expect((await ada.open()).map(({ attempts }) => attempts)).toEqual([0]);
    expect(await ada.tries({ otp, evictDeviceIds: devices.map(({ id }) => id) }, NEW)).toBe(200);
  });

  it('SEC-OT-03: of a hundred parallel guesses otpAttempts are looked at, and the code is dead', async () => {
    const ada = await stopped();
    await ada.tries();
    const code = await ada.mailed();
    const guesses = await Promise.all(Array.from({ length: 100 }, () => ada.tries({ otp: not(code) })));
    // A hundred hashes at once may be more than the pool takes; it says so.
    const refusals = ['OtpInvalid', 'UserCredentialsIncorrect', 'ServiceUnavailable'];
    expect(guesses.filter((guess) => !refusals.includes(String(guess)))).toEqual([]);
    const [challenge] = await ada.open();
    expect(challenge?.attempts).toBeGreaterThan(0);
    expect(challenge?.attempts).toBeLessThanOrEqual(5);
    gateway.clock.advance(MINUTE_MS);
    expect(await ada.tries({ otp: code })).not.toBe(200);
  }, 60_000);

  it('SEC-OT-01: one code, ten sign-ins at once: one of them begins a session', async () => {
    const ada = await stopped();
    await ada.tries();
    const otp = await ada.mailed();
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => ada.tries({ otp })));
    // Whoever comes later finds the counter cleared, or the code used.
    const factors = await gateway.store.findBy(SessionEntity, { brandId, userId: ada.user.id });
    expect(factors.filter((session) => session.factors === 'pwd,mail')).toHaveLength(1);
    expect(outcomes).toContain(200);
  });

  it('SEC-TEN-09: a code of another brand, or of another user, is none', async () => {
    const other = await gateway.addBrand('b.example', { rateLimits: PLENTY });
    const [ada, bob, eve] = [await stopped(), await stopped(), await stopped('b.example', other)];
    for (const one of [ada, bob, eve]) await one.tries();
    const [own, bobs, eves] = [await ada.mailed(), await bob.mailed(), await eve.mailed()];
    for (const otp of [bobs, eves].filter((code) => code !== own)) expect(await ada.tries({ otp })).toBe('OtpInvalid');
    expect(await ada.tries({ otp: own })).toBe(200);
  });
});
