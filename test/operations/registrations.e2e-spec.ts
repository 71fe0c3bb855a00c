import { installationActor } from '../../src/core/audit/actor';
import { BrandDirectory } from '../../src/core/brands/brand-directory';
import type { BrandSettings } from '../../src/core/brands/brand-settings';
import { Outbox } from '../../src/core/outbox/outbox';
import { OutboxEntity } from '../../src/core/outbox/outbox.entity';
import { IdentifierEntity } from '../../src/core/users/identifier.entity';
import { UserEntity } from '../../src/core/users/user.entity';
import { installationCaller } from '../../src/core/roles/caller';
import { CreateUserFlow } from '../../src/flows/create-user/create-user.flow';
import { ForgetRegistrationsFlow } from '../../src/flows/forget-registrations/forget-registrations.flow';
import {
  REGISTRATION_JOB,
  RequestRegistrationFlow,
  type RequestRegistrationCommand,
} from '../../src/flows/request-registration/request-registration.flow';
import { ResetPasswordFlow } from '../../src/flows/reset-password/reset-password.flow';
import type { BrandgateError } from '../../src/kernel/errors/brandgate-error';
import type { BrandId } from '../../src/kernel/ids';
import { describeEngine } from '../support/describe-engine';
import { PLENTY } from '../support/people';
import { statementsOf } from '../support/statement-count';
import { TestGateway } from '../support/start-gateway';

const PASSWORD = 'copper meadow lantern';
const DAY_MS = 86_400_000;
const LIMITS = { ...PLENTY, recovery: PLENTY.general, register: PLENTY.general };

describeEngine('registrations that tell nothing (SEC-ENU-02, DF-USR-05)', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: LIMITS });
  });
  afterAll(() => gateway.close());

  const address = () => `newcomer.${(count += 1)}@example.com`;
  const brandOf = async () => {
    const brand = await gateway.gateway.app.get(BrandDirectory).findById(brandId);
    if (!brand) throw new Error('no brand');
    return brand;
  };
  const request = async (emailAddress: string, more: Partial<RequestRegistrationCommand> = {}) => {
    const flow = gateway.gateway.app.get(RequestRegistrationFlow);
    return flow.run(await brandOf(), { emailAddress, at: gateway.clock.now(), ...more }).then(
      () => 'done',
      (error: unknown) => (error as BrandgateError).code,
    );
  };
  const accept = async (token: string) => {
    const body = { token, password: PASSWORD };
    const { code, status } = await gateway.client('a.example').post('users/accept-invitation', body);
    return code ?? status;
  };
  const topics = (to: string) => gateway.mail.to(to).map(({ subject }) => subject);
  const tokenOf = (to: string) => gateway.mail.linkTo(to).searchParams.get('token') ?? 'none';
  const rowOf = (emailAddress: string) => gateway.store.findOneBy(UserEntity, { brandId, emailAddress });
  const forget = () => gateway.gateway.app.get(ForgetRegistrationsFlow).run(gateway.clock.now());

  it('a newcomer is mailed a link, and has an account once they chose a password', async () => {
    const to = address();
    expect(await request(to, { firstName: 'Ann', lastName: 'Ames', languageCode: 'vi' })).toBe('done');
    expect(await rowOf(to)).toBeNull();
    await gateway.deliver();
    const pending = await rowOf(to);
    expect(pending).toMatchObject({ status: 'Inactive', passwordHash: null, firstName: 'Ann', languageCode: 'vi' });
    expect([gateway.mail.lastTo(to).language, gateway.mail.linkTo(to).pathname]).toEqual([
      'vi',
      '/pages/a-example/accept-invitation',
    ]);
    expect(await accept(tokenOf(to))).toBe(200);
    expect((await gateway.client('a.example').signIn(to, PASSWORD)).status).toBe(200);
    expect(await rowOf(to)).toMatchObject({ status: 'Active', isEmailVerified: true });
  });

  it('DF-USR-05: the secret may be a code in a link of the caller; a first password is no news', async () => {
    const to = address();
    await request(to, { nickName: 'Ann', letter: { kind: 'code', link: 'https://app.example/confirm?x=1' } });
    await gateway.deliver();
    const { origin, searchParams } = gateway.mail.linkTo(to);
    const code = searchParams.get('code') ?? '';
    expect([origin, searchParams.get('x'), searchParams.get('email'), searchParams.get('username')]).toEqual([
      'https://app.example',
      '1',
      to,
      to,
    ]);
    expect(code).toMatch(/^[0-9A-Z]{32}$/);
    expect(await accept(code)).toBe('TokenInvalid');
    const proof = { kind: 'code' as const, secret: code, identifier: to, kinds: ['email' as const] };
    const chosen = { newPassword: PASSWORD, field: 'password', at: gateway.clock.now() };
    const command = { proof, purposes: ['registration' as const], ...chosen };
    await gateway.gateway.app.get(ResetPasswordFlow).run(installationActor(brandId, 'test'), await brandOf(), command);
    expect(await rowOf(to)).toMatchObject({ status: 'Active', nickName: 'Ann' });
    await gateway.deliver();
    expect(topics(to)).toHaveLength(1);
  });

  it('the owner of an account is told so, somebody pending is mailed a new link, and no second account comes of it', async () => {
    const [owner, pending] = [address(), address()];
    await gateway.addUser(brandId, { emailAddress: owner, password: PASSWORD });
    await request(pending);
    await gateway.deliver();
    const first = tokenOf(pending);
    // Another spelling is the same address (SEC-ID-02).
    await Promise.all([request(owner.toUpperCase()), request(pending)]);
    await gateway.deliver();
    expect(gateway.mail.linkTo(owner).pathname).toBe('/pages/a-example/forgot-password');
    expect(topics(pending)).toHaveLength(2);
    expect([await accept(first), await accept(tokenOf(pending))]).toEqual(['TokenInvalid', 200]);
    expect(await gateway.store.countBy(IdentifierEntity, { brandId, canonicalKey: pending })).toBe(1);
  });

  it('who was made inactive by an administrator does not come back by registering', async () => {
    const to = address();
    const user = await gateway.addUser(brandId, { emailAddress: to, password: PASSWORD });
    await gateway.setUser(user, { status: 'Inactive', passwordHash: null, passwordChangedAt: null });
    await request(to);
    await gateway.deliver();
    expect(gateway.mail.linkTo(to).pathname).toBe('/pages/a-example/forgot-password');
  });

  it('SEC-ENU-01, -02: an address that has an account and one that has none cost the same statements, and no look-up', async () => {
    const owner = address();
    await gateway.addUser(brandId, { emailAddress: owner, password: PASSWORD });
    await gateway.settle();
    await request(address());
    const shape = (statements: readonly string[]) =>
      statements.map((text) => text.replace(/'(?:[^'\\]|\\.|'')*'|\b\d+\b/g, '?'));
    const known = await statementsOf(gateway, () => request(owner));
    const unknown = await statementsOf(gateway, () => request(address()));
    expect(shape(known)).toEqual(shape(unknown));
    expect([known.length, known.every((text) => /outbox/.test(text))]).toEqual([1, true]);
    // Over the limit of the target it is the same again.
    for (let i = 0; i < 3; i += 1) await request(owner);
    expect(shape(await statementsOf(gateway, () => request(owner)))).toEqual(shape(unknown));
  });

  it('SEC-BF (recovery): three mails in a quarter of an hour to one address, silently', async () => {
    const to = address();
    for (let i = 0; i < 5; i += 1) expect(await request(to)).toBe('done');
    await gateway.deliver();
    expect(topics(to)).toHaveLength(3);
    gateway.clock.advance(901_000);
    await request(to);
    await gateway.deliver();
    expect(topics(to)).toHaveLength(4);
  });

  it('closed or by invitation only: RegistrationDisabled before anything is judged; what waits is dropped when it closes', async () => {
    const to = address();
    const closed: Partial<BrandSettings>[] = [
      { selfRegistration: false },
      { selfRegistration: false, invitations: false },
    ];
    for (const settings of closed) {
      await gateway.updateBrand(brandId, { settings: { rateLimits: LIMITS, ...settings } });
      expect([await request('no address'), await request(address())]).toEqual(Array(2).fill('registration.disabled'));
    }
    // Asked for while it was open.
    const at = gateway.clock.now();
    const row = { brandId, userId: null, kind: 'job' as const, topic: REGISTRATION_JOB, payload: { emailAddress: to } };
    await gateway.gateway.app.get(Outbox).add(gateway.store, { ...row, expiresAt: at + DAY_MS }, at);
    await gateway.deliver();
    expect([await rowOf(to), topics(to)]).toEqual([null, []]);
    await gateway.updateBrand(brandId, { settings: { rateLimits: LIMITS } });
    expect([await request('no address'), await request(address(), { firstName: 'x'.repeat(101) })]).toEqual(
      Array(2).fill('request.invalid'),
    );
  });

  it('JFW-USR-03: many registrations of one address at once make one account', async () => {
    const to = address();
    await Promise.all(Array.from({ length: 3 }, () => request(to)));
    await gateway.deliver();
    expect([topics(to).length, await gateway.store.countBy(UserEntity, { brandId, emailAddress: to })]).toEqual([3, 1]);
    const tokens = gateway.mail.to(to).map(({ text }) => /token=([\w-]+)/.exec(text)?.[1] ?? '');
    const outcomes: (string | number)[] = [];
    for (const token of tokens) outcomes.push(await accept(token));
    expect(outcomes.filter((outcome) => outcome === 200)).toHaveLength(1);
  });

  it('nobody confirmed for a week after the link had expired: the account is deleted and its name is free', async () => {
    const [idle, late, invited] = [address(), address(), address()];
    for (const to of [idle, late]) await request(to);
    await gateway.deliver();
    gateway.clock.advance(8 * DAY_MS - 60_000);
    await forget();
    expect(await rowOf(idle)).toMatchObject({ status: 'Inactive' });
    // Asked for again just before: it waits on.
    await request(late);
    await gateway.deliver();
    gateway.clock.advance(120_000);
    await Promise.all([forget(), forget()]);
    expect(await rowOf(idle)).toMatchObject({ status: 'Deleted' });
    expect(await rowOf(late)).toMatchObject({ status: 'Inactive' });
    expect(await gateway.store.countBy(IdentifierEntity, { brandId, canonicalKey: idle })).toBe(0);
    expect(await accept(tokenOf(late))).toBe(200);
    await forget();
    expect(await rowOf(late)).toMatchObject({ status: 'Active' });
    await request(idle);
    await gateway.deliver();
    expect(await accept(tokenOf(idle))).toBe(200);
    expect(invited).toContain('@');
  });

  it('JFW-USR-01: a native registration stays as it was, and mails a link that confirms the address', async () => {
    const to = address();
    const register = (body: object) =>
      gateway.client('a.example').post<{ id: string }>('users/register', { password: PASSWORD, ...body });
    expect((await register({ emailAddress: to })).status).toBe(201);
    await gateway.deliver();
    const link = gateway.mail.linkTo(to);
    expect(link.pathname).toBe('/pages/a-example/verify-email');
    const token = link.searchParams.get('token');
    expect((await gateway.client('a.example').put('users/email-address/active', { token })).status).toBe(200);
    expect(await rowOf(to)).toMatchObject({ status: 'Active', isEmailVerified: true });
    const before = await gateway.store.count(OutboxEntity);
    await register({ username: 'no.address' });
    await gateway.updateBrand(brandId, {
      settings: { rateLimits: LIMITS, verificationMail: false },
    });
    await register({ emailAddress: address() });
    expect(await gateway.store.count(OutboxEntity)).toBe(before);
    await gateway.updateBrand(brandId, { settings: { rateLimits: LIMITS } });
  });

  it('an account that somebody else makes is mailed a link to confirm its address where they say so, and else not', async () => {
    const [silent, told] = [address(), address()];
    const create = async (emailAddress: string, more: { verifiesEmail?: true } = {}) => {
      const command = { draft: { emailAddress }, credential: null, type: 'EndUser' as const, at: gateway.clock.now() };
      const [actor, caller] = [installationActor(brandId, 'test'), installationCaller(brandId)];
      await gateway.gateway.app.get(CreateUserFlow).run(actor, caller, await brandOf(), { ...command, ...more });
    };
    await create(silent);
    await create(told, { verifiesEmail: true });
    await gateway.deliver();
    expect([topics(silent), gateway.mail.linkTo(told).pathname]).toEqual([[], '/pages/a-example/verify-email']);
  });
});
