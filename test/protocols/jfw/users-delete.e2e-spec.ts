import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { SessionEntity } from '../../../src/core/auth-keys/session.entity';
import { UserDeviceEntity } from '../../../src/core/devices/user-device.entity';
import { UserRoleEntity } from '../../../src/core/roles/user-role.entity';
import { IdentifierEntity } from '../../../src/core/users/identifier.entity';
import { UserEntity } from '../../../src/core/users/user.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { IsNull } from 'typeorm';
import { describeEngine } from '../../support/describe-engine';
import type { JfwAnswer } from '../../support/jfw-client';
import { People, type Person, PLENTY } from '../../support/people';
import { ADMIN, TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const told = ({ status, code }: JfwAnswer<unknown>) => [status, code];

describeEngine('deleting users, and giving them passwords', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;
  let admin: Person;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    people = new People(gateway, brandId, 'a.example');
    admin = await people.one({}, 'Admin');
  });
  afterAll(() => gateway.close());

  const erase = ({ user }: Person, by = admin) => by.client.delete(`users/${user.uid}`);
  const signIn = async (name: string | null, password = PASSWORD) =>
    told(await gateway.client('a.example').signIn(name ?? '', password));

  describe('DELETE users/{id} (JFW-EP-20)', () => {
    it('JFW-USR-07, JFW-KEY-09 (T21): the row stays; names, sessions, links, tokens and roles go at once', async () => {
      const ada = await people.one({ 'X-Device-Code': 'gone-1', 'X-Device-Token': 'token-gone' });
      const second = await ada.signIn({ 'X-Device-Code': 'gone-2' });
      await ada.client.with({ 'X-Device-Code': 'gone-3' }).get('users/me');
      const { brandId: brand, id: userId } = ada.user;
      expect((await erase(ada)).data).toBe(true);
      const row = await gateway.store.findOneByOrFail(UserEntity, { brandId, id: userId });
      expect(row).toMatchObject({ status: 'Deleted', uid: ada.user.uid, passwordHash: null, credentialVersion: 1 });
      const of = { brandId: brand, userId };
      const left = [
        await gateway.store.countBy(IdentifierEntity, of),
        await gateway.store.countBy(SessionEntity, { ...of, revokedAt: IsNull() }),
        await gateway.store.countBy(UserDeviceEntity, { ...of, deletedAt: IsNull() }),
        await gateway.store.countBy(UserDeviceEntity, { brandId, pushToken: 'token-gone' }),
        await gateway.store.countBy(UserRoleEntity, of),
      ];
      expect([left, await gateway.store.countBy(UserDeviceEntity, of)]).toEqual([[0, 0, 0, 0, 0], 3]);
      for (const client of [ada.client, second.client])
        expect(told(await client.get('users/me'))).toEqual([401, 'AuthKeyInvalid']);
      const refresh = await gateway.client('a.example').refresh(ada.data.refreshAuthKey);
      expect(told(refresh)).toEqual([401, 'RefreshAuthKeyInvalid']);
      expect(await signIn(ada.user.username)).toEqual([401, 'UserCredentialsIncorrect']);
      const trail = await gateway.store.findBy(AuditEventEntity, { brandId, actorUserId: admin.user.id });
      const names = trail.map(({ event }) => event);
      expect(names.filter((event) => event === 'user.deleted')).toHaveLength(1);
      expect(names.filter((event) => event === 'device.revoked')).toHaveLength(3);
    });

    it('JFW-USR-07: its names are free for somebody else', async () => {
      const ada = await people.one();
      const { username, emailAddress, phoneNumber } = ada.user;
      await erase(ada);
      const body = { username, emailAddress, phoneNumber, password: PASSWORD };
      const heir = await gateway.client('a.example').post('users/register', body);
      expect([heir.status, heir.data['id'] === ada.user.uid]).toEqual([201, false]);
      expect((await gateway.client('a.example').signIn(emailAddress ?? '', PASSWORD)).data.id).toBe(heir.data['id']);
    });

    it('JFW-USR-05: a deleted account is not there any more, for anything', async () => {
      const ada = await people.one();
      await erase(ada);
      const path = `users/${ada.user.uid}`;
      const answers = [
        await erase(ada),
        await admin.client.get(path),
        await admin.client.put(path, { username: 'other.name' }),
        await admin.client.put(`${path}/change-password`, { newPassword: 'x', confirmPassword: 'x' }),
        await admin.client.post(`${path}/unlock`),
        await admin.client.put(`${path}/type/Partner`),
        await admin.client.get(`${path}/auth-keys`),
        await admin.client.delete(`${path}/auth-keys`),
        await admin.client.get(`${path}/devices`),
        await admin.client.get(`users/by-username/${ada.user.username}`),
      ];
      expect(answers.map(told)).toEqual(answers.map(() => [404, 'UserNotFound']));
      expect((await admin.client.get<unknown[]>(`users/by-list-id?ids=${ada.user.uid}`)).data).toEqual([]);
    });

    it.each(['Inactive', 'Suspended', 'Locked'] as const)('JFW-USR-05: %s accounts too', async (status) => {
      const ada = await people.one();
      await gateway.setUser(ada.user, { status });
      expect((await erase(ada)).status).toBe(200);
    });

    it('JFW-ADM-05, JFW-USR-07: users delete themselves, and nobody else', async () => {
      const [ada, eve] = [await people.one(), await people.one()];
      expect(told(await erase(eve, ada))).toEqual([403, 'AccessDenied']);
      expect((await erase(ada, ada)).data).toBe(true);
      expect(told(await ada.client.get('users/me'))).toEqual([401, 'AuthKeyInvalid']);
    });

    it('JFW-ADM-05 (T62): the last SuperAdmin cannot be deleted, and is unharmed', async () => {
      const { data } = await gateway.client('localhost').signIn(ADMIN.username, ADMIN.password);
      const root = gateway.client('localhost').with({ 'Auth-Key': data.authKey });
      expect(told(await root.delete(`users/${data.id}`))).toEqual([409, 'LastSuperAdmin']);
      expect((await root.get('users/me')).data).toMatchObject({ type: 'SuperAdmin', status: 'Active' });
      expect((await gateway.client('localhost').signIn(ADMIN.username, ADMIN.password)).status).toBe(200);
      const events = { event: 'user.deleted' as const, targetId: data.id };
      expect(await gateway.store.countBy(AuditEventEntity, events)).toBe(0);
    });
  });

  describe('PUT users/{id}/change-password (JFW-EP-22)', () => {
    const set = ({ user }: Person, newPassword: string, by = admin, confirmPassword = newPassword) =>
      by.client.put(`users/${user.uid}/change-password`, { newPassword, confirmPassword });

    it('JFW-PWD-05, SEC-PW-08: the new one signs in, the old one and every session are dead', async () => {
      const ada = await people.one({ 'X-Device-Code': 'pw-1', 'X-Device-Token': 'token-pw' });
      const second = await ada.signIn();
      expect((await set(ada, 'a brand new phrase')).data).toBe(true);
      for (const client of [ada.client, second.client])
        expect(told(await client.get('users/me'))).toEqual([401, 'AuthKeyInvalid']);
      const refresh = await gateway.client('a.example').refresh(ada.data.refreshAuthKey);
      expect(told(refresh)).toEqual([401, 'RefreshAuthKeyInvalid']);
      expect(await gateway.store.countBy(UserDeviceEntity, { brandId, pushToken: 'token-pw' })).toBe(0);
      expect([await signIn(ada.user.username), await signIn(ada.user.username, 'a brand new phrase')]).toEqual([
        ...[
          [401, 'UserCredentialsIncorrect'],
          [200, undefined],
        ],
      ]);
      const trail = { event: 'user.password_changed' as const, targetId: ada.user.uid };
      expect((await gateway.store.findOneByOrFail(AuditEventEntity, trail)).actorUserId).toBe(admin.user.id);
    });

    it.each([
      ['short 1', 'PasswordInvalidFormat', 'newPassword'],
      ['password', 'PasswordInvalidFormat', 'newPassword'],
      ['x'.repeat(1_025), 'PasswordInvalidFormat', 'newPassword'],
      ['', 'RequestInvalid', 'newPassword'],
    ])('JFW-PWD-01, -03: %s is refused with %s, and nothing ends', async (password, code, field) => {
      const ada = await people.one();
      const answer = await set(ada, password);
      expect([...told(answer), answer.errors[0]?.field]).toEqual([400, code, field]);
      expect((await ada.client.get('users/me')).status).toBe(200);
      expect(await signIn(ada.user.username)).toEqual([200, undefined]);
    });

    it('SEC-PW-07: nor the account’s own name', async () => {
      const ada = await people.one();
      expect(told(await set(ada, ada.user.emailAddress ?? ''))).toEqual([400, 'PasswordInvalidFormat']);
    });

    it('JFW-PWD-05: both texts must be equal, and are texts', async () => {
      const ada = await people.one();
      const unequal = await set(ada, 'a brand new phrase', admin, 'a brand new phrase ');
      expect([...told(unequal), unequal.errors[0]?.field]).toEqual([400, 'RequestInvalid', 'confirmPassword']);
      for (const value of [0, true, [], {}, null]) {
        const body = { newPassword: value, confirmPassword: value };
        const answer = await admin.client.put(`users/${ada.user.uid}/change-password`, body);
        expect(told(answer)).toEqual([400, 'RequestInvalid']);
      }
      expect((await ada.client.get('users/me')).status).toBe(200);
    });

    it('SEC-SES-10, JFW-ADM-05, -06: not one’s own, not without USER.UPDATE, not a higher one’s', async () => {
      const [ada, partner] = [await people.one(), await people.one({}, 'Partner')];
      const platform = new People(gateway, await gateway.platformId(), 'localhost');
      const platformAdmin = await platform.one({}, 'Admin');
      const { data } = await gateway.client('localhost').signIn(ADMIN.username, ADMIN.password);
      const change = { newPassword: 'a brand new phrase', confirmPassword: 'a brand new phrase' };
      const answers = [
        await set(admin, 'a brand new phrase'),
        await set(ada, 'a brand new phrase', partner),
        await set(ada, 'a brand new phrase', ada),
        await platformAdmin.client.put(`users/${data.id}/change-password`, change),
      ];
      expect(answers.map(told)).toEqual(answers.map(() => [403, 'AccessDenied']));
      expect((await gateway.client('localhost').signIn(ADMIN.username, ADMIN.password)).status).toBe(200);
    });

    it('SEC-SES-02: it is not undone by the user’s own change that was under way', async () => {
      const ada = await people.one();
      const own = { oldPassword: PASSWORD, newPassword: 'a phrase of my own', confirmPassword: 'a phrase of my own' };
      const [mine, theirs] = await Promise.all([
        ada.client.put('users/change-password', own),
        set(ada, 'a phrase they chose'),
      ]);
      expect(theirs.status).toBe(200);
      const last = (await signIn(ada.user.username, 'a phrase they chose'))[0];
      const first = (await signIn(ada.user.username, 'a phrase of my own'))[0];
      // Whichever was later stands; the own change is refused when the proof was of a password that is no more.
      expect([mine.status, first, last]).toEqual(last === 200 ? [mine.status, 401, 200] : [200, 200, 401]);
      expect([200, 401, 403]).toContain(mine.status);
    });
  });
});
