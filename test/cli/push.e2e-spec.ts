import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { DeviceEntity } from '../../src/core/devices/device.entity';
import { UserDeviceEntity } from '../../src/core/devices/user-device.entity';
import { FirebasePushTransport } from '../../src/outbound/firebase/firebase-push-transport';
import { OutboxWorker } from '../../src/workers/outbox-worker';
import { CommandLine } from '../support/command-line';
import { describeEngine } from '../support/describe-engine';
import { FCM } from '../support/google-answers';
import { GoogleStandIn } from '../support/google-stand-in';
import { type Phone, PushBrand } from '../support/push-brand';
import { serviceAccount } from '../support/service-account';
import { TestGateway } from '../support/start-gateway';

const DAY_MS = 86_400_000;
const NOBODY = '01993b5e-8a51-7c3f-9a3e-2f5f0d9f1c11';

interface Sent {
  readonly id: string;
  readonly state: string;
  readonly isNew: boolean;
}

interface Listed {
  readonly total: number;
  readonly pushes: readonly { readonly id: string; readonly state: string; readonly recipients: number }[];
}

interface Deliveries {
  readonly total: number;
  readonly deliveries: readonly { readonly deviceId: string; readonly state: string; readonly reason: string | null }[];
}

describeEngine('command line: pushes', () => {
  let google: GoogleStandIn;
  let gateway: TestGateway;
  let brand: PushBrand;
  let line: CommandLine;
  let count = 0;

  beforeAll(async () => {
    google = await GoogleStandIn.start();
    gateway = await TestGateway.start({ push: new FirebasePushTransport() });
    await google.serve(gateway);
    line = CommandLine.on(gateway.database.url);
  });
  beforeEach(async () => {
    brand = await PushBrand.create(gateway, `p-${(count += 1)}.example`, google.register(serviceAccount()));
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await gateway.close();
    await google.close();
  });

  /** What is queued from now on waits. */
  const hold = () => jest.spyOn(gateway.gateway.app.get(OutboxWorker), 'run').mockResolvedValue();
  const send = (words: string) => line.run(`push send --brand ${brand.domain} --title Hi ${words}`);
  const sent = (words: string) => line.json<Sent>(`push send --brand ${brand.domain} --title Hi ${words}`);
  const listed = () => line.json<Listed>(`push list --brand ${brand.domain}`);
  const of = (word: string, { id }: Pick<Sent, 'id'>, more = '') =>
    `push ${word} --brand ${brand.domain} ${id} ${more}`;
  const deviceOf = async ({ deviceUid }: Phone) =>
    (await gateway.store.findOneByOrFail(DeviceEntity, { uid: deviceUid })).id;

  it('send puts a message into the outbox with all that it says, and the gateway takes it to Google', async () => {
    const [phone, other] = [await brand.phone(), await brand.phone()];
    const ended = await line.run([
      ...['push', 'send', '--brand', brand.domain, '--user', phone.user.username ?? '', '--key', 'order-5'],
      ...['--title', 'Your order', '--body', 'It is on its way', '--image-url', 'https://a.example/5.png'],
      ...['--data', 'order=5', '--data', 'link=/orders?id=5', '--collapse-key', 'orders', '--priority', 'high'],
      ...['--ttl', '600', '--android', '{"notification":{"channelId":"orders"}}'],
      ...['--apns', '{"payload":{"aps":{"badge":3}}}', '--webpush', '{"headers":{"Topic":"web"}}'],
    ]);
    expect([ended.exit, ended.stdout]).toEqual([0, expect.stringMatching(/^id\t[0-9a-f-]{36}\nstate\tspreading\n$/)]);
    expect(ended.stderr).toContain('The message goes to 1 device of');
    await gateway.deliver();
    expect(google.to(other.token)).toEqual([]);
    expect(google.to(phone.token)).toEqual([
      expect.objectContaining({
        notification: { title: 'Your order', body: 'It is on its way', image: 'https://a.example/5.png' },
        data: { order: '5', link: '/orders?id=5', brandgateDelivery: expect.any(String) },
        android: expect.objectContaining({
          ...{ collapse_key: 'orders', priority: 'high', ttl: '600s' },
          notification: { channel_id: 'orders' },
        }),
        apns: expect.objectContaining({ payload: { aps: { badge: 3 } } }),
        webpush: { headers: { Topic: 'web', Urgency: 'high', TTL: '600' } },
      }),
    ]);
    const event = { brandId: brand.brandId, event: 'push.created' as const };
    expect(await gateway.store.findBy(AuditEventEntity, event)).toEqual([
      expect.objectContaining({ actorUserId: null, userAgent: 'brandgate command line' }),
    ]);
  });

  it('more than one device is asked about, by how many there are', async () => {
    await brand.phone();
    await brand.phone();
    const unasked = await send('--everybody');
    expect([unasked.exit, unasked.stdout]).toEqual([2, '']);
    expect(unasked.stderr).toContain('goes to 2 devices of');
    const ask = `push send --brand ${brand.domain} --title Hi --everybody`;
    expect((await line.run(ask, { isTerminal: true, stdin: 'n\n' })).exit).toBe(1);
    expect((await listed()).total).toBe(0);
    const asked = await line.run(ask, { isTerminal: true, stdin: 'y\n' });
    expect([asked.exit, asked.stderr]).toEqual([0, expect.stringContaining('Go on? [y/N]')]);
    const sure = await send('--everybody --yes');
    expect([sure.exit, sure.stderr]).toEqual([0, expect.stringContaining('goes to 2 devices of')]);
    await gateway.deliver();
    expect(await listed()).toMatchObject({ total: 2, pushes: [{ recipients: 2 }, { recipients: 2 }] });
  });

  it('a key that was used sends nothing again, and nothing else', async () => {
    const phone = await brand.phone();
    const first = await sent(`--everybody --key news`);
    const again = await sent(`--everybody --key news`);
    expect([first.isNew, again.isNew, again.id]).toEqual([true, false, first.id]);
    expect((await send('--everybody --body other --key news')).exit).toBe(2);
    await gateway.deliver();
    expect(google.to(phone.token)).toHaveLength(1);
  });

  it('JFW-PSH-06: preview counts whom each audience reaches', async () => {
    const ios = await brand.phone({ 'X-Os-Device': 'iOS', 'X-App-Version-Number': '1.9.0' });
    const newer = await brand.phone({ 'X-Os-Device': 'iOS', 'X-App-Version-Number': '1.10.0' });
    const android = await brand.phone({ 'X-Os-Device': 'Android', 'X-App-Version-Number': '3.0' });
    const long = { lastAccessAt: gateway.clock.now() - 10 * DAY_MS };
    await gateway.store.update(UserDeviceEntity, { deviceId: await deviceOf(android) }, long);
    await gateway.store.update(DeviceEntity, { id: await deviceOf(newer) }, { tags: 'kiosk, beta' });
    for (const [words, devices] of [
      ['--everybody', 3],
      [`--user ${ios.user.username} --user ${newer.user.emailAddress} --user ${ios.user.uid}`, 2],
      [`--device ${ios.deviceUid},${newer.deviceUid} --device ${android.deviceUid}`, 3],
      ['--os ios', 2],
      ['--version-from 1.10', 2],
      ['--version-to 1.9', 1],
      ['--version-from 1.9 --version-to 1.10 --os iOS', 2],
      ['--seen-from 1d', 2],
      ['--seen-to 1d', 1],
      ['--tag kiosk', 1],
      [`--user ${android.user.uid} --os iOS`, 0],
    ] as const) {
      const preview = await line.json<{ devices: number }>(`push preview --brand ${brand.domain} ${words}`);
      expect([words, preview]).toEqual([words, { devices }]);
    }
    expect((await line.run(`push preview --brand ${brand.domain} --everybody`)).stdout).toBe('3 devices\n');
    expect((await listed()).total).toBe(0);
  });

  it('list, show and deliveries tell what became of it', async () => {
    const [phone, dead] = [await brand.phone(), await brand.phone()];
    google.reply(dead.token, FCM.unregistered);
    const first = await sent(`--user ${phone.user.uid}`);
    const push = await sent('--everybody --yes');
    await gateway.deliver();
    expect((await listed()).pushes.map(({ id }) => id)).toEqual([push.id, first.id]);
    const one = await line.run(`push list --brand ${brand.domain} --limit 1`);
    expect(one.stdout).toMatch(new RegExp(`^ID\\t.*\\n${push.id}\\tdone\\t2\\t.*\\teverybody\\n$`));
    expect(one.stderr).toContain('1 of 2');
    const shown = await line.json(of('show', push));
    expect(shown).toMatchObject({
      ...{ id: push.id, state: 'done', recipients: 2, audience: { everybody: true } },
      deliveries: { accepted: 1, unreached: 1, queued: 0 },
    });
    expect((await line.run(of('show', push))).stdout).toContain('accepted\t1\n');
    const all = await line.json<Deliveries>(of('deliveries', push));
    expect([all.total, all.deliveries.map(({ deviceId }) => deviceId)]).toEqual([2, [phone.deviceUid, dead.deviceUid]]);
    const { deliveries } = await line.json<Deliveries>(of('deliveries', push, '--state unreached'));
    expect(deliveries).toEqual([
      expect.objectContaining({ deviceId: dead.deviceUid, reason: 'registration-token-not-registered' }),
    ]);
    expect((await line.run(of('deliveries', push, '--state lost'))).exit).toBe(2);
    const tables = [await line.run(of('deliveries', push)), await line.run(of('show', push)), one];
    for (const { stdout } of tables) expect(stdout).not.toContain(phone.token);
  });

  it('cancel stops what was not sent, once', async () => {
    const phone = await brand.phone();
    hold();
    const push = await sent('--everybody');
    expect(await line.json(of('cancel', push))).toEqual({ cancelled: push.id });
    const again = await line.run(of('cancel', push));
    expect([again.exit, again.stderr]).toEqual([1, expect.stringContaining('over before')]);
    jest.restoreAllMocks();
    await gateway.deliver();
    expect(google.to(phone.token)).toEqual([]);
    expect(await line.json(of('show', push))).toMatchObject({ state: 'cancelled' });
  });

  it('JFW-PSH-01: test sends to one device at once, without a gateway', async () => {
    const phone = await brand.phone();
    hold();
    const test = (device: string) =>
      line.run(`push test --brand ${brand.domain} --user ${phone.user.username} --device ${device} --json`);
    const ended = await test(phone.deviceUid);
    expect([ended.exit, JSON.parse(ended.stdout)]).toEqual([
      0,
      { messageId: expect.stringMatching(/^projects\/acme-push\/messages\/\d+$/) },
    ]);
    expect(google.to(phone.token)).toEqual([
      expect.objectContaining({ notification: expect.objectContaining({ title: brand.domain }) }),
    ]);
    expect((await test(NOBODY)).exit).toBe(4);
    google.reply(phone.token, FCM.unregistered);
    const dead = await test(phone.deviceUid);
    expect([dead.exit, dead.stderr]).toEqual([1, expect.stringContaining('push token')]);
    expect((await brand.linkOf(phone)).tokenStatus).toBe('invalid');
  });

  it('what is wrong, missing or not there is told before anything is sent, with what to do', async () => {
    const phone = await brand.phone();
    const neighbour = await PushBrand.create(gateway, `q-${count}.example`, null);
    const push = await sent('--everybody');
    const own = `--brand ${brand.domain}`;
    for (const [words, exit, text] of [
      [`push send ${own} --title Hi`, 2, '--everybody'],
      [`push send ${own} --everybody`, 2, 'title, body or data'],
      [`push send ${own} --everybody --title Hi --os iOS`, 2, 'stands alone'],
      [`push send ${own} --everybody --title Hi --data order`, 2, 'name=text'],
      [`push send ${own} --everybody --title Hi --data from=x`, 2, 'reserved'],
      [`push send ${own} --everybody --title Hi --ttl -1`, 2, '--ttl'],
      [`push send ${own} --everybody --title Hi --priority urgent`, 2, 'priority'],
      [`push send ${own} --everybody --title Hi --apns {"payload"`, 2, 'no JSON'],
      [`push send ${own} --everybody --title Hi --apns x`, 2, 'apns must be an object'],
      [`push preview ${own} --version-from nightly`, 2, 'versionFrom'],
      [`push preview ${own} --seen-from yesterday`, 2, '--seen-from'],
      [`push preview ${own} --user nobody.there`, 4, 'brandgate user list'],
      [`push send --brand ${neighbour.domain} --everybody --title Hi`, 1, 'brandgate push-channel set'],
      [`push show ${own} ${NOBODY}`, 4, 'brandgate push list'],
      // SEC-TEN-03: another brand's is as good as none.
      [`push show --brand ${neighbour.domain} ${push.id}`, 4, 'not found'],
      [`push deliveries --brand ${neighbour.domain} ${push.id}`, 4, 'not found'],
      [`push cancel --brand ${neighbour.domain} ${push.id}`, 4, 'not found'],
      [`push preview --brand ${neighbour.domain} --user ${phone.user.uid}`, 4, 'no user'],
    ] as const) {
      const ended = await line.run(words);
      expect([words, ended.exit, ended.stderr]).toEqual([words, exit, expect.stringContaining(text)]);
    }
    expect((await listed()).total).toBe(1);
  });
});
