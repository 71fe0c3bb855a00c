import { RoleEntity } from '../../../src/core/roles/role.entity';
import { UserRoleEntity } from '../../../src/core/roles/user-role.entity';
import type { UserEntity } from '../../../src/core/users/user.entity';
import { type BrandId, uuidv7 } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwAnswer } from '../../support/jfw-client';
import { People, type Person, PLENTY } from '../../support/people';
import { TestGateway, type UserSeed } from '../../support/start-gateway';

interface User {
  readonly id: string;
  readonly username: string;
  readonly status: string;
  readonly lockedUntil: string | null;
}

interface List {
  readonly items: readonly User[];
  readonly totalItems: number;
  readonly pageNumber: number;
  readonly pageSize: number;
}

const told = ({ status, code }: JfwAnswer<unknown>) => [status, code];

describeEngine('reading users', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;
  let admin: Person;
  let ada: Person;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    people = new People(gateway, brandId, 'a.example');
    admin = await people.one({}, 'Admin');
    ada = await people.one();
  });
  afterAll(() => gateway.close());

  describe('GET users/{id} and by-username', () => {
    it('JFW-EP-15, §23: shows the whole User to its owner and to who may read users, never a secret', async () => {
      const [own, read] = [
        await ada.client.get(`users/${ada.user.uid}`),
        await admin.client.get(`users/${ada.user.uid}`),
      ];
      expect(own.data).toEqual((await ada.client.get('users/me')).data);
      expect(read.data).toEqual(own.data);
      expect(read.data).toMatchObject({ id: ada.user.uid, type: 'EndUser', isUserIntegration: false, package: null });
      expect(read.text).not.toMatch(/\$bg1|bgk_|bgr_|passwordHash|credential|"number"|epoch/);
    });

    it('JFW-EP-16: finds by username in any case, whole names only, and nobody by an address', async () => {
      const name = ada.user.username ?? '';
      for (const spelled of [name, name.toUpperCase(), `%20${name}%20`]) {
        expect((await admin.client.get(`users/by-username/${spelled}`)).data).toMatchObject({ id: ada.user.uid });
      }
      for (const other of [name.slice(0, -1), ada.user.emailAddress ?? '', encodeURIComponent('+84901000002')]) {
        expect(told(await admin.client.get(`users/by-username/${other}`))).toEqual([404, 'UserNotFound']);
      }
    });

    it('JFW-EP-16, JFW-ADM-06, -08: one’s own name needs nothing, any other is 403 whether it exists or not', async () => {
      const own = await ada.client.get(`users/by-username/${ada.user.username?.toUpperCase()}`);
      expect([own.status, own.data['id']]).toEqual([200, ada.user.uid]);
      for (const name of [admin.user.username, 'no.such.name', '%00', '%F0%9F%98%80']) {
        const answer = await ada.client.get(`users/by-username/${name}`);
        if (name !== '%00') expect(told(answer)).toEqual([403, 'AccessDenied']);
        else expect(answer.status).toBe(400);
      }
    });

    it('JFW-EP-16: an address that serves as the username is found as one', async () => {
      const user = await gateway.addUser(brandId, { emailAddress: 'Mail.Name@Example.com', password: 'x' });
      const found = await admin.client.get('users/by-username/mail.name@example.com');
      expect(found.data['id']).toBe(user.uid);
    });
  });

  describe('GET users/by-list-id', () => {
    it('JFW-EP-19, JFW-FMT-08: known ids in the order asked for, unknown ones left out, every form of a list', async () => {
      const [a, b] = [ada.user.uid, admin.user.uid];
      const missing = uuidv7(1);
      for (const query of [
        `ids=${b}&ids=${missing}&ids=${a}`,
        `ids[]=${b}&ids[]=${a}`,
        `ids[7]=${b}&ids[70]=${a}&ids[71]=1`,
        `IDS=${b},${a},${missing}`,
        `ids=${b},${a},${a},${a.toUpperCase()},x'y,0`,
      ]) {
        const { data } = await admin.client.get<User[]>(`users/by-list-id?${query}`);
        expect(data.map(({ id }) => id)).toEqual([b, a]);
      }
      expect((await admin.client.get('users/by-list-id')).data).toEqual([]);
    });

    it('JFW-FMT-08: takes a hundred, refuses a hundred and one', async () => {
      const ids = (count: number) => Array.from({ length: count }, () => `ids=${ada.user.uid}`).join('&');
      expect((await admin.client.get<User[]>(`users/by-list-id?${ids(100)}`)).data).toHaveLength(1);
      expect(told(await admin.client.get(`users/by-list-id?${ids(101)}`))).toEqual([400, 'RequestInvalid']);
    });
  });

  describe('GET users', () => {
    const domain = 'list.example';
    let listId: BrandId;
    let reader: Person;
    let role: RoleEntity;
    const seeded = new Map<string, UserEntity>();

    const add = async (username: string, seed: UserSeed = {}, changes: Partial<UserEntity> = {}) => {
      const user = await gateway.addUser(listId, { username, password: 'tidal lantern quarry', ...seed });
      if (Object.keys(changes).length > 0) await gateway.setUser(user, changes);
      seeded.set(username, user);
    };

    beforeAll(async () => {
      listId = await gateway.addBrand(domain, { rateLimits: PLENTY });
      reader = await new People(gateway, listId, domain).one({}, 'Admin');
      const later = gateway.clock.now() + 600_000;
      const names = { firstName: 'Ngọc', lastName: 'ĐIỆN', nickName: 'Straße' };
      await add('john.doe', { emailAddress: 'John@Example.com', phoneNumber: '+84901234567' }, names);
      await add('jane.doe', { type: 'Partner' }, { isEmailVerified: true, languageCode: 'vi-VN' });
      await add('lou.locked', { status: 'Locked' });
      await add('auto.locked', {}, { lockedUntil: later });
      await add('was.locked', {}, { lockedUntil: gateway.clock.now() - 1 });
      await add('sus.pended', { status: 'Suspended' }, { timeZoneId: 'Asia/Ho_Chi_Minh' });
      await add('in.active', { status: 'Inactive' }, { firstName: '100%_sure' });
      await add('gone.user', { status: 'Deleted' });
      const at = { createdAt: 1, modifiedAt: 1 };
      const texts = { uid: uuidv7(1), code: 'editor', name: 'Editor', description: null };
      const kind = { number: 99, kind: 'Custom' as const, isActive: true, permissions: [] };
      await gateway.store.insert(RoleEntity, { brandId: listId, ...texts, ...kind, ...at });
      role = await gateway.store.findOneByOrFail(RoleEntity, { brandId: listId, code: 'editor' });
      const john = seeded.get('john.doe');
      await gateway.store.insert(UserRoleEntity, { brandId: listId, userId: john!.id, roleId: role.id });
    });

    const list = async (query = '') => (await reader.client.get<List>(`users?${query}`)).data;
    const names = async (query: string) =>
      (await list(query)).items.map(({ username }) => username).filter((name) => name !== reader.user.username);

    it('JFW-FMT-05: one page of everybody but the deleted, oldest first', async () => {
      const all = await list();
      const [first] = all.items;
      expect([first?.username, all.totalItems, all.pageNumber, all.pageSize]).toEqual([
        ...[reader.user.username, 8, 0, 200],
      ]);
      expect(first).toEqual((await reader.client.get('users/me')).data);
      expect(all.items.map(({ username }) => username)).not.toContain('gone.user');
      const second = await list('pageSize=3&pageNumber=1');
      expect(second.items).toEqual(all.items.slice(3, 6));
      expect([second.totalItems, second.pageNumber, second.pageSize]).toEqual([8, 1, 3]);
      expect(await list('pageNumber=9')).toMatchObject({ items: [], totalItems: 8 });
      expect((await list('pageSize=5000')).pageSize).toBe(1_000);
    });

    it.each([
      ['code', () => `code=${seeded.get('jane.doe')?.code.toLowerCase()}`, ['jane.doe']],
      ['username', () => 'username=JOHN.DOE', ['john.doe']],
      ['a part of a username', () => 'username=doe', []],
      ['emailAddress', () => 'emailAddress=JOHN@example.COM', ['john.doe']],
      ['an address that is none', () => 'emailAddress=john', []],
      ['phoneNumber', () => `phoneNumber=${encodeURIComponent('+84 (90) 123-4567')}`, ['john.doe']],
      ['firstName', () => `firstName=${encodeURIComponent('NGỌC')}`, ['john.doe']],
      ['lastName', () => `lastName=${encodeURIComponent('điện')}`, ['john.doe']],
      ['nickName', () => `nickName=${encodeURIComponent('straße')}`, ['john.doe']],
      ['languageCode', () => 'languageCode=VI-vn', ['jane.doe']],
      ['timeZoneId', () => 'timeZoneId=asia/ho_chi_minh', ['sus.pended']],
      ['isEmailAddressVerified', () => 'isEmailAddressVerified=1', ['jane.doe']],
      ['userType', () => 'userType=partner', ['jane.doe']],
      ['roleId of a custom role', () => `roleId=${role.uid}`, ['john.doe']],
      ['roleId that is none', () => `roleId=1`, []],
      ['ids', () => `ids=${seeded.get('in.active')?.uid},1,${seeded.get('john.doe')?.uid}`, ['john.doe', 'in.active']],
      ['ids that are none', () => 'ids=1,2', []],
      ['isUserVerified, which nobody is', () => 'isUserVerified=true', []],
      ['testMode', () => 'testMode=TRUE', []],
      ['isSystem', () => 'isSystem=1', []],
      ['two at once', () => 'username=john.doe&status=Locked', []],
    ])('JFW-EP-17, JFW-FMT-11: narrows by %s', async (_, query, expected) => {
      expect(await names(query())).toEqual(expected);
    });

    it.each([
      ['Locked', ['lou.locked', 'auto.locked']],
      ['active', ['john.doe', 'jane.doe', 'was.locked']],
      ['Suspended', ['sus.pended']],
      ['Inactive', ['in.active']],
      ['Deleted', ['gone.user']],
      ['Elsewhere', []],
    ])('JFW-EP-17, §23: status %s means what a User shows', async (status, expected) => {
      const { items } = await list(`status=${status}`);
      expect(items.map(({ username }) => username).filter((name) => name !== reader.user.username)).toEqual(expected);
      for (const item of items) expect(item.status.toLowerCase()).toBe(status.toLowerCase());
    });

    it('JFW-EP-17: false for what nobody is leaves everybody', async () => {
      expect((await list('isSystem=false&testMode=0&isUserVerified=False')).totalItems).toBe(8);
    });

    it.each([
      ['DOE', ['john.doe', 'jane.doe']],
      ['@EXAMPLE.com', ['john.doe']],
      ['1234567', ['john.doe']],
      [encodeURIComponent('ngọc'), ['john.doe']],
      [encodeURIComponent('iệ'), ['john.doe']],
      [encodeURIComponent('0%_S'), ['in.active']],
      ['%25', ['in.active']],
      [encodeURIComponent("' OR 1=1 -- "), []],
    ])('JFW-FMT-11: the keyword %s is a part of a name in any case, and no pattern', async (keywords, expected) => {
      expect(await names(`keywords=${keywords}`)).toEqual(expected);
    });

    it('JFW-FMT-06: sorts by every column of the list, both ways', async () => {
      const byName = await names('sortDataField=username&sortOrder=desc');
      expect(byName).toEqual([...byName].sort().reverse());
      for (const field of [
        'CODE',
        'emailAddress',
        'status',
        'createdDate',
        'modifiedDate',
        'lastLoginAt',
        'timeZoneId',
      ]) {
        expect((await list(`sortDataField=${field}`)).totalItems).toBe(8);
      }
    });

    it.each([
      'sortDataField=passwordHash',
      'sortDataField=epoch',
      'sortDataField=number',
      'sortDataField=constructor',
      'sortOrder=up',
      'pageNumber=-1',
      'pageSize=0',
      'pageSize=1.5',
      'isSystem=perhaps',
      'username=a&userName=b',
    ])('JFW-FMT-05 to -07, -09: %s is 400', async (query) => {
      expect(told(await reader.client.get(`users?${query}`))).toEqual([400, 'RequestInvalid']);
    });

    it('JFW-ADM-02, -06: only with USER.READ', async () => {
      const { client } = await people.one({}, 'Partner');
      for (const path of ['users', 'users/by-list-id', `users/by-list-id?ids=${ada.user.uid}`]) {
        expect(told(await client.get(path))).toEqual([403, 'AccessDenied']);
        expect(told(await ada.client.get(path))).toEqual([403, 'AccessDenied']);
      }
    });
  });
});
