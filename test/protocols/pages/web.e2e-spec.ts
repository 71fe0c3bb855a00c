import { hash } from 'node:crypto';
import type { BrandProfile } from '../../../src/core/brands/brand.entity';
import { SignInFlow } from '../../../src/flows/sign-in/sign-in.flow';
import { describeEngine } from '../../support/describe-engine';
import { PageVisitor, type SeenPage } from '../../support/page-visitor';
import { sendRaw } from '../../support/raw-http';
import { refusalById, refusedBy } from '../../support/refusals';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const LOTS = { limit: 10_000, seconds: 60 };
const LIMITS = { login: LOTS, loginIdentifier: LOTS, general: LOTS, recovery: LOTS, register: LOTS };
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

describeEngine('hosted pages: what browsers get and may send', () => {
  let gateway: TestGateway;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    const id = await gateway.addBrand('a.example', { rateLimits: LIMITS, supportAddress: 'help+us@a.example' });
    await gateway.addUser(id, { username: 'somebody', password: PASSWORD });
  });
  afterAll(() => gateway.close());

  const visitor = (code = 'a-example', headers = {}) => new PageVisitor(gateway.origin, code, headers);

  async function brand(name: string, profile: BrandProfile, settings = {}): Promise<PageVisitor> {
    const code = `look-${(count += 1)}`;
    const id = await gateway.addBrand(code, { rateLimits: LIMITS, ...settings });
    await gateway.updateBrand(id, { name, profile });
    return visitor(code);
  }

  const policyOf = ({ headers }: SeenPage) => headers.get('content-security-policy') ?? '';
  const stylesIn = ({ text }: SeenPage) =>
    [...text.matchAll(/<style>([^]*?)<\/style>/g)].map(([, style = '']) => style);

  describe('policy and headers', () => {
    it.each([
      'sign-in',
      'forgot-password',
      'register',
      'reset-password?token=x',
      'done/signed-out',
      'nowhere',
      'done/x',
    ])(
      'SEC-WEB-04: %s may be shown and no more; each style is allowed by its hash, and nothing stands in attributes',
      async (place) => {
        const page = await visitor().open(place);
        const sources = stylesIn(page).map((style) => `'sha256-${hash('sha256', style, 'base64')}'`);
        expect(sources).toHaveLength(2);
        expect(policyOf(page)).toBe(
          `default-src 'none'; style-src ${sources.join(' ')}; img-src 'self'; form-action 'self'; ` +
            "frame-ancestors 'none'; base-uri 'none'",
        );
        expect(page.text).not.toMatch(/<script|<[^>]+\s(?:style|on\w+)=/i);
        const { headers } = page;
        const names = ['cache-control', 'x-content-type-options', 'referrer-policy', 'content-type'];
        expect(names.map((name) => headers.get(name))).toEqual([
          ...['no-store', 'nosniff', 'no-referrer'],
          'text/html; charset=utf-8',
        ]);
        expect(headers.get('x-correlation-id')).toMatch(/^[\w.-]+$/);
        expect([headers.get('x-powered-by'), headers.get('strict-transport-security')]).toEqual([null, null]);
      },
    );

    it('SEC-WEB-01, -04: on https cookies are Secure, and the browser is to stay with https', async () => {
      const pagesOrigin = 'https://auth.look.example';
      const browser = await brand('Look', {}, { pagesOrigin });
      const page = await browser.open('sign-in');
      expect(page.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
      expect(page.headers.getSetCookie()[0]).toMatch(
        /^bg_form=[\w-]{43}; SameSite=Lax; Path=\/pages\/look-\d+; HttpOnly; Secure$/,
      );
      const sent = await browser.submit(
        page,
        'sign-in',
        { username: 'nobody', password: 'x' },
        { Origin: pagesOrigin },
      );
      expect(sent.status).toBe(401);
    });

    it('sets no cookie where there is no form, and no other while the one it set is there', async () => {
      const browser = visitor();
      expect((await browser.open('done/signed-out')).headers.getSetCookie()).toEqual([]);
      expect((await browser.open('sign-in')).headers.getSetCookie()).toHaveLength(1);
      expect((await browser.open('register')).headers.getSetCookie()).toEqual([]);
      browser.cookies.set('bg_form', 'made up');
      expect((await browser.open('register')).headers.getSetCookie()).toHaveLength(1);
    });
  });

  describe('look', () => {
    it('a hostile brand cannot get out of its texts', async () => {
      const hostile = `</title><script>alert("x")</script>`;
      const profile = {
        slogan: `<img src=x onerror='x'>`,
        primaryColor: '#fff}</style><script>',
        logoURL: 'javascript:x',
      };
      const page = await (await brand(hostile, profile)).open('sign-in');
      expect(page.text).not.toMatch(/<script|<img/);
      expect(page.title).toContain('&lt;/title&gt;&lt;script&gt;');
      expect(page.text).toContain('&lt;img src=x onerror=&#39;x&#39;&gt;');
    });

    it('what was typed and what the address says is escaped', async () => {
      const hostile = `"><script>alert('x')</script>`;
      const browser = visitor();
      const typed = await browser.signIn(hostile, 'x');
      const query = new URLSearchParams({ token: hostile, lang: hostile }).toString();
      const given = await browser.open(`reset-password?${query}`);
      for (const page of [typed, given]) {
        expect(page.text).not.toContain('<script');
        expect(page.text).toContain('&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;');
      }
      expect((await browser.open(`nowhere/${encodeURIComponent('"><script>')}`)).text).not.toContain('<script');
    });

    it('pictures come over https and from their own origins alone', async () => {
      const profile = {
        logoURL: 'https://cdn.a.example:8443/logo.png?a=1&b="',
        faviconURL: 'https://static.a.example/favicon.ico',
      };
      const page = await (await brand('Pictures', profile)).open('sign-in');
      expect(page.text).toContain('src="https://cdn.a.example:8443/logo.png?a=1&amp;b=%22" alt="Pictures"');
      expect(page.text).toContain('<link rel="icon" href="https://static.a.example/favicon.ico" />');
      expect(policyOf(page)).toContain('img-src https://cdn.a.example:8443 https://static.a.example;');
      const plain = { logoURL: 'http://cdn.a.example/logo.png', faviconURL: 'data:image/svg+xml,<svg/>' };
      const without = await (await brand('Pictures', plain)).open('sign-in');
      expect(without.text).not.toContain('<img');
      expect(policyOf(without)).toContain("img-src 'self';");
    });

    it('colours are written anew; a brand without a picture has its initial', async () => {
      const browser = await brand('émile', { primaryColor: 'hsl(60 100% 50%)' });
      const page = await browser.open('sign-in');
      expect(stylesIn(page)[0]).toContain('--accent: #ffff00; --on-accent: #000000;');
      expect(page.text).toContain('<span class="mark" aria-hidden="true">É</span>');
      const icon = await browser.open('icon');
      expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
      expect(icon.text).toContain('É');
    });

    it('the support address is a link', async () => {
      expect((await visitor().open('sign-in')).text).toContain(
        '<a href="mailto:help%2Bus@a.example">help+us@a.example</a>',
      );
    });
  });

  describe('language', () => {
    it.each([
      ['sign-in?lang=vi', 'en', 'vi'],
      ['sign-in', 'vi-VN,vi;q=0.9,en;q=0.8', 'vi'],
      ['sign-in?lang=en', 'vi', 'en'],
      ['sign-in?lang=xx', 'fr', 'en'],
      ['nowhere', 'vi', 'vi'],
    ])('%s, accepting %s: %s', async (place, accepted, language) => {
      const page = await visitor('a-example', { 'Accept-Language': accepted }).open(place);
      expect(page.text).toContain(`<html lang="${language}">`);
      expect(page.headers.get('vary')).toContain('Accept-Language');
    });

    it("else it is the brand's; what was chosen goes along, and the other one is a link away", async () => {
      const browser = await brand('Look', {}, { language: 'vi' });
      const page = await visitor(browser.code, { 'Accept-Language': '*' }).open('sign-in');
      expect(page.text).toContain('<html lang="vi">');
      const english = await browser.open('sign-in?lang=en');
      expect(english.text).toContain(
        `<a href="/pages/${browser.code}/sign-in?lang=vi" hreflang="vi" lang="vi">Tiếng Việt</a>`,
      );
      expect(english.forms[0]?.action).toBe(`/pages/${browser.code}/sign-in?lang=en`);
      expect(english.text).toContain(`href="/pages/${browser.code}/forgot-password?lang=en"`);
    });
  });

  describe('forms (SEC-WEB-02)', () => {
    const MEMBERS = { username: 'somebody', password: PASSWORD };

    async function refused(page: SeenPage): Promise<readonly [number, string | null]> {
      const refusal = await refusalById(gateway, page.headers.get('x-correlation-id') ?? '');
      return [page.status, refusedBy(refusal)[1]];
    }

    it.each([
      { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' },
      { 'Sec-Fetch-Site': 'same-origin' },
      { Origin: 'http://gw.localhost' },
    ] as Record<string, string>[])('are taken from our own pages: %p', async (headers) => {
      const browser = visitor();
      const page = await browser.open('sign-in', { 'Sec-Fetch-Site': 'cross-site' });
      expect((await browser.submit(page, 'sign-in', MEMBERS, headers)).status).toBe(303);
    });

    it('are taken from the address that they were sent to, whatever the gateway is called', async () => {
      const browser = visitor();
      const page = await browser.open('sign-in');
      expect((await browser.submit(page, 'sign-in', MEMBERS, { Origin: gateway.origin })).status).toBe(303);
    });

    it.each([
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { 'Sec-Fetch-Site': 'none' },
      { Origin: 'https://evil.example' },
      { Origin: 'http://gw.localhost.evil.example' },
      { Origin: 'http://gw.localhost', 'Sec-Fetch-Site': 'cross-site' },
    ] as Record<string, string>[])('are refused from elsewhere: %p', async (headers) => {
      const browser = visitor();
      const page = await browser.open('sign-in');
      const answer = await browser.submit(page, 'sign-in', MEMBERS, headers);
      expect(await refused(answer)).toEqual([403, 'the form was sent by a page of another site']);
      expect(answer.title).toBe('Nothing was changed – a.example');
      expect(browser.cookies.has('bg_pages')).toBe(false);
    });

    it('are refused without the token, with another one, and with the token of another browser', async () => {
      const browser = visitor();
      const page = await browser.open('sign-in');
      const other = (await visitor().open('sign-in')).forms[0]?.hidden ?? {};
      for (const hidden of [{}, { form_token: '' }, { form_token: 'x' }, other]) {
        const answer = await browser.post('sign-in', { ...MEMBERS, ...hidden });
        expect(await refused(answer)).toEqual([403, 'the form does not have the token of the page it was shown on']);
        expect(answer.text).toContain('href="/pages/a-example/sign-in"');
      }
      const stranger = visitor();
      expect((await stranger.submit(page, 'sign-in', MEMBERS)).status).toBe(403);
      expect((await browser.submit(page, 'sign-in', MEMBERS)).status).toBe(303);
    });

    it.each(['account/sign-out', 'account/sign-out-everywhere', 'account/end-session', 'account/remove-device'])(
      'of somebody who is signed in belong to the session: %s',
      async (place) => {
        const browser = visitor();
        const form = (await browser.open('sign-in')).forms[0]?.hidden ?? {};
        await browser.signIn('somebody', PASSWORD);
        const page = await browser.open('account');
        const other = visitor();
        await other.signIn('somebody', PASSWORD);
        const foreign = (await other.open('account')).forms[0]?.hidden ?? {};
        const token = page.forms[0]?.hidden['form_token'] ?? '';
        expect([token === form['form_token'], token === foreign['form_token']]).toEqual([false, false]);
        for (const hidden of [{}, form, foreign]) {
          const answer = await browser.post(place, { session: 'x', device: 'x', ...hidden });
          expect(await refused(answer)).toEqual([403, 'the form does not have the token of the page it was shown on']);
        }
        expect((await browser.open('account')).status).toBe(200);
        expect(token).not.toContain(browser.cookies.get('bg_pages'));
        expect((await browser.post(place, { session: 'x', device: 'x', form_token: token })).status).toBe(303);
      },
    );

    it('a token is good for its own brand alone', async () => {
      const browser = visitor();
      const page = await browser.open('sign-in');
      const other = await brand('Other', {});
      const { form_token: token = '' } = page.forms[0]?.hidden ?? {};
      expect((await other.post('sign-in', { ...MEMBERS, form_token: token })).status).toBe(403);
    });

    it('refused ones count no try', async () => {
      await gateway.addBrand('few.example', { rateLimits: { ...LIMITS, login: { limit: 2, seconds: 600 } } });
      const browser = visitor('few-example');
      const page = await browser.open('sign-in');
      for (let i = 0; i < 4; i += 1) {
        const answer = await browser.submit(page, 'sign-in', MEMBERS, { 'Sec-Fetch-Site': 'cross-site' });
        expect(answer.status).toBe(403);
      }
      expect((await browser.submit(page, 'sign-in', MEMBERS)).status).toBe(401);
    });

    it.each([
      ['JSON', { 'Content-Type': 'application/json' }, '{}', 415],
      ['text', { 'Content-Type': 'text/plain' }, 'form_token=x', 415],
      ['multipart', { 'Content-Type': 'multipart/form-data; boundary=x' }, '--x--', 415],
      ['another charset', { 'Content-Type': `${FORM['Content-Type']}; charset=utf-16` }, 'a=b', 415],
      ['a member twice', FORM, 'username=a&username=b', 400],
      ['bytes that are no UTF-8', FORM, 'username=%ff', 400],
      ['a broken escape', FORM, 'username=%', 400],
      ['too many members', FORM, Array.from({ length: 60 }, (_, i) => `m${i}=1`).join('&'), 400],
      ['too much', FORM, `username=${'x'.repeat(17_000)}`, 413],
      ['names of prototypes', FORM, '__proto__=x&constructor=y&toString=z', 403],
    ] as const)('SEC-IN-09: %s is refused', async (_, headers, body, status) => {
      const page = await visitor().send('POST', '/pages/a-example/sign-in', { headers: { ...headers }, body });
      expect([page.status, page.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
      expect(page.title).toContain('a.example');
    });
  });

  describe('errors are pages, too', () => {
    it.each([
      ['GET', '/pages/a-example/nowhere', 404, 'This page does not exist – a.example'],
      ['GET', '/pages/a-example/done/nothing', 404, 'This page does not exist – a.example'],
      ['GET', '/pages/nobody/sign-in', 404, 'This page does not exist – Brandgate'],
      ['GET', '/pages/nobody/nowhere', 404, 'This page does not exist – Brandgate'],
      ['GET', '/pages', 404, 'This page does not exist – Brandgate'],
      ['GET', '/pages/%ff/sign-in', 400, 'This did not work – Brandgate'],
      ['GET', '/pages/a-example//sign-in', 400, 'This did not work – a.example'],
      ['DELETE', '/pages/a-example/sign-in', 405, 'This page does not exist – a.example'],
      ['GET', '/pages/a-example/account/sign-out', 405, 'This page does not exist – a.example'],
    ])('%s %s: %i', async (method, path, status, title) => {
      const page = await visitor().send(method, path);
      expect([page.status, page.title]).toEqual([status, title]);
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      if (status === 405) expect(page.headers.get('allow')).toMatch(/GET|POST/);
    });

    it('JFW-BRD-03: an inactive brand is closed', async () => {
      const id = await gateway.addBrand('gone.example');
      await gateway.updateBrand(id, { status: 'Inactive' });
      for (const place of ['sign-in', 'account', 'reset-password?token=x']) {
        const page = await visitor('gone-example').open(place);
        expect([page.status, page.title]).toEqual([403, 'Not available – gone.example']);
      }
    });

    it("JFW-BRD-05: another brand's own host does not show these pages", async () => {
      await gateway.addBrand('b.example');
      const raw = 'GET /pages/a-example/sign-in HTTP/1.1\r\nHost: b.example\r\nConnection: close\r\n\r\n';
      expect((await sendRaw(gateway.port, raw)).status).toBe(400);
      const own = raw.replace('b.example', 'a.example');
      expect((await sendRaw(gateway.port, own)).status).toBe(200);
    });

    it('429 says when to come back', async () => {
      await gateway.addBrand('full.example', { rateLimits: { ...LIMITS, recovery: { limit: 1, seconds: 120 } } });
      const browser = visitor('full-example');
      const page = await browser.open('forgot-password');
      await browser.submit(page, 'forgot-password', { emailAddress: 'x@y.example' });
      const full = await browser.submit(page, 'forgot-password', { emailAddress: 'x@y.example' });
      expect([full.status, full.headers.get('retry-after')]).toEqual([429, '120']);
      expect(full.text).toContain('Try again in 2 minutes.');
    });

    it('500 tells nothing of what happened', async () => {
      const run = jest.spyOn(gateway.gateway.app.get(SignInFlow), 'run').mockRejectedValueOnce(new TypeError('secret'));
      const page = await visitor().signIn('somebody', PASSWORD);
      run.mockRestore();
      expect([page.status, page.title]).toEqual([500, 'Something went wrong – a.example']);
      expect(page.text).not.toContain('secret');
    });

    it.each([
      ['GET /pages/a-example/sign-in HTTP/1.1\r\nHost: x\r\nBroken header\r\n\r\n', 400],
      [`GET /pages/a-example/sign-in HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`, 431],
    ])('SEC-IN-12: what is refused below the application is a page as well', async (bytes, status) => {
      const answer = await sendRaw(gateway.port, bytes);
      expect([answer.status, answer.isClosed]).toEqual([status, true]);
      expect(answer.head).toContain("Content-Security-Policy: default-src 'none'; style-src");
      expect(answer.body).toMatch(/^<!doctype html>/);
      expect(Number(/Content-Length: (\d+)/.exec(answer.head)?.[1])).toBe(Buffer.byteLength(answer.body));
    });

    it('a name twice in the head is refused', async () => {
      const raw =
        'GET /pages/a-example/sign-in HTTP/1.1\r\nHost: x\r\nOrigin: null\r\nOrigin: null\r\nConnection: close\r\n\r\n';
      expect((await sendRaw(gateway.port, raw)).status).toBe(400);
    });
  });
});
