import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { FirebasePushTransport } from '../../src/outbound/firebase/firebase-push-transport';
import { OutboxWorker } from '../../src/workers/outbox-worker';
import { CommandLine } from '../support/command-line';
import { describeEngine } from '../support/describe-engine';
import { FCM } from '../support/google-answers';
import { GoogleStandIn } from '../support/google-stand-in';
import { millisecondsUntil } from '../support/milliseconds-until';
import { type Phone, PushBrand } from '../support/push-brand';
import { serviceAccount } from '../support/service-account';
import { TestGateway } from '../support/start-gateway';

const BOUND_MS = 1_000;
const NOBODY = '01993b5e-8a51-7c3f-9a3e-2f5f0d9f1c11';

interface Farewell {
  readonly id: string;
  readonly deviceId: string;
  readonly state: string;
  readonly reason: string | null;
}

interface SignedOut {
  readonly deviceId: string;
  readonly sessions: string;
  readonly farewell: Farewell | null;
}

describeEngine('command line: devices', () => {
  let google: GoogleStandIn;
  let gateway: TestGateway;
  let brand: PushBrand;
  let line: CommandLine;

  beforeAll(async () => {
    google = await GoogleStandIn.start();
    gateway = await TestGateway.start({ push: new FirebasePushTransport() });
    await google.serve(gateway);
    brand = await PushBrand.create(gateway, 'a.example', google.register(serviceAccount()));
    await PushBrand.create(gateway, 'b.example', null);
    line = CommandLine.on(gateway.database.url);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await gateway.close();
    await google.close();
  });

  /** No gateway sends what is queued from now on. */
  const hold = () => jest.spyOn(gateway.gateway.app.get(OutboxWorker), 'run').mockResolvedValue();
  const signOut = ({ user, deviceUid }: Pick<Phone, 'user' | 'deviceUid'>, more = '--yes') =>
    line.run(`device sign-out --brand a.example --user ${user.username} --device ${deviceUid} ${more}`);
  const farewells = async ({ user }: Phone, more = '') =>
    (await line.json<{ farewells: Farewell[] }>(`device farewells --brand a.example --user ${user.uid} ${more}`))
      .farewells;
  const deathOf = ({ client }: Pick<Phone, 'client'>) =>
    millisecondsUntil(async () => (await client.get('users/me')).status === 401);

  it("list shows a user's devices, and of a push token its state alone", async () => {
    const phone = await brand.phone({ 'X-Os-Device': 'iOS', 'X-App-Version-Number': '2.1' });
    const { deviceUid, user, token } = phone;
    await phone.signIn({ 'X-Device-Code': `tablet-${token}` });
    for (const name of [user.username, user.emailAddress, user.uid]) {
      const listed = await line.json<{ devices: object[] }>(`device list --brand a.example --user ${name}`);
      expect(listed).toMatchObject({ user: { id: user.uid, username: user.username } });
      expect(listed.devices).toEqual([
        expect.objectContaining({
          ...{ id: deviceUid, osDevice: 'iOS', appVersionNumber: '2.1', status: 'Online', tokenStatus: 'active' },
          lastAccessAt: expect.stringMatching(/^\d{4}-.*Z$/),
        }),
        expect.objectContaining({ code: `tablet-${token}`, tokenStatus: null }),
      ]);
      expect(JSON.stringify(listed).replaceAll(`tablet-${token}`, '').replaceAll(`code-${token}`, '')).not.toContain(
        token,
      );
    }
    const { stdout } = await line.run(`device list --brand a.example --user ${user.uid}`);
    expect(stdout).toMatch(/^ID\tNAME\tOS\tVERSION\tSTATUS\tLAST CONTACT\tTOKEN\n/);
    expect(stdout).toContain(`${deviceUid}\t`);
    expect(stdout).toMatch(/\tiOS\t2\.1\tOnline\t\d{4}-[^\t]*Z\tactive\n/);
  });

  it('SEC-REV-09: sign-out asks, and ends the sessions on the device within a second', async () => {
    const phone = await brand.phone();
    const unasked = await signOut(phone, '');
    expect([unasked.exit, unasked.stdout]).toEqual([2, '']);
    expect((await phone.client.get('users/me')).status).toBe(200);
    const command = `device sign-out --brand a.example --user ${phone.user.username} --device ${phone.deviceUid}`;
    const asked = await line.run(command, { isTerminal: true, stdin: 'y\n' });
    expect([asked.exit, asked.stdout]).toEqual([0, expect.stringMatching(/^sessions: +ended$/m)]);
    expect(await deathOf(phone)).toBeLessThanOrEqual(BOUND_MS);
    const event = { brandId: brand.brandId, event: 'device.revoked' as const };
    expect(await gateway.store.findBy(AuditEventEntity, event)).toEqual([
      expect.objectContaining({ actorUserId: null, userAgent: 'brandgate command line' }),
    ]);
    expect((await signOut(phone)).exit).toBe(4);
  });

  it('--wait brings the proof as soon as the gateway has sent it', async () => {
    const phone = await brand.phone();
    const ended = await signOut(phone, '--yes --wait 60 --json');
    const { farewell, ...rest } = JSON.parse(ended.stdout) as SignedOut;
    expect([ended.exit, rest]).toEqual([0, { deviceId: phone.deviceUid, sessions: 'ended' }]);
    expect(farewell).toMatchObject({ state: 'delivered', deliveredDate: expect.any(String), reason: null });
    expect(google.to(phone.token)).toEqual([
      expect.objectContaining({ data: expect.objectContaining({ brandgateDelivery: farewell?.id }) }),
    ]);
    await gateway.client('a.example').post('push-receipts', { deliveryId: farewell?.id });
    expect(await farewells(phone)).toEqual([expect.objectContaining({ id: farewell?.id, state: 'confirmed' })]);
  });

  it('--wait says when nothing happens: that takes a running gateway', async () => {
    const phone = await brand.phone();
    hold();
    const ended = await signOut(phone, '--yes --wait 1');
    expect([ended.exit, ended.stdout]).toEqual([3, expect.stringContaining('state\tqueued\n')]);
    expect(ended.stderr).toContain('takes a running gateway');
    expect(await deathOf(phone)).toBeLessThanOrEqual(BOUND_MS);
    jest.restoreAllMocks();
    await gateway.deliver();
    expect(await farewells(phone)).toEqual([expect.objectContaining({ state: 'delivered' })]);
  });

  it('--wait without a proof is exit code 1: a dead token, none at all, or Google that wants time', async () => {
    const [dead, late] = [await brand.phone(), await brand.phone()];
    google.reply(dead.token, FCM.unregistered);
    google.reply(late.token, FCM.quota(300));
    const unreached = await signOut(dead, '--yes --wait 60');
    expect([unreached.exit, unreached.stdout]).toEqual([1, expect.stringContaining('state\tunreached\n')]);
    const waiting = await signOut(late, '--yes --wait 5');
    expect([waiting.exit, waiting.stderr]).toEqual([1, expect.stringContaining('will be again')]);
    // Until then nothing goes out for the brand.
    google.recover(late.token);
    gateway.clock.advance(301_000);
    const silent = await brand.people.one({ 'X-Device-Code': 'silent' });
    const { data } = await silent.client.with({ 'Device-Code': 'silent' }).get<{ id: string }>('devices/current');
    const none = await signOut({ user: silent.user, deviceUid: data.id }, '--yes --wait 60');
    expect([none.exit, none.stderr]).toEqual([1, expect.stringContaining('no push token')]);
    expect(await deathOf(silent)).toBeLessThanOrEqual(BOUND_MS);
  });

  it('without --wait it is done when the sessions ended; farewells tells the rest, of one device or all', async () => {
    const phone = await brand.phone();
    const tablet = { 'X-Device-Code': `tablet-${phone.token}`, 'X-Device-Token': `tablet-${phone.token}` };
    const { client } = await phone.signIn(tablet);
    const { data } = await client
      .with({ 'Device-Code': tablet['X-Device-Code'] })
      .get<{ id: string }>('devices/current');
    hold();
    const first = await signOut(phone);
    expect([first.exit, first.stderr]).toEqual([0, expect.stringContaining('A running gateway sends')]);
    expect((await client.get('users/me')).status).toBe(200);
    expect((await signOut({ ...phone, deviceUid: data.id })).exit).toBe(0);
    jest.restoreAllMocks();
    await gateway.deliver();
    expect((await farewells(phone)).map(({ deviceId }) => deviceId)).toEqual([data.id, phone.deviceUid]);
    const [own, ...others] = await farewells(phone, `--device ${phone.deviceUid}`);
    expect([own?.state, others]).toEqual(['delivered', []]);
    const shown = await line.run(`device farewells --brand a.example --user ${phone.user.uid} --limit 1`);
    expect(shown.stdout).toMatch(/^ID\tDEVICE\tCAUSE\t.*\n.*\tdevice-removed\tdelivered\t-\t/);
    expect([shown.stderr.includes('1 of 2'), shown.stdout.includes(phone.token)]).toEqual([true, false]);
  });

  it('farewells of a deleted account are told by its id', async () => {
    const phone = await brand.phone();
    await brand.admin.client.delete(`users/${phone.user.uid}`);
    await gateway.deliver();
    expect(await farewells(phone)).toEqual([expect.objectContaining({ cause: 'user-removed', state: 'delivered' })]);
  });

  it('what is not there is exit code 4, and another brand is as good as none (SEC-TEN-03)', async () => {
    const [phone, other] = [await brand.phone(), await brand.phone()];
    const { user, deviceUid } = phone;
    for (const words of [
      'device list --brand a.example --user nobody.there',
      `device list --brand b.example --user ${user.uid}`,
      `device farewells --brand b.example --user ${user.uid}`,
      `device farewells --brand a.example --user ${user.uid} --device ${other.deviceUid}`,
      `device sign-out --brand b.example --user ${user.uid} --device ${deviceUid} --yes`,
      `device sign-out --brand a.example --user ${user.uid} --device ${other.deviceUid} --yes`,
      `device sign-out --brand a.example --user ${user.uid} --device ${NOBODY}`,
    ]) {
      const ended = await line.run(words);
      expect([words, ended.exit, ended.stderr]).toEqual([words, 4, expect.stringMatching(/\n {2}See: brandgate/)]);
    }
    const wrong = [
      await line.run(`device sign-out --brand a.example --user ${user.uid}`),
      await line.run('device list --brand a.example'),
      await signOut(phone, '--yes --wait soon'),
    ];
    expect(wrong.map(({ exit }) => exit)).toEqual([2, 2, 2]);
    for (const { client } of [phone, other]) expect((await client.get('users/me')).status).toBe(200);
  });
});
