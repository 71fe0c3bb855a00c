import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PasswordHistoryEntity } from '../../src/core/passwords/password-history.entity';
import type { BrandId } from '../../src/kernel/ids';
import { describeEngine } from '../support/describe-engine';
import type { JfwAnswer, JfwClient } from '../support/jfw-client';
import { People, type Person, PLENTY } from '../support/people';
import { TestGateway } from '../support/start-gateway';

const FIRST = 'tidal lantern quarry';
const RATES = { ...PLENTY, recovery: PLENTY.login, recoveryTarget: PLENTY.login, register: PLENTY.login };
const told = ({ status, code, errors }: JfwAnswer<unknown>) => [status, code, errors[0]?.field];
const refused = (field: string) => [400, 'PasswordInvalidFormat', field];

describeEngine('one judge for every way to set a password (SEC-PW-06, -07)', () => {
  let gateway: TestGateway;
  let folder: string;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    folder = mkdtempSync(join(tmpdir(), 'bg-breached-'));
  });
  afterAll(async () => {
    await gateway.close();
    rmSync(folder, { recursive: true });
  });

  const change = (client: JfwClient, oldPassword: string, newPassword: string) =>
    client.put('users/change-password', { oldPassword, newPassword, confirmPassword: newPassword });
  const set = (admin: Person, { user }: Person, newPassword: string) =>
    admin.client.put(`users/${user.uid}/change-password`, { newPassword, confirmPassword: newPassword });

  async function reset(domain: string, { user }: Person, newPassword: string): Promise<JfwAnswer<unknown>> {
    const { emailAddress } = user;
    const client = gateway.client(domain);
    const resetPasswordLink = `https://${domain}/reset`;
    await client.post('users/forgot-password', { emailAddress, resetPasswordLink });
    await gateway.deliver();
    const token = gateway.mail.linkTo(emailAddress ?? '').searchParams.get('token');
    return client.post('users/reset-password', { emailAddress, token, newPassword });
  }

  describe('the setting passwordHistory', () => {
    const domain = 'history.example';
    let brandId: BrandId;
    let people: People;
    let admin: Person;
    let ada: Person;

    beforeAll(async () => {
      brandId = await gateway.addBrand(domain, { passwordHistory: 3, rateLimits: RATES });
      people = new People(gateway, brandId, domain);
      admin = await people.one({}, 'Admin');
    });
    beforeEach(async () => {
      ada = await people.one();
    });

    const historyOf = ({ user }: Person) => gateway.store.countBy(PasswordHistoryEntity, { brandId, userId: user.id });

    it('refuses the present one and the two before it, in every way, and takes older ones again', async () => {
      const [second, third, fourth] = ['copper meadow lantern', 'velvet harbour sundial', 'marble orchard compass'];
      expect(told(await change(ada.client, FIRST, FIRST))).toEqual(refused('newPassword'));
      expect((await change(ada.client, FIRST, second)).status).toBe(200);
      expect((await set(admin, ada, third)).status).toBe(200);
      for (const password of [FIRST, second, third]) {
        expect(told(await set(admin, ada, password))).toEqual(refused('newPassword'));
        expect(told(await reset(domain, ada, password))).toEqual(refused('newPassword'));
      }
      expect((await reset(domain, ada, fourth)).status).toBe(200);
      expect((await reset(domain, ada, FIRST)).status).toBe(200);
      expect(await historyOf(ada)).toBe(3);
    });

    it('is pruned when it is lowered, and gone with the account or the setting', async () => {
      for (const n of [1, 2, 3, 4, 5]) expect((await set(admin, ada, `marble orchard ${n} compass`)).status).toBe(200);
      expect(await historyOf(ada)).toBe(3);
      await gateway.updateBrand(brandId, { settings: { passwordHistory: 1, rateLimits: RATES } });
      expect((await set(admin, ada, 'marble orchard 4 compass')).status).toBe(200);
      expect(await historyOf(ada)).toBe(1);
      const bob = await people.one();
      await set(admin, bob, 'copper meadow lantern');
      expect(await historyOf(bob)).toBe(1);
      await admin.client.delete(`users/${bob.user.uid}`);
      expect(await historyOf(bob)).toBe(0);
      await gateway.updateBrand(brandId, { settings: { rateLimits: RATES } });
      expect((await set(admin, ada, 'marble orchard 4 compass')).status).toBe(200);
      expect(await historyOf(ada)).toBe(0);
      await gateway.updateBrand(brandId, { settings: { passwordHistory: 3, rateLimits: RATES } });
    });

    it('is of one account: what another one had is free', async () => {
      const bob = await people.one();
      await set(admin, ada, 'copper meadow lantern');
      expect((await set(admin, bob, 'copper meadow lantern')).status).toBe(200);
    });
  });

  it('JFW-PWD-01, JFW-AUTH-05: at the level High a password lives 90 days, told after the right one; a reset renews it', async () => {
    const domain = 'high.example';
    const brandId = await gateway.addBrand(domain, { passwordPolicyLevel: 'High', rateLimits: RATES });
    const ada = await new People(gateway, brandId, domain).one();
    const name = ada.user.username ?? '';
    const signIn = async (password: string) => told(await gateway.client(domain).signIn(name, password)).slice(0, 2);
    const old = gateway.clock.now() - 90 * 86_400_000;
    await gateway.setUser(ada.user, { passwordChangedAt: old + 60_000 });
    expect(await signIn(FIRST)).toEqual([200, undefined]);
    await gateway.setUser(ada.user, { passwordChangedAt: old });
    expect(await signIn('wrong')).toEqual([401, 'UserCredentialsIncorrect']);
    expect(await signIn(FIRST)).toEqual([403, 'PasswordExpired']);
    expect((await ada.client.get('users/me')).status).toBe(200);
    expect((await reset(domain, ada, 'Copper-meadow-7')).status).toBe(200);
    expect(await signIn('Copper-meadow-7')).toEqual([200, undefined]);
  });

  describe('the gateway setting breachedPasswordFile', () => {
    const domain = 'breached.example';
    const leaked = 'dragonfly umbrella 77';
    let file: string;
    let people: People;

    beforeAll(async () => {
      people = new People(gateway, await gateway.addBrand(domain, { rateLimits: RATES }), domain);
      file = join(folder, 'list.txt');
      const sums = [leaked, 'x', 'y', 'z'].map((text) => createHash('sha1').update(text).digest('hex').toUpperCase());
      writeFileSync(
        file,
        sums
          .sort()
          .map((sum) => `${sum}:12\r\n`)
          .join(''),
      );
      await gateway.setGatewaySetting('breachedPasswordFile', file);
    });

    it('refuses its passwords wherever one is chosen', async () => {
      const [ada, admin] = [await people.one(), await people.one({}, 'Admin')];
      const registered = await gateway
        .client(domain)
        .post('users/register', { username: 'new.person', password: leaked });
      expect(told(registered)).toEqual(refused('password'));
      expect(told(await change(ada.client, FIRST, leaked))).toEqual(refused('newPassword'));
      expect(told(await set(admin, ada, leaked))).toEqual(refused('newPassword'));
      expect(told(await reset(domain, ada, leaked))).toEqual(refused('newPassword'));
      expect((await reset(domain, ada, `${leaked}!`)).status).toBe(200);
    });

    it('is switched off for a brand together with the common list', async () => {
      const id = await gateway.addBrand('lax.example', { rateLimits: RATES, refuseCommonPasswords: false });
      const ada = await new People(gateway, id, 'lax.example').one();
      expect((await change(ada.client, FIRST, leaked)).status).toBe(200);
    });

    it('that cannot be read lets nothing through, and says so in the log', async () => {
      const ada = await people.one();
      rmSync(file);
      const answer = await change(ada.client, FIRST, 'copper meadow lantern');
      expect([answer.status, answer.code, answer.headers.get('retry-after')]).toEqual([
        503,
        'ServiceUnavailable',
        '60',
      ]);
      expect(gateway.log.lines.join('\n')).toContain('passwords.list-unreadable');
      expect((await ada.client.get('users/me')).status).toBe(200);
    });
  });
});
