import { FakeGateway } from '../test/fake-gateway.ts';
import { newClient } from '../test/new-client.ts';
import type { BrandgateClient } from './brandgate-client.ts';
import { InvalidOptionError } from './invalid-option-error.ts';
import { NetworkError } from './network-error.ts';

const ADA = { username: 'ada', password: 'tidal lantern quarry' };
const DAY_MS = 86_400_000;
const TOKEN = 'devices/refresh-token';

describe('registering a push token', () => {
  let gateway: FakeGateway;
  let client: BrandgateClient;
  beforeEach(() => {
    gateway = new FakeGateway();
    client = newClient(gateway);
  });
  const last = () => gateway.received.at(-1)!;

  it('JFW-TOK-10: tells the gateway at once', async () => {
    await client.signIn(ADA);
    expect(await client.registerPushToken('abc:def')).toBe('registered');
    expect([last().method, last().path, last().body]).toEqual(['POST', TOKEN, { newToken: 'abc:def' }]);
    expect(last().headers).toMatchObject({
      ...{ 'Auth-Key': 'bgk_0-0', 'X-Device-Code': 'phone-1', 'X-Device-Token': 'abc:def' },
    });
  });

  it('JFW-TOK-05: says that a newer sign-in of another user keeps it', async () => {
    await client.signIn(ADA);
    gateway.keepsPushToken = true;
    expect(await client.registerPushToken('abc:def')).toBe('keptByAnother');
  });

  it('waits for a sign-in, which brings it', async () => {
    expect([await client.registerPushToken('abc:def'), gateway.received]).toEqual(['withNextSignIn', []]);
    await client.signIn(ADA);
    expect(last().headers['X-Device-Token']).toBe('abc:def');
  });

  it('renews a key that has run out before', async () => {
    await client.signIn(ADA);
    gateway.now += DAY_MS;
    expect(await client.registerPushToken('abc:def')).toBe('registered');
    expect(gateway.requestsTo(TOKEN).map(({ headers }) => headers['Auth-Key'])).toEqual(['bgk_0-1']);
  });

  it('has lost nothing when it fails', async () => {
    await client.signIn(ADA);
    gateway.faultOf = ({ path }) => (path === TOKEN ? 'lost request' : undefined);
    await expect(client.registerPushToken('abc:def')).rejects.toThrow(NetworkError);
    await client.me();
    expect(last().headers['X-Device-Token']).toBe('abc:def');
  });

  it('ends with the caller’s patience, in a refresh too', async () => {
    const hasty = newClient(gateway, { timeoutMs: 50, refreshRetry: { tries: 1 } });
    await hasty.signIn(ADA);
    gateway.travel = () => new Promise(() => undefined);
    await expect(hasty.registerPushToken('abc:def', { timeoutMs: 5 })).rejects.toMatchObject({ timeoutMs: 5 });
    gateway.now += DAY_MS;
    const given = hasty.registerPushToken('abc:def', { signal: AbortSignal.abort() });
    await expect(given).rejects.toMatchObject({ name: 'AbortedError' });
  });

  it('JFW-HDR-06: refuses what can be none, and a client that knows no device', async () => {
    await client.signIn(ADA);
    await expect(client.registerPushToken('no good')).rejects.toThrow(InvalidOptionError);
    const nowhere = newClient(gateway, { device: undefined });
    await expect(nowhere.registerPushToken('abc:def')).rejects.toThrow(InvalidOptionError);
    expect(gateway.requestsTo(TOKEN)).toEqual([]);
  });
});
