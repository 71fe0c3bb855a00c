import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { BrandEntity } from '../../src/core/brands/brand.entity';
import { MailChannelEntity } from '../../src/core/mail/mail-channel.entity';
import { MailChannels } from '../../src/core/mail/mail-channels';
import { BrandDirectory } from '../../src/core/brands/brand-directory';
import { describeEngine } from '../support/describe-engine';
import { People, type Person, PLENTY } from '../support/people';
import { TestGateway } from '../support/start-gateway';

const URL = 'smtp://post:canary-of-the-mail@mail.example.com:2525';
const FROM = { fromAddress: 'no-reply@acme.example', fromName: 'Acme\r\nBcc: x' };

describeEngine("a brand's mail server", () => {
  let gateway: TestGateway;
  let admin: Person;
  let user: Person;
  let uid: string;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    const brandId = await gateway.addBrand('acme.example', { rateLimits: PLENTY });
    ({ uid } = await gateway.store.findOneByOrFail(BrandEntity, { id: brandId }));
    const people = new People(gateway, brandId, 'acme.example');
    [admin, user] = [await people.one({}, 'Admin'), await people.one()];
  });
  afterAll(() => gateway.close());
  beforeEach(() => {
    gateway.mail.outcome = { kind: 'sent' };
    gateway.mail.servers.length = 0;
  });

  const path = (end = '') => `brands/${uid}/mail-channel${end}`;
  const channelOf = async () => {
    const brand = await gateway.gateway.app.get(BrandDirectory).findByUid(uid);
    return brand && gateway.gateway.app.get(MailChannels).find(brand);
  };

  it('SEC-KEY-04: is tried, kept sealed, used from then on, and shown without its credentials', async () => {
    expect((await admin.client.get(path())).data).toBeNull();
    const saved = await admin.client.put(path(), { url: URL, ...FROM });
    expect([saved.status, saved.data]).toEqual([
      200,
      expect.objectContaining({
        ...{ host: 'mail.example.com', port: 2525, isSecure: false, hasCredentials: true },
        ...{ fromAddress: 'no-reply@acme.example', fromName: 'AcmeBcc: x' },
      }),
    ]);
    expect(gateway.mail.servers).toEqual([{ url: URL, isTrusted: false, allowList: [] }]);
    expect(await channelOf()).toMatchObject({ url: URL, isTrusted: false });
    const shown = await admin.client.get(path());
    expect(shown.data).toEqual(saved.data);
    expect(saved.text + shown.text).not.toMatch(/canary|post:/);
    const row = await gateway.store.findOneByOrFail(MailChannelEntity, { host: 'mail.example.com:2525' });
    expect(JSON.stringify(row)).not.toContain('canary');
    const [event] = await gateway.store.findBy(AuditEventEntity, { event: 'mail.channel_changed' });
    expect(event?.details).toMatchObject({ change: 'saved', host: 'mail.example.com:2525' });
    expect(JSON.stringify([event, gateway.log.lines])).not.toContain('canary');
  });

  it('SEC-EGR-02: one that does not work changes nothing, and the brand is told no address, port or time', async () => {
    const before = await channelOf();
    gateway.mail.outcome = { kind: 'unavailable', error: 'connect ECONNREFUSED 10.1.2.3:25' };
    const refused = await admin.client.put(path(), { url: 'smtp://10.1.2.3:25', fromAddress: 'a@acme.example' });
    expect([refused.status, refused.code]).toEqual([409, 'MailChannelFailed']);
    expect(refused.text).not.toMatch(/10\.1\.2\.3|ECONN|:25|\bms\b/);
    expect(await channelOf()).toEqual(before);
  });

  it.each([
    [{ url: 'https://mail.example.com' }, 'url'],
    [{ url: 'smtp://mail.example.com/?tls.rejectUnauthorized=false' }, 'url'],
    [{ url: 'smtp://user@mail.example.com' }, 'url'],
    [{ url: 'smtp://' }, 'url'],
    [{ url: 'smtp://mail.example.com', fromAddress: 'nobody' }, 'fromAddress'],
  ])('%j is refused, naming %s and nothing of it', async (body, field) => {
    const { status, errors, text } = await admin.client.put(path(), { fromAddress: 'a@acme.example', ...body });
    expect([status, errors[0]?.field]).toEqual([400, field]);
    expect(text).not.toContain('mail.example.com');
    expect(gateway.mail.servers).toEqual([]);
  });

  it('sends a test to nobody but who asks for it', async () => {
    const { data } = await admin.client.get<{ emailAddress: string }>('users/me');
    const foreign = await admin.client.post(path('/test'), { to: 'victim@example.com' });
    expect([foreign.status, foreign.errors[0]?.field]).toEqual([400, 'to']);
    const sent = await admin.client.post(path('/test'), data.emailAddress ? { to: data.emailAddress } : {});
    if (data.emailAddress) {
      expect(sent.status).toBe(200);
      await gateway.deliver();
      expect(gateway.mail.lastTo(data.emailAddress).from).toEqual({ name: 'AcmeBcc: x', address: FROM.fromAddress });
    } else expect(sent.status).toBe(400);
  });

  it('JFW-ADM-06: is for who may change the brand', async () => {
    for (const answer of [
      await user.client.get(path()),
      await user.client.put(path(), { url: URL, ...FROM }),
      await user.client.delete(path()),
      await user.client.post(path('/test'), {}),
    ]) {
      expect([answer.status, answer.code]).toEqual([403, 'AccessDenied']);
    }
  });

  it('is taken away again: once', async () => {
    expect((await admin.client.delete(path())).data).toBe(true);
    expect(await channelOf()).toMatchObject({ isTrusted: true });
    expect((await admin.client.delete(path())).code).toBe('ChannelNotConfigured');
  });
});

describeEngine("a brand's mail templates", () => {
  let gateway: TestGateway;
  let admin: Person;
  let uid: string;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    const brandId = await gateway.addBrand('words.example', { rateLimits: PLENTY });
    ({ uid } = await gateway.store.findOneByOrFail(BrandEntity, { id: brandId }));
    admin = await new People(gateway, brandId, 'words.example').one({}, 'Admin');
  });
  afterAll(() => gateway.close());

  const path = (end = '') => `brands/${uid}/mail-templates${end}`;
  const OWN = { subject: 'Hi {{recipientName}}', plain: 'Go: {{link}}', html: '<a href="{{link}}">Go</a>' };

  it('are the shipped ones until the brand writes its own, and again afterwards', async () => {
    const list = await admin.client.get<{ topic: string; locale: string; isOwn: boolean }[]>(path());
    expect(list.data).toHaveLength(30);
    expect(list.data.some(({ isOwn }) => isOwn)).toBe(false);
    const shipped = await admin.client.get(path('/reset-link/vi'));
    expect(shipped.data).toMatchObject({ isOwn: false, subject: 'Đặt mật khẩu mới cho {{brandName}}' });
    const saved = await admin.client.put(path('/reset-link/vi'), OWN);
    expect(saved.data).toMatchObject({ ...OWN, isOwn: true, locale: 'vi' });
    expect((await admin.client.put(path('/reset-link/vi'), OWN)).status).toBe(200);
    expect((await admin.client.get(path('/reset-link/vi'))).data).toEqual(
      (await admin.client.get(path('/reset-link/VI'))).data,
    );
    expect((await admin.client.delete(path('/reset-link/vi'))).data).toBe(true);
    expect((await admin.client.delete(path('/reset-link/vi'))).code).toBe('MailTemplateNotFound');
    expect((await admin.client.get(path('/reset-link/vi'))).data).toEqual(shipped.data);
    const events = await gateway.store.findBy(AuditEventEntity, { event: 'mail.template_changed' });
    expect(events.map(({ details }) => details)).toEqual(
      ['saved', 'saved', 'reset'].map((change) => ({ change, topic: 'reset-link', locale: 'vi' })),
    );
  });

  it.each([
    ['a line break in the subject', { subject: 'a\r\nBcc: b' }, 'subject'],
    ['a long subject', { subject: 'x'.repeat(301) }, 'subject'],
    ['a placeholder of no topic', { subject: '{{password}}' }, 'subject'],
    ['what begins like a placeholder', { plain: '{{link}} {{minutes }}' }, 'plain'],
    ['a plain text without the link', { plain: 'no way on' }, 'plain'],
    ['HTML without the link', { html: '<p>no way on</p>' }, 'html'],
    ['a script', { html: '{{link}}<script>1</script>' }, 'html'],
    ['an attribute without quotes', { html: '<a href={{link}}>x</a>' }, 'html'],
    ['a value as an address', { html: '{{link}}<a href="{{recipientName}}">x</a>' }, 'html'],
    ['too much', { html: `{{link}}${'x'.repeat(60_000)}` }, 'html'],
  ] as const)('SEC-IN-17: %s is refused', async (_what, change, field) => {
    const { status, errors } = await admin.client.put(path('/reset-link/en'), { ...OWN, ...change });
    expect([status, errors[0]?.field]).toEqual([400, field]);
  });

  it.each(['/no-such-topic/en', '/reset-link/x', '/reset-link/fr', '/toString/en'])('%s is not there', async (end) => {
    expect((await admin.client.get(path(end))).code).toBe('MailTemplateNotFound');
  });

  it('shows what is kept or given with example values, and sends nothing', async () => {
    const given = await admin.client.post(path('/reset-link/fr/preview'), OWN);
    expect(given.data).toMatchObject({ subject: 'Hi Jane Doe', locale: 'fr' });
    const kept = await admin.client.post<{ plain: string; html: string }>(path('/invitation/en/preview'), {});
    expect(kept.data.plain).toContain('words.example');
    expect(kept.data.html).toContain('<html lang="en">');
    expect(kept.text).not.toContain('{{');
    expect((await admin.client.post(path('/reset-link/en/preview'), { html: 'x' })).status).toBe(400);
    expect(gateway.mail.sent).toEqual([]);
  });
});
