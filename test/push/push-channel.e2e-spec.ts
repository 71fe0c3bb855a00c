import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { BrandEntity } from '../../src/core/brands/brand.entity';
import { PushChannelEntity } from '../../src/core/push/push-channel.entity';
import type { BrandId } from '../../src/kernel/ids';
import { FirebasePushTransport } from '../../src/outbound/firebase/firebase-push-transport';
import { describeEngine } from '../support/describe-engine';
import { GoogleStandIn } from '../support/google-stand-in';
import { People, type Person, PLENTY } from '../support/people';
import { serviceAccount } from '../support/service-account';
import { TestGateway } from '../support/start-gateway';

const PHONE = { 'X-Device-Code': 'phone', 'X-Device-Token': 'token-of-the-phone' };

describeEngine("a brand's push channel", () => {
  let google: GoogleStandIn;
  let gateway: TestGateway;
  let brandId: BrandId;
  let admin: Person;
  let user: Person;
  let uid: string;

  beforeAll(async () => {
    google = await GoogleStandIn.start();
    gateway = await TestGateway.start({ push: new FirebasePushTransport() });
    await google.serve(gateway);
    brandId = await gateway.addBrand('acme.example', { rateLimits: PLENTY });
    ({ uid } = await gateway.store.findOneByOrFail(BrandEntity, { id: brandId }));
    const people = new People(gateway, brandId, 'acme.example');
    [admin, user] = [await people.one({}, 'Admin'), await people.one(PHONE)];
  });
  afterAll(async () => {
    await gateway.close();
    await google.close();
  });
  beforeEach(() => {
    google.tokenReply = null;
  });

  const change = (body: object) => admin.client.put(`brands/${uid}/setting`, body);
  const shown = async () => {
    const { data } = await admin.client.get<{ firebaseCredential: boolean }>(`brands/${uid}/setting`);
    return data.firebaseCredential;
  };
  const rows = () => gateway.store.findBy(PushChannelEntity, { brandId });
  const push = (client = user.client) => client.with(PHONE).post('devices/current/push-test', {});
  const give = () => change({ firebaseCredential: google.register(serviceAccount()) });
  const drop = () => change({ firebaseCredential: null });

  it('JFW-SET-01, SEC-KEY-04: is tried, kept sealed, and shown as true alone, wherever settings are shown', async () => {
    expect(await shown()).toBe(false);
    const account = google.register(serviceAccount());
    const saved = await change({ firebaseCredential: account, currencyCode: 'EUR' });
    expect([saved.status, saved.data['firebaseCredential'], saved.data['currencyCode']]).toEqual([200, true, 'EUR']);
    expect(google.requests).toContain('oauth2.googleapis.com/token');
    expect(await shown()).toBe(true);
    const brand = await admin.client.get<{ setting: object }>(`brands/${uid}`);
    expect(brand.data.setting).toMatchObject({ firebaseCredential: true });
    const [row, ...more] = await rows();
    expect(more).toEqual([]);
    expect(row).toMatchObject({ projectId: 'acme-push', clientEmail: account.client_email, lastError: null });
    const secret = account.private_key.split('\n')[5] ?? 'no key';
    const events = await gateway.store.findBy(AuditEventEntity, { brandId });
    const event = events.find(({ event: name }) => name === 'push.channel_changed');
    expect(event?.details).toEqual({
      ...{ change: 'saved', projectId: 'acme-push' },
      ...{ clientEmail: account.client_email, privateKeyId: account.private_key_id },
    });
    const told = JSON.stringify([row, events, gateway.log.lines]) + saved.text + brand.text;
    expect(told).not.toContain(secret);
    const versions = await admin.client.get(`brands/${uid}/setting/versions`);
    expect(versions.text).not.toMatch(/firebase|private/i);
  });

  it('JFW-SET-01: what is shown, sent back, changes nothing; the other boolean is refused', async () => {
    await give();
    const before = await rows();
    expect((await change({ firebaseCredential: true })).status).toBe(200);
    for (const wrong of [false, 'x', 5, []]) {
      const { status, errors } = await change({ firebaseCredential: wrong, currencyCode: 'VND' });
      expect([status, errors[0]?.field]).toEqual([400, 'firebaseCredential']);
    }
    expect(await rows()).toEqual(before);
    await drop();
    expect((await change({ firebaseCredential: false })).status).toBe(200);
    expect((await change({ firebaseCredential: true })).status).toBe(400);
    expect(await rows()).toEqual([]);
    expect((await admin.client.get(`brands/${uid}/setting`)).data['currencyCode']).toBe('EUR');
  });

  it('null takes it away; going back to earlier settings does not bring it back', async () => {
    await give();
    expect((await drop()).data['firebaseCredential']).toBe(false);
    expect(await shown()).toBe(false);
    expect((await push()).code).toBe('PushNotConfigured');
    expect((await change({ fromVersion: 0 })).data['firebaseCredential']).toBe(false);
    expect((await drop()).status).toBe(200);
    const changes = await gateway.store.findBy(AuditEventEntity, { brandId, event: 'push.channel_changed' });
    expect(changes.at(-1)?.details).toEqual({ change: 'removed' });
  });

  it('an account that Google refuses changes nothing, nor does any other member of the request', async () => {
    await give();
    const before = await rows();
    const stranger = serviceAccount();
    const refused = await change({ firebaseCredential: stranger, currencyCode: 'USD' });
    expect([refused.status, refused.code]).toEqual([409, 'PushCredentialRefused']);
    const wrongKey = { ...google.register(serviceAccount()), private_key: stranger.private_key };
    expect((await change({ firebaseCredential: wrongKey })).code).toBe('PushCredentialRefused');
    expect(await rows()).toEqual(before);
    expect((await admin.client.get(`brands/${uid}/setting`)).data['currencyCode']).not.toBe('USD');
  });

  it('Google out of reach: 503 with Retry-After, and nothing changes', async () => {
    await give();
    const before = await rows();
    google.tokenReply = 'close';
    const answer = await give();
    expect([answer.status, answer.code]).toEqual([503, 'PushUnavailable']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await rows()).toEqual(before);
  });

  it('rotation: another account has another id, and messages go out under it on every node', async () => {
    const push2 = new FirebasePushTransport();
    const other = await TestGateway.start({ database: gateway.database, push: push2 });
    const [one, two] = [google.register(serviceAccount('project-one')), google.register(serviceAccount('project-two'))];
    const onOther = () => push(other.client('acme.example').with(user.client.headers));
    try {
      await change({ firebaseCredential: one });
      const [first] = await rows();
      expect([(await push()).status, (await onOther()).status]).toEqual([200, 200]);
      await change({ firebaseCredential: two });
      google.revoke(one);
      const [second] = await rows();
      expect([second?.uid === first?.uid, second?.id]).toEqual([false, first?.id]);
      expect([(await push()).status, (await onOther()).status]).toEqual([200, 200]);
      expect(google.messages.map(({ project }) => project).slice(-4)).toEqual([
        ...['project-one', 'project-one', 'project-two', 'project-two'],
      ]);
    } finally {
      await other.close();
    }
  });

  it('JFW-ADM-06: is for who may change the brand', async () => {
    const answer = await user.client.put(`brands/${uid}/setting`, { firebaseCredential: null });
    expect([answer.status, answer.code]).toEqual([403, 'AccessDenied']);
  });
});
