import { FarewellEntity } from '../../../src/core/farewells/farewell.entity';
import { UserDeviceEntity } from '../../../src/core/devices/user-device.entity';
import { OutboxEntity } from '../../../src/core/outbox/outbox.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import { PageVisitor } from '../../support/page-visitor';
import { People, PLENTY, type Person } from '../../support/people';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const PHONE = { 'X-Device-Code': 'phone-of-kim', 'X-Device-Name': 'Pixel <9>', 'X-Os-Device': 'Android' };
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36';

describeEngine('hosted pages: devices and sessions', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    people = new People(gateway, brandId, 'a.example');
  });
  afterAll(() => gateway.close());

  async function visit({ user }: Person): Promise<PageVisitor> {
    const browser = new PageVisitor(gateway.origin, 'a-example', { 'User-Agent': CHROME });
    await browser.signIn(user.username ?? '', PASSWORD);
    return browser;
  }
  const isAlive = async ({ client }: Person) => (await client.get('users/me')).status === 200;

  it('lists where one is signed in and with what, in words and escaped', async () => {
    const browser = await visit(await people.one(PHONE));
    const { text } = await browser.open('account');
    expect(text).toMatch(/Chrome on Windows<\/strong>\s*<span class="here">This session<\/span>/);
    expect(text).toContain('Pixel &lt;9&gt;');
    expect(text).not.toContain('<9>');
    expect(text.match(/End session/g)).toHaveLength(1);
    expect(text).toContain('Android · Last used');
    // Several buttons have one label: each says what it is about.
    const buttons = [...text.matchAll(/aria-describedby="((?:session|device)-[\w-]+)"/g)].map(([, id = '']) => id);
    expect(buttons).toHaveLength(2);
    for (const id of buttons) expect(text).toContain(`id="${id}"`);
  });

  it('JFW-SES-04: ends one session; pressed twice it is no error', async () => {
    const person = await people.one(PHONE);
    const browser = await visit(person);
    const page = await browser.open('account');
    const done = await browser.submit(page, 'account/end-session');
    expect([done.status, done.location]).toEqual([303, '/pages/a-example/account']);
    expect(await isAlive(person)).toBe(false);
    expect((await browser.submit(page, 'account/end-session')).location).toBe('/pages/a-example/account');
    expect((await browser.open('account')).text).not.toContain('End session');
  });

  it('JFW-DEV-19: removes a device with its sessions; pressed twice it is no error', async () => {
    const person = await people.one(PHONE);
    const browser = await visit(person);
    const page = await browser.open('account');
    expect((await browser.submit(page, 'account/remove-device')).location).toBe('/pages/a-example/account');
    const links = await gateway.store.findBy(UserDeviceEntity, { brandId, userId: person.user.id });
    expect(links.map(({ deletedAt }) => deletedAt === null)).toEqual([false]);
    expect(await isAlive(person)).toBe(false);
    expect((await browser.submit(page, 'account/remove-device')).location).toBe('/pages/a-example/account');
    expect((await browser.open('account')).text).toContain('No device is registered.');
  });

  it('tells what became of the farewell to a removed device', async () => {
    const person = await people.one({ ...PHONE, 'X-Device-Code': 'lost', 'X-Device-Token': 'token-of-the-lost' });
    const browser = await visit(person);
    expect((await browser.open('account')).text).not.toContain('Devices that were signed out');
    await browser.submit(await browser.open('account'), 'account/remove-device');
    // No worker has a say in it.
    await gateway.store.update(OutboxEntity, { brandId, kind: 'push' }, { state: 'done' });
    expect(await gateway.store.countBy(FarewellEntity, { brandId })).toBe(1);
    for (const [state, words] of [
      ['queued', 'is being told'],
      ['delivered', 'has not confirmed it yet'],
      ['confirmed', 'and confirmed that on'],
      ['unreached', 'could not be told'],
    ] as const) {
      await gateway.store.update(FarewellEntity, { brandId }, { state });
      const { text } = await browser.open('account');
      expect(text).toMatch(new RegExp(`Devices that were signed out[^]*Pixel &lt;9&gt;[^]*${words}`));
    }
  });

  it('ids of others, of nobody and none at all change nothing and tell nothing', async () => {
    const other = await people.one({ ...PHONE, 'X-Device-Code': 'phone-of-somebody' });
    const theirs = await visit(other);
    const seen = (await theirs.open('account')).forms.map(({ hidden }) => hidden);
    const browser = await visit(await people.one());
    const page = await browser.open('account');
    const { form_token: token = '' } = page.forms[0]?.hidden ?? {};
    const wanted = [...seen.map(({ session = '' }) => session), ...seen.map(({ device = '' }) => device), 'x', ''];
    for (const id of wanted) {
      for (const [place, name] of [
        ['account/end-session', 'session'],
        ['account/remove-device', 'device'],
      ] as const) {
        const answer = await browser.post(place, { form_token: token, [name]: id });
        expect([answer.status, answer.location]).toEqual([303, '/pages/a-example/account']);
      }
    }
    expect(await isAlive(other)).toBe(true);
    expect((await theirs.open('account')).text).toContain('Pixel &lt;9&gt;');
  });

  it('JFW-SES-01: signs out here, and only here', async () => {
    const person = await people.one();
    const browser = await visit(person);
    const page = await browser.open('account');
    const out = await browser.submit(page, 'account/sign-out');
    expect([out.status, out.location]).toEqual([303, '/pages/a-example/done/signed-out']);
    expect((await browser.follow(out)).text).toContain('You are signed out');
    expect(browser.cookies.has('bg_pages')).toBe(false);
    expect(await isAlive(person)).toBe(true);
    expect((await browser.submit(page, 'account/sign-out')).location).toBe('/pages/a-example/sign-in');
  });

  it('JFW-SES-01: signs out everywhere', async () => {
    const person = await people.one(PHONE);
    const browser = await visit(person);
    const out = await browser.submit(await browser.open('account'), 'account/sign-out-everywhere');
    expect(out.location).toBe('/pages/a-example/done/signed-out-everywhere');
    expect(await isAlive(person)).toBe(false);
    expect((await browser.open('account')).location).toBe('/pages/a-example/sign-in');
  });

  it('a session ends with its Auth Key, for nobody keeps its refresh key: it is in no list after that', async () => {
    const brand = await gateway.addBrand('brief.example', { rateLimits: PLENTY, authKeyLifetime: 60 });
    await gateway.addUser(brand, { username: 'kim.lee', password: PASSWORD });
    const browser = new PageVisitor(gateway.origin, 'brief-example');
    await browser.signIn('kim.lee', PASSWORD);
    const page = await browser.open('account');
    gateway.clock.advance(61_000);
    expect((await browser.submit(page, 'account/sign-out')).location).toBe('/pages/brief-example/sign-in');
    await browser.signIn('kim.lee', PASSWORD);
    expect((await browser.open('account')).text).not.toContain('End session');
  });
});
