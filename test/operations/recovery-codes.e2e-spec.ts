import { installationActor } from '../../src/core/audit/actor';
import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { BrandDirectory } from '../../src/core/brands/brand-directory';
import type { BrandSnapshot } from '../../src/core/brands/brand-snapshot';
import { ChallengeEntity, type ChallengePurpose } from '../../src/core/challenges/challenge.entity';
import { Challenges } from '../../src/core/challenges/challenges';
import type { UserType } from '../../src/core/roles/permission';
import { UserEntity } from '../../src/core/users/user.entity';
import type { IdentifierKind } from '../../src/core/users/user.repository';
import { RequestResetFlow } from '../../src/flows/request-reset/request-reset.flow';
import { ResetPasswordFlow } from '../../src/flows/reset-password/reset-password.flow';
import type { ResetPasswordCommand } from '../../src/flows/reset-password/reset-password.command';
import { BrandgateError } from '../../src/kernel/errors/brandgate-error';
import type { BrandId } from '../../src/kernel/ids';
import { describeEngine } from '../support/describe-engine';
import { People, type Person, PLENTY } from '../support/people';
import { TestGateway } from '../support/start-gateway';

const NEW_PASSWORD = 'copper meadow lantern';
const LINK = 'https://app.example/reset';
const LIFETIME = 1_800_000;

/** What other dialects and the hosted pages ask of the flows that native recovery does not use itself. */
describeEngine('recovery by code, by link alone, and invitations', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let brand: BrandSnapshot;
  let people: People;
  let ada: Person;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: PLENTY });
    people = new People(gateway, brandId, 'a.example');
    const found = await gateway.gateway.app.get(BrandDirectory).findById(brandId);
    if (!found) throw new Error('the brand is not there');
    brand = found;
  });
  beforeEach(async () => {
    ada = await people.one();
  });
  afterAll(() => gateway.close());

  const request = (identifier: string, kinds: readonly IdentifierKind[] = ['email']) =>
    gateway.gateway.app.get(RequestResetFlow).run(brand, {
      ...{ identifier, kinds, kind: 'code', link: LINK, lifetime: LIFETIME },
      ...{ targetLimit: { limit: 100, seconds: 60 }, at: gateway.clock.now() },
    });
  const redeem = (command: Partial<ResetPasswordCommand> & Pick<ResetPasswordCommand, 'proof'>) =>
    gateway.gateway.app.get(ResetPasswordFlow).run(installationActor(brandId, 'test'), brand, {
      ...{ purposes: ['password-reset'], newPassword: NEW_PASSWORD, field: 'new_password', at: gateway.clock.now() },
      ...command,
    });
  const byCode = (secret: string, identifier = ada.user.emailAddress ?? '') =>
    ({ kind: 'code', secret, identifier, kinds: ['email', 'username'] }) as const;
  const refusal = async (work: Promise<unknown>) => {
    const error: unknown = await work.catch((thrown: unknown) => thrown);
    return error instanceof BrandgateError ? [error.code, error.reason?.reason, error.fields[0]?.field] : error;
  };
  const open = (user: UserEntity, purpose: ChallengePurpose) =>
    gateway.gateway.app
      .get(Challenges)
      .open(
        gateway.store,
        { brandId, userId: user.id, purpose, kind: 'link', target: user.emailAddress, lifetime: LIFETIME },
        gateway.clock.now(),
      );
  const rowOf = ({ id }: UserEntity) => gateway.store.findOneByOrFail(UserEntity, { brandId, id });

  async function code(identifier = ada.user.emailAddress ?? '', kinds?: readonly IdentifierKind[]): Promise<string> {
    await request(identifier, kinds);
    await gateway.deliver();
    return gateway.mail.linkTo(ada.user.emailAddress ?? '').searchParams.get('code') ?? '';
  }

  it.each<[UserType, string | null]>([
    ['EndUser', null],
    ['Admin', '1'],
  ])('DF-PWD-08, -15: a code of 32 characters, as text and in the link; %s', async (type, admin) => {
    ada = await people.one({}, type);
    const secret = await code(ada.user.username ?? '', ['username']);
    expect(secret).toMatch(/^[0-9A-Z]{32}$/);
    const address = ada.user.emailAddress ?? '';
    expect(gateway.mail.lastTo(address).text.split(secret).length).toBeGreaterThan(2);
    const { origin, pathname, searchParams } = gateway.mail.linkTo(address);
    expect(origin + pathname).toBe(LINK);
    expect(Object.fromEntries(searchParams)).toEqual({
      ...{ code: secret, email: address, username: ada.user.username },
      ...(admin === null ? {} : { admin }),
    });
    expect((await redeem({ proof: byCode(secret) })).uid).toBe(ada.user.uid);
    expect((await gateway.client('a.example').signIn(address, NEW_PASSWORD)).status).toBe(200);
  });

  it('DF-PWD-16: a name is looked for among the kinds that are named alone', async () => {
    await request(ada.user.username ?? '', ['email']);
    await gateway.deliver();
    expect(gateway.mail.to(ada.user.emailAddress ?? '')).toEqual([]);
  });

  it('DF-PWD-08, -10: only of a right code it is told that it has expired or was used', async () => {
    const used = await code();
    await redeem({ proof: byCode(used) });
    expect(await refusal(redeem({ proof: byCode(used) }))).toEqual(['token.invalid', 'token-used', undefined]);
    const late = await code();
    gateway.clock.advance(LIFETIME + 1);
    expect(await refusal(redeem({ proof: byCode(late) }))).toEqual(['token.invalid', 'token-expired', undefined]);
    const unknown = ['token.invalid', 'token-unknown', undefined];
    expect(await refusal(redeem({ proof: byCode(late.toLowerCase()) }))).toEqual(unknown);
    expect(await refusal(redeem({ proof: byCode(late, 'nobody@nowhere.example') }))).toEqual(unknown);
    expect(
      await refusal(redeem({ proof: { kind: 'link', secret: late, emailAddress: ada.user.emailAddress } })),
    ).toEqual(unknown);
  });

  it('DF-PWD-09, -17: what the dialect judges, and its longer minimum, leave code and tries as they are', async () => {
    const secret = await code();
    const judge = () => Promise.reject(new BrandgateError('access.denied'));
    for (let i = 0; i < 6; i += 1) {
      expect(await refusal(redeem({ proof: byCode(secret), judge }))).toEqual(['access.denied', undefined, undefined]);
      const short = redeem({ proof: byCode(secret), newPassword: 'fifteen letters', minLength: 16 });
      expect(await refusal(short)).toEqual(['password.format', undefined, 'new_password']);
    }
    const { attempts } = await gateway.store.findOneByOrFail(ChallengeEntity, { brandId, userId: ada.user.id });
    expect(attempts).toBe(0);
    const seen: string[] = [];
    await redeem({ proof: byCode(secret), judge: ({ uid }) => Promise.resolve(void seen.push(uid)) });
    expect(seen).toEqual([ada.user.uid]);
  });

  it.each(['invitation', 'registration'] as const)(
    'SEC-OT-06: %s: the account is in, its address is verified',
    async (purpose) => {
      await gateway.setUser(ada.user, { status: 'Inactive', passwordHash: null });
      const secret = await open(ada.user, purpose);
      const proof = { kind: 'link', secret, emailAddress: null } as const;
      expect(await refusal(redeem({ proof }))).toEqual(['token.invalid', 'token-unknown', undefined]);
      const purposes = ['password-reset', 'invitation', 'registration'] as const;
      const user = await redeem({ proof, purposes });
      expect(user).toMatchObject({ uid: ada.user.uid, status: 'Active', isEmailVerified: true });
      expect(await rowOf(ada.user)).toEqual(user);
      const event = { brandId, event: 'user.invitation_accepted' as const, targetId: ada.user.uid };
      expect(await gateway.store.countBy(AuditEventEntity, event)).toBe(1);
      expect(await refusal(redeem({ proof, purposes }))).toEqual(['token.invalid', 'token-unknown', undefined]);
    },
  );

  it('SEC-OT-06: an invitation does not let a suspended account in', async () => {
    const secret = await open(ada.user, 'invitation');
    await gateway.setUser(ada.user, { status: 'Suspended' });
    const proof = { kind: 'link', secret, emailAddress: null } as const;
    expect(await refusal(redeem({ proof, purposes: ['invitation'] }))).toEqual([
      'token.invalid',
      'user-state',
      undefined,
    ]);
    expect((await rowOf(ada.user)).status).toBe('Suspended');
  });
});
