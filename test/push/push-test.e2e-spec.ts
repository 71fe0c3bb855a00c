import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import type { AuditEventName } from '../../src/core/audit/audit-trail';
import { BrandEntity } from '../../src/core/brands/brand.entity';
import { UserDeviceEntity } from '../../src/core/devices/user-device.entity';
import { PushChannelEntity } from '../../src/core/push/push-channel.entity';
import type { BrandId } from '../../src/kernel/ids';
import { FirebasePushTransport } from '../../src/outbound/firebase/firebase-push-transport';
import { describeEngine } from '../support/describe-engine';
import { FCM, type FcmAnswer } from '../support/google-answers';
import { GoogleStandIn } from '../support/google-stand-in';
import { People, type Person, PLENTY } from '../support/people';
import { type AccountFile, serviceAccount } from '../support/service-account';
import { TestGateway } from '../support/start-gateway';

const PATH = 'devices/current/push-test';

describeEngine('push test', () => {
  let google: GoogleStandIn;
  let gateway: TestGateway;
  let account: AccountFile;
  let brandId: BrandId;
  let people: People;
  let admin: Person;
  let uid: string;
  let count = 0;

  beforeAll(async () => {
    google = await GoogleStandIn.start();
    account = google.register(serviceAccount());
    gateway = await TestGateway.start({ push: new FirebasePushTransport() });
    await google.serve(gateway);
    brandId = await gateway.addBrand('acme.example', { rateLimits: PLENTY });
    ({ uid } = await gateway.store.findOneByOrFail(BrandEntity, { id: brandId }));
    people = new People(gateway, brandId, 'acme.example');
    admin = await people.one({}, 'Admin');
    await give(account);
  });
  afterAll(async () => {
    await gateway.close();
    await google.close();
  });

  const give = (firebaseCredential: AccountFile | null) =>
    admin.client.put(`brands/${uid}/setting`, { firebaseCredential });
  /** Somebody with a phone whose token is their own. */
  const phone = async (token = `token-${(count += 1)}`) => {
    const headers = { 'X-Device-Code': `code-${token}`, 'X-Device-Token': token };
    const person = await people.one(headers);
    const client = person.client.with({ 'X-Device-Code': `code-${token}` });
    const { data } = await client.get<{ id: string }>('devices/current');
    return { ...person, client, headers, token, deviceUid: data.id, push: (body = {}) => client.post(PATH, body) };
  };
  type Phone = Awaited<ReturnType<typeof phone>>;
  const linkOf = ({ user }: Phone) => gateway.store.findOneByOrFail(UserDeviceEntity, { brandId, userId: user.id });
  const eventsOf = (event: AuditEventName) => gateway.store.findBy(AuditEventEntity, { brandId, event });
  const lastError = async () => (await gateway.store.findOneByOrFail(PushChannelEntity, { brandId })).lastError;

  it('JFW-PSH-01, T50: one message with what the request says, or with defaults', async () => {
    const own = await phone();
    const sent = await own.push({ title: 'Hi', body: 'There', data: { order: '5' } });
    expect([sent.status, sent.data]).toEqual([200, { messageId: expect.stringMatching(/^projects\/acme-push\/mess/) }]);
    expect((await own.push({ title: null })).status).toBe(200);
    expect(google.to(own.token)).toEqual([
      expect.objectContaining({ notification: { title: 'Hi', body: 'There' }, data: { order: '5' } }),
      expect.objectContaining({ notification: { title: 'acme.example', body: 'This is a test message.' } }),
    ]);
  });

  it('JFW-TOK-09: an installation id is sent to as such, and found dead as such', async () => {
    const own = await phone('cAbCdEfGhIjKlMnOpQrStU');
    expect((await own.push()).status).toBe(200);
    expect(google.to(own.token)[0]).toMatchObject({ fid: own.token });
    google.reply(own.token, FCM.unregistered);
    expect((await own.push()).code).toBe('PushNotRegistered');
    const [event] = (await eventsOf('push.token_invalidated')).slice(-1);
    expect(event?.details).toMatchObject({ code: 'installation-id-not-registered' });
  });

  it('JFW-PSH-03, T44: a token that is not registered is invalid, kept and not sent to, until its app sends it again', async () => {
    for (const dead of [FCM.unregistered, FCM.badToken]) {
      const own = await phone();
      google.reply(own.token, dead);
      const refused = await own.push();
      expect([refused.status, refused.code]).toEqual([409, 'PushNotRegistered']);
      expect(await linkOf(own)).toMatchObject({ tokenStatus: 'invalid', pushToken: own.token });
      const before = google.requests.length;
      expect((await own.push()).code).toBe('PushNotRegistered');
      expect(google.requests).toHaveLength(before);
      const back = await own.client.with(own.headers).get('users/me');
      expect([back.headers.get('x-device-status'), (await linkOf(own)).tokenStatus]).toEqual(['updated', 'active']);
      const events = await eventsOf('push.token_invalidated');
      expect(events.at(-1)?.targetType).toBe('link');
      expect(JSON.stringify(events)).not.toContain(own.token);
    }
  });

  it.each<[string, FcmAnswer]>([
    ['an argument', FCM.badMessage],
    ['the size', { ...FCM.badMessage, body: { error: { status: 'MessageTooBig', message: 'too big' } } }],
  ])('JFW-PSH-03: %s at fault is the message’s fault', async (_, answer) => {
    const own = await phone();
    google.reply(own.token, answer);
    const refused = await own.push();
    expect([refused.status, refused.code]).toEqual([400, 'PushPayloadInvalid']);
    expect((await linkOf(own)).tokenStatus).toBe('active');
  });

  it('JFW-PSH-03, T46: the project or the account at fault: token kept, told once, forgotten with the next success', async () => {
    const own = await phone();
    const before = (await eventsOf('push.config_error')).length;
    for (const [answer, code] of [
      [FCM.wrongSender, 'mismatched-credential'],
      [FCM.wrongSender, 'mismatched-credential'],
      [FCM.apple, 'third-party-auth-error'],
    ] as const) {
      google.reply(own.token, answer);
      const refused = await own.push();
      expect([refused.status, refused.code, await lastError()]).toEqual([409, 'PushNotConfigured', code]);
    }
    const events = (await eventsOf('push.config_error')).slice(before);
    expect(events.map(({ details }) => details)).toEqual([
      expect.objectContaining({ code: 'mismatched-credential' }),
      expect.objectContaining({ code: 'third-party-auth-error' }),
    ]);
    expect((await linkOf(own)).tokenStatus).toBe('active');
    const well = await phone();
    expect([(await well.push()).status, await lastError()]).toEqual([200, null]);
  });

  it('JFW-PSH-03: an account whose key was deleted since it was given is the configuration’s fault', async () => {
    const other = google.register(serviceAccount());
    const own = await phone();
    await give(other);
    google.revoke(other);
    expect((await own.push()).code).toBe('PushNotConfigured');
    expect(await lastError()).toBe('authentication-error');
    await give(account);
    expect(await lastError()).toBeNull();
  });

  it('JFW-PSH-02, -03: over quota or failing inside: 503 with the Retry-After that Google named', async () => {
    const own = await phone();
    google.reply(own.token, FCM.quota(42));
    const full = await own.push();
    expect([full.status, full.code, full.headers.get('retry-after')]).toEqual([503, 'PushUnavailable', '42']);
    google.reply(own.token, FCM.internal);
    const failed = await own.push();
    expect([failed.status, failed.code, failed.headers.get('retry-after')]).toEqual([503, 'PushUnavailable', '10']);
    expect((await linkOf(own)).tokenStatus).toBe('active');
  });

  it('JFW-PSH-02, T50: Google away: signing in works, and a push test is answered within ten seconds', async () => {
    const three = [await phone(), await phone(), await phone()];
    const replies = [FCM.unavailable, 'hang', 'close'] as const;
    three.forEach(({ token }, i) => google.reply(token, replies[i] ?? 'close'));
    const begun = performance.now();
    const answers = await Promise.all(three.map((own) => own.push()));
    // The gateway waits for nine; what a busy machine adds is not its own.
    expect(performance.now() - begun).toBeLessThan(15_000);
    for (const { status, code, headers } of answers) {
      expect([status, code, Number(headers.get('retry-after')) > 0]).toEqual([503, 'PushUnavailable', true]);
    }
    expect((await people.one()).answer.status).toBe(200);
  });

  it('JFW-PSH-04: a late error for an old token never touches a newer one', async () => {
    const own = await phone();
    let release = () => {};
    const asked = new Promise<void>((isAsked) => {
      google.reply(own.token, () => {
        isAsked();
        return new Promise((answer) => (release = () => answer(FCM.unregistered)));
      });
    });
    const pending = own.push();
    await asked;
    const before = (await eventsOf('push.token_invalidated')).length;
    await own.client.with({ 'X-Device-Token': `${own.token}-new` }).get('users/me');
    release();
    expect((await pending).code).toBe('PushNotRegistered');
    expect(await linkOf(own)).toMatchObject({ tokenStatus: 'active', pushToken: `${own.token}-new` });
    expect(await eventsOf('push.token_invalidated')).toHaveLength(before);
    expect((await own.push()).status).toBe(200);
  });

  it('JFW-PSH-02, -06: no token, none after signing out, none for whom is not Active; a stale one will do', async () => {
    const bare = await people.one({ 'X-Device-Code': 'bare' });
    const answer = await bare.client.with({ 'X-Device-Code': 'bare' }).post(PATH, {});
    expect([answer.status, answer.code]).toEqual([409, 'PushNotRegistered']);
    const own = await phone();
    const toUser = () => admin.client.post(`users/${own.user.uid}/devices/${own.deviceUid}/push-test`, {});
    await gateway.store.update(UserDeviceEntity, { brandId, userId: own.user.id }, { tokenStatus: 'stale' });
    expect((await toUser()).status).toBe(200);
    await gateway.setUser(own.user, { lockedUntil: gateway.clock.now() + 60_000 });
    expect((await toUser()).status).toBe(200);
    await gateway.setUser(own.user, { status: 'Locked' });
    expect((await toUser()).code).toBe('PushNotRegistered');
  });

  it('JFW-EP-56: to anybody’s device with PUSH.SEND, and not without', async () => {
    const [own, other] = [await phone(), await phone()];
    const path = (user: string, device: string) => `users/${user}/devices/${device}/push-test`;
    expect((await admin.client.post(path(own.user.uid, own.deviceUid), { title: 'T' })).status).toBe(200);
    const denied = await other.client.post(path(own.user.uid, own.deviceUid), {});
    expect([denied.status, denied.code]).toEqual([403, 'AccessDenied']);
    const crossed = await admin.client.post(path(own.user.uid, other.deviceUid), {});
    expect([crossed.status, crossed.code]).toEqual([404, 'DeviceNotFound']);
    const nobody = await admin.client.post(path(own.deviceUid, own.deviceUid), {});
    expect([nobody.status, nobody.code]).toEqual([404, 'UserNotFound']);
  });

  it.each<[string, object, string]>([
    ['a number', { title: 5 }, 'title'],
    ['blank text', { body: ' ' }, 'body'],
    ['a list', { data: ['x'] }, 'data'],
    ['a value that is no text', { data: { n: 5 } }, 'data'],
    ['a reserved name', { data: { from: 'x' } }, 'data'],
    ['a name of Google’s', { data: { 'google.c': 'x' } }, 'data'],
    ['more than 4 KB', { data: { long: 'x'.repeat(4_100) } }, 'data'],
  ])('JFW-EP-44: %s is refused before Google is asked', async (_, body, field) => {
    const own = await phone();
    const { status, code, errors } = await own.push(body);
    expect([status, code, errors[0]?.field]).toEqual([400, 'PushPayloadInvalid', field]);
    expect(google.to(own.token)).toEqual([]);
  });

  it('JFW-LIM-03: one in ten seconds to each link, whoever asks for it', async () => {
    const { pushTest: _, ...rateLimits } = PLENTY;
    await gateway.updateBrand(brandId, { settings: { rateLimits } });
    const [own, other] = [await phone(), await phone()];
    const toUser = () => admin.client.post(`users/${own.user.uid}/devices/${own.deviceUid}/push-test`, {});
    const first = await own.push();
    const names = ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'];
    expect([first.status, ...names.map((name) => first.headers.get(name))]).toEqual([200, '1', '0', '10']);
    for (const refused of [await own.push(), await toUser()]) {
      expect([refused.status, refused.code]).toEqual([429, 'RateLimitExceeded']);
      expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(10);
    }
    expect((await other.push()).status).toBe(200);
    gateway.clock.advance(10_000);
    expect((await toUser()).status).toBe(200);
    await gateway.updateBrand(brandId, { settings: { rateLimits: PLENTY } });
  });

  it('T50: no service account: signing in works, a push test is 409', async () => {
    const own = await phone();
    await give(null);
    const answer = await own.push();
    expect([answer.status, answer.code]).toEqual([409, 'PushNotConfigured']);
    expect((await people.one()).answer.status).toBe(200);
  });
});
