import { hash } from 'node:crypto';
import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import type { BrandSettings } from '../../../src/core/brands/brand-settings';
import { DeviceEntity } from '../../../src/core/devices/device.entity';
import { DeviceRegistration } from '../../../src/core/devices/device-registration';
import { UserDeviceEntity } from '../../../src/core/devices/user-device.entity';
import { MailRenderer } from '../../../src/core/mail/mail-renderer';
import type { QueuedMail } from '../../../src/core/mail/mailer';
import { RotateSession } from '../../../src/flows/refresh/rotate-session';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import { newCanary } from '../../support/canary';
import { People, type Person, PLENTY } from '../../support/people';
import { refusalOf, refusedBy } from '../../support/refusals';
import { TestGateway } from '../../support/start-gateway';
import { statementsOf } from '../../support/statement-count';

type Policy = BrandSettings['driftOfDevice'];
type Headers = Readonly<Record<string, string>>;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const LIFETIMES = { authKeyLifetime: 5 * 86_400, refreshKeyLifetime: 6 * 86_400 };

/** One signal each: its setting, the headers that bring it, and how the trail and the mail tell it. */
const SIGNALS = [
  {
    ...{ signal: 'device', setting: 'driftOfDevice', what: 'another device code' },
    bring: (home: Headers): Headers => ({ ...home, 'X-Device-Code': `${home['X-Device-Code']}-away` }),
    ends: (home: Headers) => ({
      from: hash('sha256', `${home['X-Device-Code']}`).slice(0, 8),
      to: hash('sha256', `${home['X-Device-Code']}-away`).slice(0, 8),
    }),
    after: 'Phone (iOS, 2.0.0)',
  },
  {
    ...{ signal: 'system', setting: 'driftOfSystem', what: 'another operating system' },
    bring: (home: Headers): Headers => ({ ...home, 'X-Os-Device': 'android' }),
    ends: () => ({ from: 'iOS', to: 'Android' }),
    after: 'Phone (Android, 2.0.0)',
  },
  {
    ...{ signal: 'version', setting: 'driftOfVersion', what: 'an older app version' },
    bring: (home: Headers): Headers => ({ ...home, 'X-App-Version-Number': '1.9.9' }),
    ends: () => ({ from: '2.0.0', to: '1.9.9' }),
    after: 'Phone (iOS, 1.9.9)',
  },
] as const;

describeEngine('header drift (JFW-DEV-04, JFW-KEY-13, SEC-SES-10)', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;
  let render: jest.SpyInstance;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    people = new People(gateway, brandId, 'a.example');
    render = jest.spyOn(gateway.gateway.app.get(MailRenderer), 'render');
  });
  afterAll(async () => {
    render.mockRestore();
    await gateway.close();
  });

  const brand = async (settings: Partial<BrandSettings>) => {
    await gateway.updateBrand(brandId, { settings: { rateLimits: PLENTY, ...LIFETIMES, ...settings } });
    await gateway.settle();
  };
  const homeHeaders = (): Headers => ({
    ...{ 'X-Device-Code': `drifting-phone-${(count += 1)}`, 'X-Device-Name': 'Phone' },
    ...{ 'X-Os-Device': 'iOS', 'X-App-Version-Number': '2.0.0' },
  });
  /** Somebody on a phone, some minutes after the sign-in. */
  const someone = async (settings: Partial<BrandSettings>, minutes = 6) => {
    await brand(settings);
    const home = homeHeaders();
    const person = await people.one(home);
    gateway.clock.advance(minutes * MINUTE_MS);
    return { home, person, client: person.client.with(home) };
  };
  const driftsOf = async ({ user }: Person) => {
    await gateway.flush();
    const where = { brandId, event: 'device.drift', actorUserId: user.id };
    return gateway.store.find(AuditEventEntity, { where, order: { id: 'ASC' } });
  };
  const mailsTo = async ({ user }: Person) => {
    await gateway.deliver();
    const calls = render.mock.calls as unknown as [unknown, string, QueuedMail][];
    return calls
      .filter(([, topic, mail]) => topic === 'device-drift' && mail.recipient.address === user.emailAddress)
      .map(([, , { values, recipient }]) => ({ values, locale: recipient.locale }));
  };
  const deviceOf = (headers: Headers) =>
    gateway.store.findOneBy(DeviceEntity, { brandId, code: headers['X-Device-Code'] ?? '' });
  const told = (headers: Headers) => ({
    osDevice: headers['X-Os-Device'] === 'iOS' ? 'iOS' : 'Android',
    appVersionNumber: headers['X-App-Version-Number'],
  });
  const statusOf = ({ status, headers }: { status: number; headers: globalThis.Headers }) => [
    status,
    headers.get('x-device-status'),
  ];
  /** What the headers would have written is not there. */
  const expectUntouched = async (home: Headers, drifted: Headers) => {
    expect(await deviceOf(home)).toMatchObject(told(home));
    if (drifted['X-Device-Code'] !== home['X-Device-Code']) expect(await deviceOf(drifted)).toBeNull();
  };

  describe.each(SIGNALS)('$signal', ({ signal, setting, what, bring, ends, after }) => {
    const policy = (value: Policy) => ({ [setting]: value });

    it('allow takes it in silence; notify takes it too, and it is in the trail and told by mail, once', async () => {
      const quiet = await someone(policy('allow'));
      expect(statusOf(await quiet.client.with(bring(quiet.home)).get('users/me'))).toEqual([
        200,
        signal === 'device' ? 'registered' : 'updated',
      ]);
      expect([await driftsOf(quiet.person), await mailsTo(quiet.person)]).toEqual([[], []]);

      const { person, home, client } = await someone(policy('notify'));
      await gateway.setUser(person.user, { languageCode: 'vi' });
      const drifted = bring(home);
      for (let i = 0; i < 2; i += 1) expect((await client.with(drifted).get('users/me')).status).toBe(200);
      expect(await deviceOf(drifted)).toMatchObject(told(drifted));
      const [event, ...more] = await driftsOf(person);
      expect(event).toMatchObject({
        targetType: 'session',
        details: { signal, policy: 'notify', outcome: 'registered', ...ends(home) },
      });
      const values = expect.objectContaining({ before: 'Phone (iOS, 2.0.0)', after, address: '127.0.0.1' }) as object;
      expect([more, await mailsTo(person)]).toEqual([[], [{ values, locale: 'vi' }]]);
    });

    it('step-up refuses what no recent sign-in stands behind, and takes it after one', async () => {
      const { person, home, client } = await someone(policy('step-up'));
      const drifted = bring(home);
      const refused = await client.with(drifted).get('users/me');
      expect([refused.status, refused.code, refused.headers.get('x-device-status')]).toEqual([
        ...[403, 'AccessDenied', 'rejected'],
      ]);
      const reason = `the request tells of ${what}, and ${setting} is step-up; a new sign-in that tells of it is taken`;
      expect(refusedBy(await refusalOf(gateway, refused))).toEqual(['register-device', reason]);
      await expectUntouched(home, drifted);
      expect((await client.get('users/me')).status).toBe(200);

      const again = await person.signIn(home);
      expect((await again.client.with(drifted).get('users/me')).status).toBe(200);
      expect(await deviceOf(drifted)).toMatchObject(told(drifted));
      // What was taken once is known: neither time nor cold caches make it a drift again.
      gateway.clock.advance(6 * MINUTE_MS);
      await brand({ ...policy('step-up'), currencyCode: 'VND' });
      expect((await again.client.with(drifted).get('users/me')).status).toBe(200);
      expect((await driftsOf(person)).map(({ details }) => details)).toEqual([
        { signal, policy: 'step-up', outcome: 'refused', ...ends(home) },
        { signal, policy: 'step-up', outcome: 'registered', ...ends(home) },
      ]);
      expect(await mailsTo(person)).toEqual([]);
    });

    it('refuse refuses all but a sign-in, the session lives on with what it said before, and signs out', async () => {
      const { person, home, client } = await someone(policy('refuse'), 0);
      const drifted = bring(home);
      for (let i = 0; i < 2; i += 1) {
        const refused = await client.with(drifted).get('users/me');
        expect([refused.status, refused.code]).toEqual([403, 'AccessDenied']);
      }
      await expectUntouched(home, drifted);
      expect((await driftsOf(person)).map(({ details }) => details)).toEqual(
        Array(2).fill({ signal, policy: 'refuse', outcome: 'refused', ...ends(home) }),
      );
      expect((await client.get('users/me')).status).toBe(200);
      // JFW-SES-02: whoever leaves may always.
      expect((await client.with(drifted).post('users/auth/logout', {})).status).toBe(200);
      const again = await person.signIn(drifted);
      expect((await again.client.with(drifted).get('users/me')).status).toBe(200);
      expect(await deviceOf(drifted)).toMatchObject(told(drifted));
      expect([(await driftsOf(person)).length, await mailsTo(person)]).toEqual([2, []]);
    });

    it.each(['step-up', 'refuse'] as const)(
      '%s: where the key is optional the request goes on, and registers nothing (JFW-DEV-08)',
      async (value) => {
        const { person, home, client } = await someone(policy(value));
        const drifted = bring(home);
        expect(statusOf(await client.with(drifted).get('brands/by-url'))).toEqual([200, 'rejected']);
        await expectUntouched(home, drifted);
        expect((await driftsOf(person)).map(({ details }) => details)).toEqual([
          { signal, policy: value, outcome: 'refused', ...ends(home) },
        ]);
      },
    );

    it('JFW-REF-10: a refresh is judged before it consumes anything', async () => {
      const { person, home } = await someone({ ...policy('step-up'), bindRefreshToDevice: false });
      const drifted = bring(home);
      const refresh = (headers: Headers) => gateway.client('a.example').refresh(person.data.refreshAuthKey, headers);
      const refused = await refresh(drifted);
      expect([refused.status, refused.code]).toEqual([403, 'AccessDenied']);
      await expectUntouched(home, drifted);
      const taken = await refresh(home);
      expect([taken.status, taken.headers.get('x-refresh-outcome')]).toEqual([200, 'rotated']);

      await brand({ ...policy('notify'), bindRefreshToDevice: false });
      const moved = await gateway.client('a.example').refresh(taken.data.refreshAuthKey, drifted);
      expect(statusOf(moved)).toEqual([200, signal === 'device' ? 'registered' : 'updated']);
      const details = (await driftsOf(person)).map((event) => event.details);
      expect(details).toEqual([
        { signal, policy: 'step-up', outcome: 'refused', ...ends(home) },
        { signal, policy: 'notify', outcome: 'registered', ...ends(home) },
      ]);
      expect(await mailsTo(person)).toHaveLength(1);
    });

    it('of ten drifting requests at once one is told', async () => {
      const { person, home, client } = await someone(policy('notify'));
      const drifted = client.with(bring(home));
      const answers = await Promise.all(Array.from({ length: 10 }, () => drifted.get('users/me')));
      expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
      expect([(await driftsOf(person)).length, (await mailsTo(person)).length]).toEqual([1, 1]);
    });
  });

  it('a session that drifts to and fro is told once a day, each time in the trail; another signal is told apart', async () => {
    const { person, home, client } = await someone({ driftOfSystem: 'notify', driftOfVersion: 'notify' });
    const [, system, version] = SIGNALS;
    for (let i = 0; i < 3; i += 1) {
      await client.with(system.bring(home)).get('users/me');
      await client.get('users/me');
    }
    expect([(await driftsOf(person)).length, (await mailsTo(person)).length]).toEqual([6, 1]);
    await client.with(version.bring(home)).get('users/me');
    expect([(await driftsOf(person)).length, (await mailsTo(person)).length]).toEqual([7, 2]);
    gateway.clock.advance(DAY_MS);
    await client.with(system.bring(home)).get('users/me');
    expect((await mailsTo(person)).length).toBe(3);
  });

  it('securityNotices off: in the trail, and no mail', async () => {
    const { person, home, client } = await someone({ driftOfSystem: 'notify', securityNotices: false });
    await client.with(SIGNALS[1].bring(home)).get('users/me');
    expect([(await driftsOf(person)).length, await mailsTo(person)]).toEqual([1, []]);
  });

  it('trail and mail commit with the change: where it fails nothing is told, and the next request makes good', async () => {
    const { person, home, client } = await someone({ driftOfSystem: 'notify' });
    const registration = gateway.gateway.app.get(DeviceRegistration);
    const register = registration.register.bind(registration);
    const broken = jest.spyOn(registration, 'register').mockImplementationOnce(async (...args) => {
      await register(...args);
      throw new Error('no');
    });
    const drifted = client.with(SIGNALS[1].bring(home));
    expect(statusOf(await drifted.get('users/me'))).toEqual([200, 'failed']);
    broken.mockRestore();
    expect([await driftsOf(person), await mailsTo(person)]).toEqual([[], []]);
    expect(statusOf(await drifted.get('users/me'))).toEqual([200, 'updated']);
    expect([(await driftsOf(person)).length, (await mailsTo(person)).length]).toEqual([1, 1]);
  });

  it('JFW-DEV-05: once taken, the same headers cost no statement', async () => {
    const { person, home, client } = await someone({ driftOfSystem: 'notify', driftOfDevice: 'step-up' });
    const drifted = client.with(SIGNALS[1].bring(home));
    await drifted.get('users/me');
    await gateway.settle();
    await drifted.get('users/me');
    const statements = await statementsOf(gateway, async () => {
      for (let i = 0; i < 20; i += 1) await drifted.get('users/me');
    });
    expect(statements).toEqual([]);
    expect(await driftsOf(person)).toHaveLength(1);
  });

  it('a refusal writes nothing but its line in the trail', async () => {
    const { home, client } = await someone({ driftOfDevice: 'refuse' });
    await client.get('users/me');
    await gateway.settle();
    const drifted = client.with(SIGNALS[0].bring(home));
    const statements = await statementsOf(gateway, () => drifted.get('users/me'));
    expect(statements.every((statement) => /^SELECT/i.test(statement))).toBe(true);
    // The device that is named, and the one that the session is bound to.
    expect(statements.length).toBeLessThanOrEqual(2);
  });

  it('JFW-DEV-21, -23, JFW-TOK-10: what a body reports is judged alike, and nothing of it is written', async () => {
    const { person, home, client } = await someone({ driftOfDevice: 'refuse', driftOfVersion: 'refuse' });
    const token = newCanary('fcm:');
    const spare = await client.post<{ id: string }>('devices', {
      ...{ code: 'spare-phone', type: 'Mobile', name: 'Spare', osDevice: 'iOS', appVersionNumber: '1' },
    });
    expect(spare.status).toBe(201);
    const { id } = spare.data;
    const own = person.client;
    const answers = [
      await own.put('users/me/devices', { code: 'spare-phone', token }),
      await own.put('users/me/devices', { code: home['X-Device-Code'], appVersionNumber: '1.0', token }),
      await own.post(`users/${person.user.uid}/devices/${id}`, { token }),
    ];
    expect(answers.map(({ status, code }) => [status, code])).toEqual(Array(3).fill([403, 'AccessDenied']));
    const links = await gateway.store.findBy(UserDeviceEntity, { brandId, userId: person.user.id });
    expect(links.map(({ pushTokenHash }) => pushTokenHash)).toEqual([null]);

    await brand({});
    expect((await own.post(`users/${person.user.uid}/devices/${id}`, {})).status).toBe(201);
    await brand({ driftOfDevice: 'refuse' });
    const replace = own.with({ 'Device-Code': 'spare-phone' });
    const refused = await replace.post('devices/refresh-token', { newToken: token });
    expect([refused.status, refused.code]).toEqual([403, 'AccessDenied']);
    const changed = await own.put(`users/${person.user.uid}/devices/${id}`, { token });
    expect([changed.status, changed.code]).toEqual([403, 'AccessDenied']);
    const details = (await driftsOf(person)).map((event) => event.details as { signal: string });
    expect(details.map(({ signal }) => signal)).toEqual(['device', 'version', 'device', 'device', 'device']);
    expect(JSON.stringify(details)).not.toMatch(/fcm:|spare-phone/);
  });

  it('JFW-DEV-06: judged once more where it is written: what was looked at may be another by then', async () => {
    const { person, home, client } = await someone({ driftOfSystem: 'refuse' });
    const { app } = gateway.gateway;
    const change = () =>
      gateway.store.update(DeviceEntity, { brandId, code: home['X-Device-Code'] }, { osDevice: 'X' });
    const registration = app.get(DeviceRegistration);
    const check = registration.check.bind(registration);
    const looked = jest.spyOn(registration, 'check').mockImplementationOnce(async (...args) => {
      const found = await check(...args);
      await change();
      return found;
    });
    const refused = await client.with({ 'X-Device-Name': 'Renamed' }).get('users/me');
    looked.mockRestore();
    expect([refused.status, refused.code]).toEqual([403, 'AccessDenied']);

    await gateway.store.update(DeviceEntity, { brandId, code: home['X-Device-Code'] }, { osDevice: 'iOS' });
    const rotation = app.get(RotateSession);
    const rotate = rotation.rotate.bind(rotation);
    const rotated = jest.spyOn(rotation, 'rotate').mockImplementationOnce(async (request) => {
      const pair = await rotate(request);
      await change();
      return pair;
    });
    const refreshed = await gateway.client('a.example').refresh(person.data.refreshAuthKey, home);
    rotated.mockRestore();
    // The keys are committed by then, and handed out.
    expect(statusOf(refreshed)).toEqual([200, 'rejected']);
    const outcomes = (await driftsOf(person)).map((event) => event.details as { outcome: string });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
    expect(await deviceOf(home)).toMatchObject({ osDevice: 'X', name: 'Phone' });
  });

  it('what others say of a shared phone is no drift of whoever is new to it', async () => {
    const first = await someone({ driftOfSystem: 'refuse', driftOfVersion: 'refuse' });
    const second = await people.one();
    const drifted = { ...SIGNALS[1].bring(first.home), 'X-App-Version-Number': '1.0' };
    expect(statusOf(await second.client.with(drifted).get('users/me'))).toEqual([200, 'registered']);
    // From now on it is the first one's phone that changed.
    expect((await first.client.get('users/me')).status).toBe(403);
  });

  it('AUD: the user finds it among their own security events, with no code and no token', async () => {
    const { person, home, client } = await someone({ driftOfDevice: 'notify' });
    const token = newCanary('fcm:');
    await client.with({ ...SIGNALS[0].bring(home), 'X-Device-Token': token }).get('users/me');
    const { data } = await person.client.get<{ items: { event: string; target: object | null }[] }>(
      'users/me/security-events',
    );
    const event = data.items.find((item) => item.event === 'device.drift');
    expect(event).toMatchObject({ actor: 'self', target: { type: 'session' } });
    const rows = JSON.stringify(await driftsOf(person));
    expect([rows.includes(token), rows.includes(home['X-Device-Code'] ?? '')]).toEqual([false, false]);
  });
});
