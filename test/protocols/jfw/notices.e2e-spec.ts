import { DeviceEntity } from '../../../src/core/devices/device.entity';
import { MailRenderer } from '../../../src/core/mail/mail-renderer';
import type { QueuedMail } from '../../../src/core/mail/mailer';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import { People, PLENTY } from '../../support/people';
import { TestGateway } from '../../support/start-gateway';

const PHONE = { 'X-Device-Code': 'phone', 'X-Device-Name': 'Phone', 'X-Os-Device': 'iOS' };
const LAPTOP = { 'X-Device-Code': 'laptop', 'X-Device-Name': 'Laptop', 'X-Os-Device': 'Windows' };
const MINUTE_MS = 60_000;

describeEngine('notices of what happens to an account (SEC-SES-05, JFW-USR-06)', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;
  let render: jest.SpyInstance;

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

  /** What was rendered for an address: topic, values and the language asked for. */
  const noticesTo = async (address: string | null) => {
    await gateway.deliver();
    const calls = render.mock.calls as unknown as [unknown, string, QueuedMail][];
    return calls
      .filter(([, , mail]) => mail.recipient.address === address)
      .map(([, topic, { values, recipient }]) => ({ topic, values, locale: recipient.locale }));
  };

  it('a new device is told once, not the first sign-in, not a known device, not a sign-in without device', async () => {
    const ada = await people.one(PHONE);
    await gateway.setUser(ada.user, { languageCode: 'vi' });
    await ada.signIn(PHONE);
    await ada.signIn();
    expect(await noticesTo(ada.user.emailAddress)).toEqual([]);
    await ada.signIn(LAPTOP);
    await ada.signIn(LAPTOP);
    const notices = await noticesTo(ada.user.emailAddress);
    const values = { device: 'Laptop', os: 'Windows', address: '127.0.0.1' };
    expect(notices).toEqual([{ topic: 'new-device', values: expect.objectContaining(values), locale: 'vi' }]);
  });

  it('SEC-RST-08: names are claims: cut to a hundred characters, and shown as they are', async () => {
    const ada = await people.one(PHONE);
    const name = `<b>${'x'.repeat(150)}`;
    await ada.signIn({ 'X-Device-Code': 'marked-up', 'X-Device-Name': name });
    const [notice] = await noticesTo(ada.user.emailAddress);
    expect(notice?.values['device']).toBe(name.slice(0, 100));
    expect(gateway.mail.lastTo(ada.user.emailAddress ?? '').html).not.toContain('<b>x');
  });

  it('a device that the account was rid of and that comes back is told', async () => {
    const ada = await people.one(PHONE);
    const { client } = await ada.signIn(LAPTOP);
    const device = await gateway.store.findOneByOrFail(DeviceEntity, { brandId, code: PHONE['X-Device-Code'] });
    expect((await client.delete(`users/${ada.user.uid}/devices/${device.uid}`)).status).toBe(200);
    await ada.signIn(PHONE);
    const told = (await noticesTo(ada.user.emailAddress)).map(({ topic, values }) => [topic, values['device']]);
    // They are sent side by side.
    expect(told.sort()).toEqual([
      ['new-device', 'Laptop'],
      ['new-device', 'Phone'],
    ]);
  });

  it('without address, or securityNotices off, nothing is told of a device', async () => {
    const ada = await people.one(PHONE);
    await gateway.setUser(ada.user, { emailAddress: null });
    await ada.signIn(LAPTOP);
    await gateway.setUser(ada.user, { emailAddress: ada.user.emailAddress });
    await gateway.updateBrand(brandId, {
      settings: { rateLimits: PLENTY, securityNotices: false },
    });
    await ada.signIn({ 'X-Device-Code': 'tablet' });
    await gateway.updateBrand(brandId, { settings: { rateLimits: PLENTY } });
    expect(await noticesTo(ada.user.emailAddress)).toEqual([]);
  });

  it('SEC-SES-05, JFW-REF-08: a stolen session is told once, however many present the key', async () => {
    const ada = await people.one();
    const first = ada.data.refreshAuthKey;
    const client = gateway.client('a.example');
    const second = (await client.refresh(first)).data.refreshAuthKey;
    await client.refresh(second);
    gateway.clock.advance(10 * MINUTE_MS);
    const codes = await Promise.all(Array.from({ length: 5 }, async () => (await client.refresh(first)).code));
    expect(codes).toContain('RefreshAuthKeyReused');
    expect((await noticesTo(ada.user.emailAddress)).map(({ topic }) => topic)).toEqual(['session-theft']);
  });

  it('JFW-USR-06: lock and suspend are told whatever securityNotices says, the way back is not; a mail failure fails nothing', async () => {
    const [admin, ada] = [await people.one({}, 'Admin'), await people.one()];
    await gateway.setUser(ada.user, { languageCode: 'vi' });
    await gateway.updateBrand(brandId, {
      settings: { rateLimits: PLENTY, securityNotices: false },
    });
    gateway.mail.outcome = { kind: 'refused', error: 'no such mailbox' };
    for (const action of ['lock', 'unlock', 'suspend', 'unsuspend', 'deactivate', 'activate']) {
      expect((await admin.client.post(`users/${ada.user.uid}/${action}`)).status).toBe(200);
    }
    const notices = await noticesTo(ada.user.emailAddress);
    gateway.mail.outcome = { kind: 'sent' };
    await gateway.updateBrand(brandId, { settings: { rateLimits: PLENTY } });
    expect(notices.map(({ topic, locale }) => [topic, locale]).sort()).toEqual([
      ['account-locked', 'vi'],
      ['account-suspended', 'vi'],
    ]);
  });

  it('JFW-USR-06: of ten locks at once one is done, and told', async () => {
    const [admin, ada] = [await people.one({}, 'Admin'), await people.one()];
    await Promise.all(Array.from({ length: 10 }, () => admin.client.post(`users/${ada.user.uid}/lock`)));
    expect((await noticesTo(ada.user.emailAddress)).map(({ topic }) => topic)).toEqual(['account-locked']);
  });
});
