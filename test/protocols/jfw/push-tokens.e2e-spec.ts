import { AuditEventEntity } from '../../../src/core/audit/audit-event.entity';
import { DeviceEntity } from '../../../src/core/devices/device.entity';
import { UserDeviceEntity } from '../../../src/core/devices/user-device.entity';
import { RevokingTransaction } from '../../../src/core/revocations/revoking-transaction';
import type { BrandId } from '../../../src/kernel/ids';
import { describeEngine } from '../../support/describe-engine';
import type { JfwClient } from '../../support/jfw-client';
import { TestGateway } from '../../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const LOTS = { limit: 100_000, seconds: 60 };

describeEngine('owners of push tokens', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brandId = await gateway.addBrand('a.example', { rateLimits: { login: LOTS, loginIdentifier: LOTS } });
  });
  afterAll(() => gateway.close());

  const someone = async (headers: Record<string, string> = {}) => {
    // Sign-ins differ in time, which is what decides between two of them.
    gateway.clock.advance(10);
    const username = `user.${(count += 1)}`;
    const user = await gateway.addUser(brandId, { username, password: PASSWORD });
    const { data } = await gateway.client('a.example').signIn(username, PASSWORD, headers);
    return { user, client: gateway.client('a.example').with({ 'Auth-Key': data.authKey }) };
  };
  const phone = (code: string, token?: string) => ({
    'X-Device-Code': code,
    ...(token === undefined ? {} : { 'X-Device-Token': token }),
  });
  const statusOf = async (client: JfwClient, headers: Record<string, string>) =>
    (await client.with(headers).get('users/me')).headers.get('x-device-status');
  /** The stored owners of a token, by user; more than one would be a fault. */
  const ownersOf = async (pushToken: string) =>
    (await gateway.store.findBy(UserDeviceEntity, { brandId, pushToken })).map(({ userId }) => userId);
  const linkOf = async (code: string, userId: UserDeviceEntity['userId']) => {
    const { id: deviceId } = await gateway.store.findOneByOrFail(DeviceEntity, { brandId, code });
    return gateway.store.findOneByOrFail(UserDeviceEntity, { brandId, deviceId, userId });
  };

  it('JFW-TOK-01: the database itself refuses a second owner in one brand', async () => {
    const first = await someone(phone('unique-1', 'unique-token'));
    const second = await someone(phone('unique-2'));
    const { pushToken, pushTokenHash } = await linkOf('unique-1', first.user.id);
    const { id } = await linkOf('unique-2', second.user.id);
    const update = gateway.store.update(UserDeviceEntity, { brandId, id }, { pushToken, pushTokenHash });
    await expect(update).rejects.toThrow(/unique|duplicate/i);
  });

  it('JFW-TOK-01: a token longer than any index is told apart by its last character', async () => {
    const long = 'x'.repeat(4_095);
    const first = await someone(phone('long-1', `${long}1`));
    const second = await someone(phone('long-2', `${long}2`));
    expect([await ownersOf(`${long}1`), await ownersOf(`${long}2`)]).toEqual([[first.user.id], [second.user.id]]);
  });

  it('JFW-TOK-02: absent, blank and placeholder tokens leave the stored one and its time alone', async () => {
    const { user, client } = await someone(phone('keeps', 'kept-token'));
    const before = await linkOf('keeps', user.id);
    gateway.clock.advance(5_000);
    for (const token of [undefined, '', '  ', 'null', '(null)', 'nil']) await statusOf(client, phone('keeps', token));
    const after = await linkOf('keeps', user.id);
    expect([after.pushToken, after.tokenUpdatedAt]).toEqual(['kept-token', before.tokenUpdatedAt]);
  });

  it('JFW-TOK-03 (T28): A, B, A on one link stores exactly the last each time, with its time', async () => {
    const { user, client } = await someone(phone('swap', 'swap-A'));
    const seen: unknown[] = [];
    for (const token of ['swap-B', 'swap-A', 'swap-B', 'swap-A']) {
      gateway.clock.advance(1_000);
      const before = (await linkOf('swap', user.id)).tokenUpdatedAt ?? 0;
      const status = await statusOf(client, phone('swap', token));
      const { pushToken, tokenUpdatedAt } = await linkOf('swap', user.id);
      seen.push([status, pushToken, (tokenUpdatedAt ?? 0) - before >= 1_000]);
    }
    expect(seen).toEqual(['swap-B', 'swap-A', 'swap-B', 'swap-A'].map((token) => ['updated', token, true]));
  });

  it('JFW-TOK-04 (T29): a sign-in inherits the token of the device without sending it', async () => {
    const first = await someone(phone('inherit', 'inherited'));
    const second = await someone(phone('inherit'));
    expect(await ownersOf('inherited')).toEqual([second.user.id]);
    expect((await linkOf('inherit', first.user.id)).pushToken).toBeNull();
  });

  it('JFW-TOK-04, -03 (T29): a token header of that sign-in replaces the inherited one', async () => {
    await someone(phone('replace', 'replaced'));
    const second = await someone(phone('replace', 'replacing'));
    expect([await ownersOf('replaced'), await ownersOf('replacing')]).toEqual([[], [second.user.id]]);
  });

  it('JFW-TOK-04: another device of the same person is left out of it', async () => {
    const first = await someone(phone('elsewhere', 'elsewhere-token'));
    await someone(phone('not-elsewhere'));
    expect(await ownersOf('elsewhere-token')).toEqual([first.user.id]);
  });

  it('JFW-TOK-05 (a): a token nobody holds is taken', async () => {
    const { user, client } = await someone(phone('free'));
    expect([await statusOf(client, phone('free', 'free-token')), await ownersOf('free-token')]).toEqual([
      'updated',
      [user.id],
    ]);
  });

  it('JFW-TOK-05 (b), -07 (T31): one person, one token, two codes: the later report owns it', async () => {
    const { user, client } = await someone(phone('old-install', 're-installed'));
    expect(await statusOf(client, phone('new-install', 're-installed'))).toBe('registered');
    const [old, now] = [await linkOf('old-install', user.id), await linkOf('new-install', user.id)];
    expect([old.pushToken, old.pushTokenHash, old.deletedAt]).toEqual([null, null, null]);
    expect([old.supersededAt === null, now.pushToken]).toEqual([false, 're-installed']);
    const { data } = await client.get<{ code: string; userDeviceStatus: string }[]>('users/me/devices');
    expect(data.map(({ code, userDeviceStatus }) => [code, userDeviceStatus])).toEqual([
      ['old-install', 'Offline'],
      ['new-install', 'Online'],
    ]);
  });

  it('JFW-TOK-07: the old link counts again once it is used', async () => {
    const { user, client } = await someone(phone('first-home', 'two-homes'));
    await statusOf(client, phone('second-home', 'two-homes'));
    expect(await statusOf(client, phone('first-home'))).toBe('updated');
    expect((await linkOf('first-home', user.id)).supersededAt).toBeNull();
  });

  it('JFW-TOK-05 (c), -06 (T29): a newer sign-in keeps the token against any number of requests', async () => {
    const first = await someone(phone('contested', 'contested-token'));
    const second = await someone(phone('contested', 'contested-token'));
    for (let i = 0; i < 3; i += 1) {
      expect(await statusOf(first.client, phone('contested', 'contested-token'))).toBe('token-ignored');
    }
    expect(await ownersOf('contested-token')).toEqual([second.user.id]);
  });

  it('JFW-TOK-05 (c): an older sign-in gives way on another device', async () => {
    await someone(phone('older', 'travelling'));
    const newer = await someone(phone('newer'));
    expect(await statusOf(newer.client, phone('newer', 'travelling'))).toBe('updated');
    expect(await ownersOf('travelling')).toEqual([newer.user.id]);
  });

  it('JFW-TOK-05 (c): a newer sign-in whose link was revoked gives way', async () => {
    const first = await someone(phone('left', 'left-token'));
    const second = await someone(phone('left', 'left-token'));
    await gateway.gateway.app.get(RevokingTransaction).run(async (store, revoke) => {
      const { id, deviceId } = await linkOf('left', second.user.id);
      await store.update(UserDeviceEntity, { brandId, id }, { deletedAt: gateway.clock.now() });
      await revoke('device', brandId, deviceId);
    });
    expect(await statusOf(first.client, phone('left', 'left-token'))).toBe('updated');
    expect(await ownersOf('left-token')).toEqual([first.user.id]);
  });

  it('JFW-TOK-06 (T29): after the second one signs out, the first one gets the token back with the next request', async () => {
    const first = await someone(phone('lent', 'lent-token'));
    const second = await someone(phone('lent', 'lent-token'));
    await statusOf(first.client, phone('lent', 'lent-token'));
    await second.client.with(phone('lent')).post('users/auth/logout');
    expect(await ownersOf('lent-token')).toEqual([]);
    expect(await statusOf(first.client, phone('lent', 'lent-token'))).toBe('updated');
    expect(await ownersOf('lent-token')).toEqual([first.user.id]);
  });

  it('JFW-TOK-03: twenty parallel requests with two tokens leave one of them and no error', async () => {
    const { user, client } = await someone(phone('hectic'));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => client.with(phone('hectic', `hectic-${i % 2}`)).get('users/me')),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(answers.filter(({ headers }) => headers.get('x-device-status') === 'failed')).toEqual([]);
    expect((await linkOf('hectic', user.id)).pushToken).toMatch(/^hectic-[01]$/);
  });

  it('JFW-TOK-08, JFW-GEN-14: every move is audited with both links and no more than eight digits of the hash', async () => {
    const first = await someone(phone('audited', 'audited-token'));
    const from = (await linkOf('audited', first.user.id)).id;
    const second = await someone(phone('audited'));
    await gateway.flush();
    const to = (await linkOf('audited', second.user.id)).id;
    const moves = await gateway.store.findBy(AuditEventEntity, { brandId, event: 'device.token_moved' });
    const details = moves
      .map((move) => JSON.stringify(move))
      .filter((text) => text.includes(`"toLink":${to}`) || text.includes(`\\"toLink\\":${to}`));
    expect(details).toHaveLength(1);
    expect(details[0]).toMatch(new RegExp(`fromLink\\\\?":${from}\\b`));
    expect(details[0]).toMatch(/tokenHash\\?":\\?"[0-9a-f]{8}\\?"/);
    expect(details[0]).not.toContain('audited-token');
  });
});
