import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { UserEntity } from '../../../src/core/users/user.entity';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import { People, type Person, PLENTY } from '../../support/people';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'copper meadow lantern';
const DAY_MS = 86_400_000;
const LIMITS = { ...PLENTY, recovery: PLENTY.general };

interface Shown {
  readonly id: string;
  readonly status: string;
  readonly type: string;
  readonly username: string;
  readonly isEmailAddressVerified: boolean;
}

describeEngine('invitations (SEC-OT-07, jfw.md §28)', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let admin: Person;
  let people: People;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: LIMITS });
    people = new People(gateway, brandId, 'a.example');
    admin = await people.one({}, 'Admin');
  });
  afterAll(() => gateway.close());

  const address = () => `guest.${(count += 1)}@example.com`;
  const invite = (emailAddress: string, more: object = {}) =>
    admin.client.post<Shown>('users/invite', { emailAddress, ...more });
  const accept = async (token: string, password = PASSWORD) => {
    const answer = await gateway.client('a.example').post('users/accept-invitation', { token, password });
    return answer.code ?? answer.status;
  };
  const token = async (emailAddress: string) => {
    await gateway.deliver();
    return gateway.mail.linkTo(emailAddress).searchParams.get('token') ?? 'none';
  };
  const signIn = async (name: string) => (await gateway.client('a.example').signIn(name, PASSWORD)).status;
  const trail = (event: AuditEventEntity['event'], targetId: string) =>
    gateway.store.countBy(AuditEventEntity, { brandId, event, targetId });

  it('an invited person follows the link, chooses a password and is in, with a verified address', async () => {
    const guest = address();
    const { status, data } = await invite(guest, { firstName: 'Ann', type: 'Partner', languageCode: 'vi' });
    expect([status, data.status, data.type, data.isEmailAddressVerified]).toEqual([201, 'Inactive', 'Partner', false]);
    const link = await token(guest).then(() => gateway.mail.linkTo(guest));
    expect(`${link.origin}${link.pathname}`).toBe('http://gw.localhost/pages/a-example/accept-invitation');
    expect(await signIn(guest)).toBe(401);
    expect(await accept(link.searchParams.get('token') ?? '')).toBe(200);
    expect(await signIn(guest)).toBe(200);
    const row = await gateway.store.findOneByOrFail(UserEntity, { brandId, uid: data.id });
    expect([row.status, row.isEmailVerified, row.languageCode]).toEqual(['Active', true, 'vi']);
    expect([await trail('user.invited', data.id), await trail('user.invitation_accepted', data.id)]).toEqual([1, 1]);
    // The mail was in the language that the inviter named.
    expect(gateway.mail.lastTo(guest).language).toBe('vi');
  });

  it('SEC-OT-01, SEC-RST-05: a token works once, a refused password does not use it up, another brand does not know it', async () => {
    const guest = address();
    await invite(guest);
    const secret = await token(guest);
    const other = await gateway.addBrand('b.example', { rateLimits: LIMITS });
    expect(other).not.toBe(brandId);
    const abroad = await gateway
      .client('b.example')
      .post('users/accept-invitation', { token: secret, password: PASSWORD });
    expect(abroad.code).toBe('TokenInvalid');
    expect([await accept(secret, 'short'), await accept(`${secret} `), await accept(secret.toUpperCase())]).toEqual([
      'PasswordInvalidFormat',
      'TokenInvalid',
      'TokenInvalid',
    ]);
    expect([await accept(secret), await accept(secret)]).toEqual([200, 'TokenInvalid']);
  });

  it('SEC-OT-07: an invitation ends by the clock, and is sent again by address or by id', async () => {
    const guest = address();
    const { data } = await invite(guest);
    const late = await token(guest);
    gateway.clock.advance(DAY_MS + 1_000);
    admin = await people.one({}, 'Admin');
    expect(await accept(late)).toBe('TokenInvalid');
    const again = await invite(guest, { username: 'somebody.else', type: 'Partner' });
    // The account is the one there was.
    expect([again.status, again.data.id, again.data.username, again.data.type]).toEqual([
      201,
      data.id,
      guest,
      'EndUser',
    ]);
    const second = await token(guest);
    expect((await admin.client.post(`users/${data.id}/invite`)).status).toBe(200);
    const third = await token(guest);
    expect([await accept(second), await accept(third)]).toEqual(['TokenInvalid', 200]);
    expect((await admin.client.post(`users/${data.id}/invite`)).code).toBe('UserStatusConflict');
    expect((await invite(guest)).code).toBe('EmailAddressAlreadyExists');
  });

  it('JFW-PWD-07: a link of the caller is judged, and gets the token', async () => {
    const guest = address();
    const link = 'https://a.example/welcome?from=mail#top';
    expect((await invite(guest, { invitationLink: 'https://evil.example/' })).code).toBe('LinkNotAllowed');
    expect((await invite(guest, { invitationLink: link })).status).toBe(201);
    await gateway.deliver();
    const { host, hash, searchParams } = gateway.mail.linkTo(guest);
    expect([host, hash, searchParams.get('from')]).toEqual(['a.example', '#top', 'mail']);
    expect(await accept(searchParams.get('token') ?? '')).toBe(200);
  });

  it('JFW-ADM-04, -05: nobody invites above themselves, nor gives roles they may not give', async () => {
    const { data: role } = await admin.client.post<{ id: string }>('roles', {
      code: 'invites',
      name: 'Invites',
      permissions: ['USER.CREATE', 'USER.READ'],
    });
    const helper = await people.one();
    await admin.client.post(`users/${helper.user.uid}/roles`, { roleIds: [role.id] });
    const by = async (body: object) => {
      const { status, code } = await helper.client.post('users/invite', { emailAddress: address(), ...body });
      return code ?? status;
    };
    expect([await by({}), await by({ type: 'Admin' }), await by({ roleIds: [role.id] })]).toEqual([
      201,
      'AccessDenied',
      'AccessDenied',
    ]);
    const { data } = await admin.client.post<{ id: string }>('users/invite', {
      ...{ emailAddress: address(), roleIds: [role.id] },
    });
    const roles = await admin.client.get<{ code: string }[]>(`users/${data.id}/roles`);
    expect(roles.data.map(({ code }) => code)).toContain('invites');
    expect((await invite(address(), { roleIds: [data.id] })).code).toBe('RoleNotFound');
    expect((await people.one()).client).toBeDefined();
    const stranger = await people.one();
    expect((await stranger.client.post('users/invite', { emailAddress: address() })).code).toBe('AccessDenied');
  });

  it('setting invitations off: InvitationDisabled, for who may create users; what was sent still counts', async () => {
    const guest = address();
    const { data } = await invite(guest);
    const settings = { rateLimits: LIMITS, invitations: false };
    await gateway.updateBrand(brandId, { settings });
    expect([(await invite(address())).code, (await admin.client.post(`users/${data.id}/invite`)).code]).toEqual(
      Array(2).fill('InvitationDisabled'),
    );
    const secret = await token(guest);
    await gateway.updateBrand(brandId, { settings: { rateLimits: LIMITS } });
    expect(await accept(secret)).toBe(200);
  });

  it('SEC-OT-06: who was deleted or suspended meanwhile does not come in', async () => {
    const [gone, held] = [address(), address()];
    const [one, two] = [await invite(gone), await invite(held)];
    const tokens = [await token(gone), await token(held)];
    await admin.client.delete(`users/${one.data.id}`);
    const suspended = await gateway.store.findOneByOrFail(UserEntity, { brandId, uid: two.data.id });
    await gateway.setUser(suspended, { status: 'Suspended' });
    expect([await accept(tokens[0] ?? ''), await accept(tokens[1] ?? '')]).toEqual(Array(2).fill('TokenInvalid'));
  });

  it('JFW-USR-03: ten invitations of one address at once: one account, one good token', async () => {
    const guest = address();
    const answers = await Promise.all(Array.from({ length: 10 }, () => invite(guest)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
    expect(new Set(answers.map(({ data }) => data.id)).size).toBe(1);
    await gateway.deliver();
    const links = gateway.mail.to(guest).map(({ text }) => /token=([\w-]+)/.exec(text)?.[1] ?? '');
    const outcomes: (string | number)[] = [];
    for (const secret of links) outcomes.push(await accept(secret));
    expect([links.length, outcomes.filter((outcome) => outcome === 200).length]).toEqual([10, 1]);
  });

  it('SEC-OT-01: accepted ten times at once: one wins, and its password works', async () => {
    const guest = address();
    const { data } = await invite(guest);
    const secret = await token(guest);
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, async (_, n) => ({ n, outcome: await accept(secret, `${PASSWORD} ${n}`) })),
    );
    const winners = outcomes.filter(({ outcome }) => outcome === 200);
    expect(winners).toHaveLength(1);
    const answer = await gateway.client('a.example').signIn(guest, `${PASSWORD} ${winners[0]?.n}`);
    expect([answer.status, await trail('user.invitation_accepted', data.id)]).toEqual([200, 1]);
  });
});
