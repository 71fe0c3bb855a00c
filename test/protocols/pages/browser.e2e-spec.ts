import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { BrandId } from '../../../src/kernel/ids';
import { Chromium, describeChromium } from '../../support/chromium';
import { TestGateway } from '../../support/start-gateway';

const FOLDER = join(__dirname, '../../../docs/pages');
const PASSWORD = 'tidal lantern quarry';
const NEXT_PASSWORD = 'seven patient herons';
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" width="176" height="40" viewBox="0 0 176 40"><circle cx="20" cy="20" r="18" fill="#0f766e"/>' +
  '<path d="M20 8c6 6 6 18 0 24c-6-6-6-18 0-24" fill="#fff"/><text x="48" y="27" font-family="sans-serif" font-size="21" font-weight="700" fill="#134e4a">Lotus Bank</text></svg>';
const DESKTOP = { width: 1_000, height: 720 };
const PHONE = { width: 360, height: 700 };

jest.setTimeout(120_000);

describeChromium('hosted pages in a browser without JavaScript', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let chromium: Chromium;
  let complaints: string[];
  let count = 0;

  beforeAll(async () => {
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
  afterAll(() => gateway.close());
  beforeEach(() => {
    chromium = new Chromium();
    complaints = [];
  });
  afterEach(() => chromium.close());

  /** A page whose complaints are kept; what is not the gateway's comes from the test. */
  async function start(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await chromium.start({ javaScriptEnabled: false, viewport: DESKTOP, locale: 'en-GB', ...options });
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

  async function signIn(page: Page, username: string): Promise<void> {
    await open(page, 'lotus/sign-in');
    await page.getByLabel('User name').fill(username);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/account');
  }

  /** Writes the picture of docs/pages.md when the run is asked to. */
  async function picture(page: Page, name: string): Promise<void> {
    if (process.env['PAGES_PICTURES'] !== 'write') return;
    mkdirSync(FOLDER, { recursive: true });
    await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: true });
  }

  it('pictures', async () => {
    const page = await start();
    await open(page, 'lotus/sign-in');
    await picture(page, 'sign-in');
    const username = await person();
    await page.getByLabel('User name').fill(username);
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await picture(page, 'sign-in-wrong');
    const headers = { 'X-Device-Code': 'phone-of-jane-1', 'X-Device-Name': 'Pixel 9', 'X-OS-Device': 'Android' };
    await gateway.client('lotus').signIn(username, PASSWORD, headers);
    await signIn(page, username);
    await picture(page, 'account');
    await chromium.close();
    const dark = await start({ colorScheme: 'dark', viewport: PHONE });
    await signIn(dark, username);
    await picture(dark, 'account-phone-dark');
    await open(dark, 'lotus/register?lang=vi');
    await picture(dark, 'register-phone-dark-vi');
    await open(dark, 'sunny/sign-in');
    await picture(dark, 'sunny-phone-dark');
    await open(dark, 'lotus/reset-password?token=abc');
    await picture(dark, 'reset-phone-dark');
    await chromium.close();
    const light = await start({ viewport: PHONE });
    await open(light, 'sunny/forgot-password?lang=vi');
    await picture(light, 'forgot-phone-vi');
    await open(light, 'sunny/nowhere');
    await picture(light, 'not-found');
    await open(light, 'sunny/done/reset-link-sent');
    await picture(light, 'sent');
    expect(complaints).toEqual([]);
  });
});
