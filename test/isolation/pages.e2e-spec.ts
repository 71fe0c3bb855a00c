import { uuidv7 } from '../../src/kernel/ids';
import { sessionFormToken } from '../../src/protocols/pages/form-token';
import { describeEngine } from '../support/describe-engine';
import { PageVisitor, type SeenPage } from '../support/page-visitor';
import { type Belongings, PASSWORD, type WallBrand } from './belongings';
import { HOSTED_PAGES } from './cases/all-cases';
import { canariesOf } from './examine';
import { StatementLog } from './statement-log';
import type { Canaries } from './trial';
import { World } from './world';

type Members = Readonly<Record<string, string>>;

const NEXT = 'seven patient herons';
const TOKEN = 'x'.repeat(43);
const DECIDED: Members = { what: 'signed-out', page: 'reset-password' };

jest.setTimeout(60_000);

/** What a form of each route carries, so that it succeeds for who owns what is named. */
const FORMS: Readonly<Record<string, (own: Belongings) => Promise<Members> | Members>> = {
  'POST /pages/:brand/sign-in': ({ mark }) => ({ username: mark, password: PASSWORD }),
  'POST /pages/:brand/forgot-password': async (own) => ({ emailAddress: await own.get('emailAddress') }),
  'POST /pages/:brand/reset-password': async (own) => redeeming(await own.get('resetToken')),
  'POST /pages/:brand/verify-email': async (own) => ({ token: await own.get('verificationToken') }),
  'POST /pages/:brand/accept-invitation': async (own) => redeeming(await own.get('invitationToken')),
  'POST /pages/:brand/register': ({ mark }) => ({ emailAddress: `new-${mark}@mail.example` }),
  'POST /pages/:brand/account/end-session': async (own) => ({ session: await own.get('sessionId') }),
  'POST /pages/:brand/account/remove-device': async (own) => ({ device: await own.get('deviceId') }),
  'POST /pages/:brand/account/sign-out': () => ({}),
  'POST /pages/:brand/account/sign-out-everywhere': () => ({}),
  'POST /pages/:brand/language/:page': async (own) => ({ token: await own.get('resetToken'), lang: 'vi' }),
};

/** In the place of what somebody else's form carries: the same names, and nothing that ever was. */
const NOBODYS: Members = {
  ...{ username: 'nobody-of-these', emailAddress: 'nobody-of-these@mail.example' },
  ...{ token: 'y'.repeat(43), session: uuidv7(1), device: uuidv7(2) },
};

function redeeming(token: string): Members {
  return { token, newPassword: NEXT, repeatPassword: NEXT };
}

describeEngine('the wall between the pages of two brands', () => {
  let world: World;
  let canaries: Canaries;
  let statements: StatementLog;

  beforeAll(async () => {
    world = await World.build();
    canaries = await canariesOf(world);
    statements = StatementLog.on(world.gateway.store);
  }, 60_000);
  afterAll(() => world.close());

  /** Somebody's browser on a brand's pages, with the key of whoever is signed in. */
  function browserOf(brand: WallBrand, key: string | null): PageVisitor {
    const browser = new PageVisitor(world.gateway.origin, brand.code);
    browser.cookies.set('bg_form', TOKEN);
    if (key !== null) browser.cookies.set('bg_pages', key);
    return browser;
  }

  async function ask(name: string, browser: PageVisitor, members: Members): Promise<SeenPage> {
    const [method = '', template = ''] = name.split(' ');
    const path = template.replace(':brand', browser.code).replace(/:(\w+)/g, (_, part: string) => DECIDED[part] ?? '');
    if (method === 'POST') return browser.post(path, { form_token: tokenOf(name, browser), ...members });
    return browser.open(`${path}?${new URLSearchParams(members).toString()}`);
  }

  function tokenOf(name: string, { cookies }: PageVisitor): string {
    const key = cookies.get('bg_pages');
    return name.includes('/account') && key !== undefined ? sessionFormToken(key) : TOKEN;
  }

  const membersOf = async (name: string, own: Belongings): Promise<Members> => {
    const opening = /^GET .*\/(?:reset-password|verify-email|accept-invitation)$/.test(name);
    const form = FORMS[opening ? name.replace('GET', 'POST') : name];
    return form ? await form(own) : {};
  };
  const withNobodys = (members: Members): Members =>
    Object.fromEntries(Object.entries(members).map(([name, value]) => [name, NOBODYS[name] ?? value]));

  /** What an answer tells: without what is made anew, and without what was sent. */
  function told({ status, headers, text, location }: SeenPage, sent: Members): string {
    const names = [...headers].filter(([name]) => !/^(?:date|x-correlation-id|content-length)$/.test(name));
    const echoes = Object.values(sent).filter((value) => value.length > 7 && value !== PASSWORD && value !== NEXT);
    const plain = echoes.reduce((left, echo) => left.replaceAll(echo, 'SENT'), text);
    return JSON.stringify([status, location, names, plain]);
  }

  const rows = () => world.rows(world.brands.b);

  it.each(HOSTED_PAGES)("SEC-TEN-03, -09: %s: a key and things of another brand are nobody's", async (name) => {
    world.gateway.clock.advance(61_000);
    const { a, b } = world.residents;
    const theirs = await membersOf(name, b);
    const key = await b.get('authKey');
    await world.gateway.flush();
    const before = await rows();
    // Their key and their things at these pages, against nobody with what never was.
    const nothing = withNobodys(theirs);
    const reference = told(await ask(name, browserOf(a.brand, null), nothing), nothing);
    for (const [browser, members] of [
      [browserOf(a.brand, key), theirs],
      [browserOf(a.brand, null), theirs],
      [browserOf(a.brand, key), nothing],
    ] as const) {
      const answer = await ask(name, browser, members);
      // A dead cookie is taken away; that it was one is all that this tells.
      expect(told(answer, members)).toBe(reference);
      for (const text of canaries.b.filter((one) => !JSON.stringify(members).includes(one))) {
        expect(answer.text.includes(text) ? text : '').toBe('');
      }
    }
    await world.gateway.flush();
    expect(before.changesTo(await rows())).toEqual([]);
  });

  it.each(HOSTED_PAGES.filter((name) => /end-session|remove-device/.test(name)))(
    'SEC-TEN-03: %s: who is signed in cannot reach over the wall',
    async (name) => {
      const { a, b } = world.residents;
      const key = await a.get('authKey');
      const theirs = await membersOf(name, b);
      await ask('GET /pages/:brand/account', browserOf(a.brand, key), {});
      await world.gateway.flush();
      const before = await rows();
      const answer = await ask(name, browserOf(a.brand, key), theirs);
      const none = withNobodys(theirs);
      expect(told(answer, theirs)).toBe(told(await ask(name, browserOf(a.brand, key), none), none));
      await world.gateway.flush();
      expect(before.changesTo(await rows())).toEqual([]);
    },
  );

  it.each(HOSTED_PAGES)('SEC-TEN-09: %s succeeds for who it is for', async (name) => {
    world.gateway.clock.advance(61_000);
    const own = await world.somebody(world.brands.a);
    const key = name.includes('/account') ? await own.get('authKey') : null;
    const members = await membersOf(name, own);
    const { status, location, text } = await ask(name, browserOf(own.brand, key), members);
    expect([200, 303]).toContain(status);
    expect(location ?? '').not.toContain('/sign-in');
    if (name === 'GET /pages/:brand/account') expect(text).toContain(`Signed in as ${own.mark}`);
    for (const other of canaries.b) expect(text.includes(other) ? other : '').toBe('');
  });

  it('SEC-TEN-01: every statement that all of it sent says whose rows it is about', () => {
    expect(statements.withoutBrand(world.gateway.store)).toEqual([]);
    expect(statements.size).toBeGreaterThan(20);
  });
});
