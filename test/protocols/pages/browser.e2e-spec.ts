import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { BrandId } from '../../../src/kernel/ids';
import { Chromium, describeChromium } from '../../support/chromium';
import { TestGateway } from '../../support/start-gateway';

/** Plain JavaScript, for the browser. */
interface InPage {
  readonly usability: () => Readonly<Record<string, unknown>> & { readonly language: string };
  readonly focused: () => string;
  readonly contentWidth: () => number;
  readonly leastContrast: () => number;
}

const IN_PAGE = jest.requireActual<InPage>('../../support/in-page.cjs');
const FOLDER = join(__dirname, '../../../docs/pages');
const PASSWORD = 'tidal lantern quarry';
const NEXT_PASSWORD = 'seven patient herons';
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" width="190" height="40" viewBox="0 0 190 40"><circle cx="20" cy="20" r="18" fill="#0f766e"/>' +
  '<path d="M20 8c6 6 6 18 0 24c-6-6-6-18 0-24" fill="#fff"/><text x="48" y="27" font-family="sans-serif" font-size="21" font-weight="700" fill="#134e4a">Lotus Bank</text></svg>';
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const DESKTOP = { width: 800, height: 620 };
const PHONE = { width: 360, height: 700 };

jest.setTimeout(120_000);

describeChromium('hosted pages in a browser without JavaScript', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let chromium: Chromium;
  let complaints: string[];
  let count = 0;

  beforeAll(async () => {
    chromium = await Chromium.start();
    gateway = await TestGateway.start();
    const lots = { limit: 10_000, seconds: 60 };
    const rateLimits = { login: lots, general: lots, recovery: lots, register: lots };
    brandId = await gateway.addBrand('lotus', { rateLimits, supportAddress: 'help@lotus.example' });
    const profile = {
      logoURL: 'https://cdn.lotus.example/logo.svg',
      primaryColor: '#0f766e',
      slogan: 'Banking that grows',
    };
    await gateway.updateBrand(brandId, { name: 'Lotus Bank', profile });
    const plain = await gateway.addBrand('sunny', { rateLimits });
    await gateway.updateBrand(plain, { name: 'Sunny Shop', profile: { primaryColor: '#facc15' } });
  });
  afterAll(async () => {
    await chromium.close();
    await gateway.close();
  });
  beforeEach(() => {
    complaints = [];
  });
  afterEach(() => chromium.forget());

  /** A page whose complaints are kept; what is not the gateway's comes from the test. */
  async function start(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await chromium.visitor({
      javaScriptEnabled: false,
      viewport: DESKTOP,
      locale: 'en-GB',
      ...options,
    });
    await context.route(/^https:/, (route) => {
      if (route.request().url() !== 'https://cdn.lotus.example/logo.svg') complaints.push(route.request().url());
      return route.fulfill({ contentType: 'image/svg+xml', body: LOGO });
    });
    return watched(context);
  }

  async function watched(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    page.on('console', (message) => {
      // A refusal is shown by its page; hints for developers are no complaints.
      const isComplaint = message.type() === 'error' || message.type() === 'warning';
      if (isComplaint && !/Failed to load resource: the server responded with a status of 4/.test(message.text())) {
        complaints.push(message.text());
      }
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    return page;
  }

  const open = (page: Page, place: string) => page.goto(`${gateway.origin}/pages/${place}`);

  async function person(): Promise<string> {
    const username = `visitor.${(count += 1)}`;
    const emailAddress = `${username}@lotus.example`;
    await gateway.addUser(brandId, { username, emailAddress, password: PASSWORD });
    return username;
  }

  async function signIn(page: Page, username: string, password = PASSWORD): Promise<void> {
    await open(page, 'lotus/sign-in');
    await page.getByLabel('User name').fill(username);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/account');
  }

  /** Writes the picture of docs/pages.md when the run is asked to. */
  async function picture(page: Page, name: string): Promise<void> {
    if (process.env['PAGES_PICTURES'] !== 'write') return;
    mkdirSync(FOLDER, { recursive: true });
    await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: true });
  }

  /** What somebody who cannot see or cannot use a mouse needs of every page. */
  async function requireUsable(page: Page): Promise<void> {
    const { language, ...found } = await page.evaluate(IN_PAGE.usability);
    expect(found).toEqual({
      ...{ titles: 1, landmarks: [1, 1, 1], unlabelled: 0, unnamed: 0, picturesWithoutText: 0 },
      ...{ idsTwice: 0, loosePointers: 0, tooSmall: 0 },
    });
    expect(await page.evaluate(IN_PAGE.leastContrast)).toBeGreaterThanOrEqual(4.5);
    expect(['en', 'vi']).toContain(language);
  }

  /** Names of what the keyboard comes to, in turn. */
  async function focusOrder(page: Page): Promise<string[]> {
    const names: string[] = [];
    for (let i = 0; i < 30; i += 1) {
      await page.keyboard.press('Tab');
      const name = await page.evaluate(IN_PAGE.focused);
      if (name === '' || name === names[0]) break;
      names.push(name);
    }
    return names;
  }

  const submit = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

  async function mailedTo(address: string): Promise<string> {
    await gateway.deliver();
    const { pathname, search } = gateway.mail.linkTo(address);
    return `${gateway.origin}${pathname}${search}`;
  }

  it('a forgotten password, a new one, the account, the way out', async () => {
    const page = await start();
    const username = await person();
    await open(page, 'lotus/sign-in');
    await requireUsable(page);
    await picture(page, 'sign-in');
    expect(await focusOrder(page)).toEqual([
      ...['username', 'password', 'Sign in', 'Forgot your password?', 'Create an account'],
      ...['help@lotus.example', 'Tiếng Việt'],
    ]);
    await page.getByLabel('User name').fill(username);
    await page.getByLabel('Password').fill('not this one');
    await submit(page, 'Sign in');
    await requireUsable(page);
    await picture(page, 'sign-in-wrong');
    expect(await page.evaluate(IN_PAGE.focused)).toBe('summary');
    expect(await page.getByLabel('User name').inputValue()).toBe(username);
    await page.getByRole('link', { name: 'The name or the password is not right.' }).click();
    expect(await page.evaluate(IN_PAGE.focused)).toBe('password');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await requireUsable(page);
    await page.getByLabel('E-mail address').fill(`${username}@lotus.example`);
    await submit(page, 'Send the link');
    await page.waitForURL('**/done/reset-link-sent');
    await requireUsable(page);
    await page.reload();
    await page.goto(await mailedTo(`${username}@lotus.example`));
    await requireUsable(page);
    await page.getByLabel('New password', { exact: true }).fill(NEXT_PASSWORD);
    await page.getByLabel('New password again').fill(NEXT_PASSWORD);
    await submit(page, 'Save the password');
    await page.waitForURL('**/done/password-changed');
    await page.getByRole('link', { name: 'Go to sign-in' }).click();
    await signIn(page, username, NEXT_PASSWORD);
    await requireUsable(page);
    await submit(page, 'Sign out');
    await page.waitForURL('**/done/signed-out');
    await page.goBack();
    expect(page.url()).toContain('/sign-in');
    expect(complaints).toEqual([]);
  });

  it('devices and sessions: one ended, one removed, all of them ended', async () => {
    const page = await start({ userAgent: BROWSER });
    const username = await person();
    for (const [code, name, system] of [
      ['phone-1', 'Pixel 9', 'Android'],
      ['tablet-2', 'iPad of Kim', 'iOS'],
    ]) {
      const headers = { 'X-Device-Code': `${code}-${username}`, 'X-Device-Name': name!, 'X-Os-Device': system! };
      await gateway.client('lotus').signIn(username, PASSWORD, headers);
    }
    await signIn(page, username);
    await requireUsable(page);
    expect(await page.getByRole('button', { name: 'End session' }).count()).toBe(2);
    await page.getByRole('button', { name: 'End session' }).first().click();
    await page.waitForURL('**/account');
    expect(await page.getByRole('button', { name: 'End session' }).count()).toBe(1);
    await page.setViewportSize({ width: 760, height: 620 });
    await page.getByRole('button', { name: 'Remove device' }).first().click();
    await page.waitForURL('**/account');
    expect(await page.getByRole('button', { name: 'Remove device' }).count()).toBe(1);
    await picture(page, 'account');
    await submit(page, 'Sign out everywhere');
    await page.waitForURL('**/done/signed-out-everywhere');
    await open(page, 'lotus/account');
    expect(page.url()).toContain('/sign-in');
    expect(complaints).toEqual([]);
  });

  it('a registration in Vietnamese, from the form to the account', async () => {
    const page = await start({ locale: 'vi-VN', viewport: PHONE, colorScheme: 'dark' });
    await open(page, 'lotus/register');
    await requireUsable(page);
    await picture(page, 'register-phone-dark-vi');
    await page.getByLabel('Địa chỉ email').fill('nguyen.an@lotus.example');
    await page.getByLabel('Tên (không bắt buộc)').fill('An');
    await submit(page, 'Gửi liên kết');
    await page.waitForURL('**/done/registration-sent');
    await requireUsable(page);
    await page.goto(await mailedTo('nguyen.an@lotus.example'));
    await requireUsable(page);
    await submit(page, 'English');
    await requireUsable(page);
    expect([page.url().includes('token'), await page.title()]).toEqual([false, 'Set up your account – Lotus Bank']);
    await page.getByLabel('New password', { exact: true }).fill('short');
    await page.getByLabel('New password again').fill('short');
    await submit(page, 'Finish');
    await requireUsable(page);
    expect(await page.getByText('The password is too short.').count()).toBe(2);
    await page.getByLabel('New password', { exact: true }).fill(NEXT_PASSWORD);
    await page.getByLabel('New password again').fill(NEXT_PASSWORD);
    await submit(page, 'Finish');
    await page.waitForURL('**/done/account-ready?lang=en');
    expect(complaints).toEqual([]);
  });

  it('an address is confirmed by a press of the button', async () => {
    const page = await start({ colorScheme: 'dark' });
    const user = await gateway.addUser(brandId, {
      username: 'unconfirmed',
      emailAddress: 'un@lotus.example',
      password: PASSWORD,
    });
    await gateway.client('lotus').post(`users/${user.uid}/email-address/verify/send`);
    await page.goto(await mailedTo('un@lotus.example'));
    await requireUsable(page);
    await submit(page, 'Confirm the address');
    await page.waitForURL('**/done/email-verified');
    await requireUsable(page);
    await open(page, 'lotus/nowhere');
    await requireUsable(page);
    expect(complaints).toEqual([]);
  });

  it('WCAG 1.4.10: on 320 CSS pixels, which a wide screen has at 400 %, nothing is cut off', async () => {
    const page = await start({ viewport: { width: 320, height: 568 } });
    for (const place of ['sign-in', 'register', 'reset-password?token=x', 'done/reset-link-sent', 'nowhere']) {
      for (const language of ['en', 'vi']) {
        await open(page, `sunny/${place}${place.includes('?') ? '&' : '?'}lang=${language}`);
        const width = await page.evaluate(IN_PAGE.contentWidth);
        expect([place, language, width]).toEqual([place, language, 320]);
      }
    }
    expect(complaints).toEqual([]);
  });

  it('a phone by night, a shop in yellow', async () => {
    const dark = await start({ colorScheme: 'dark', viewport: PHONE, userAgent: BROWSER });
    const username = await person();
    await signIn(dark, username);
    await requireUsable(dark);
    await picture(dark, 'account-phone-dark');
    await chromium.forget();
    const light = await start({ viewport: PHONE });
    await open(light, 'sunny/forgot-password?lang=vi');
    await requireUsable(light);
    await picture(light, 'forgot-phone-vi');
    await open(light, 'sunny/nowhere');
    await picture(light, 'not-found-phone');
    expect(complaints).toEqual([]);
  });
});
