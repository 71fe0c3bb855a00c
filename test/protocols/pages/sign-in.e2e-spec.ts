import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import { PageVisitor } from '../../support/page-visitor';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';

describeEngine('hosted pages: sign-in', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    const lots = { limit: 10_000, seconds: 60 };
    brandId = await gateway.addBrand('a.example', { rateLimits: { login: lots, general: lots } });
  });
  afterAll(() => gateway.close());

  const visitor = (headers = {}) => new PageVisitor(gateway.origin, 'a-example', headers);
  const person = async (seed = {}) => {
    const username = `visitor.${(count += 1)}`;
    await gateway.addUser(brandId, { username, emailAddress: `${username}@a.example`, password: PASSWORD, ...seed });
    return username;
  };

  it('a form, a redirect, the account: loading again repeats nothing', async () => {
    const username = await person();
    const browser = visitor();
    const form = await browser.open('sign-in');
    expect([form.status, form.title]).toEqual([200, 'Sign in – a.example']);
    const sent = await browser.submit(form, 'sign-in', { username, password: PASSWORD });
    expect([sent.status, sent.location, sent.text]).toEqual([303, '/pages/a-example/account', '']);
    const account = await browser.follow(sent);
    expect([account.status, account.title]).toEqual([200, 'Devices and sessions – a.example']);
    expect(account.text).toContain(`Signed in as ${username}`);
    expect((await browser.open('account')).status).toBe(200);
  });
});
