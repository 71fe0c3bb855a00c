import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { BrandRepository } from '../../src/core/brands/brand.repository';
import { DeviceEntity } from '../../src/core/devices/device.entity';
import { UserDeviceEntity } from '../../src/core/devices/user-device.entity';
import { IsNull } from 'typeorm';
import { BeginSession } from '../../src/flows/sign-in/begin-session';
import type { BrandId } from '../../src/kernel/ids';
import { describeEngine } from '../support/describe-engine';
import type { JfwAnswer } from '../support/jfw-client';
import { People, type Person, PLENTY } from '../support/people';
import { TestGateway } from '../support/start-gateway';

const BURST = 50;
const PATIENCE_MS = 60_000;
const DEVICE = { type: 'Mobile', name: 'Phone', osDevice: 'iOS', appVersionNumber: '1.0' };

/** Fifty requests that are all under way before the first is answered. */
async function burst<T>(send: (n: number) => Promise<JfwAnswer<T>>): Promise<JfwAnswer<T>[]> {
  return Promise.all(Array.from({ length: BURST }, (_, n) => send(n)));
}

/** How often each answer came. */
function tally(answers: readonly JfwAnswer<unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, code } of answers) {
    const name = code === undefined ? `${status}` : `${status} ${code}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

describeEngine('bursts of fifty on what can happen once (SEC-OT-01)', () => {
  let gateway: TestGateway;
  let brandId: BrandId;
  let people: People;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    const rateLimits = { ...PLENTY, register: { limit: 10_000, seconds: 60 } };
    // Fifty wrong passwords would lock the account.
    brandId = await gateway.addBrand('a.example', { rateLimits, lockoutThreshold: 0 });
    people = new People(gateway, brandId, 'a.example');
  }, PATIENCE_MS);
  afterAll(() => gateway.close());

  const deviceOf = async ({ client }: Person) => (await client.get<{ id: string }[]>('users/me/devices')).data[0]?.id;

  it(
    'JFW-DEV-17: one code becomes one device',
    async () => {
      const { client } = await people.one({}, 'Admin');
      const answers = await burst(() => client.post('devices', { ...DEVICE, code: 'one-code' }));
      expect(tally(answers)).toEqual({ 201: 1, 200: BURST - 1 });
      expect(await gateway.store.countBy(DeviceEntity, { brandId, code: 'one-code' })).toBe(1);
    },
    PATIENCE_MS,
  );

  it(
    'JFW-DEV-06: first requests of one new phone become one device and one link',
    async () => {
      const { client, user } = await people.one();
      const answers = await burst(() => client.with({ 'X-Device-Code': 'first' }).get('users/me'));
      expect(tally(answers)).toEqual({ 200: BURST });
      expect(answers.map(({ headers }) => headers.get('x-device-status'))).not.toContain('failed');
      expect(await gateway.store.countBy(UserDeviceEntity, { brandId, userId: user.id })).toBe(1);
    },
    PATIENCE_MS,
  );

  it(
    'JFW-DEV-21: a link begins once',
    async () => {
      const person = await people.one();
      const { data } = await person.client.post<{ id: string }>('devices', { ...DEVICE, code: 'to-link' });
      const answers = await burst(() => person.client.post(`users/${person.user.uid}/devices/${data.id}`));
      expect(tally(answers)).toEqual({ 201: 1, '409 UserDeviceAlreadyExists': BURST - 1 });
    },
    PATIENCE_MS,
  );

  it(
    'JFW-DEV-19: a link ends once',
    async () => {
      const person = await people.one({ 'X-Device-Code': 'to-unlink' });
      const { client } = await person.signIn();
      const path = `users/${person.user.uid}/devices/${await deviceOf(person)}`;
      expect(tally(await burst(() => client.delete(path)))).toEqual({ 200: 1, '404 DeviceNotFound': BURST - 1 });
      const events = { brandId, event: 'device.revoked' as const, actorUserId: person.user.id };
      expect(await gateway.store.countBy(AuditEventEntity, events)).toBe(1);
    },
    PATIENCE_MS,
  );

  it(
    'JFW-SES-04: a session ends once',
    async () => {
      const { client, user, signIn } = await people.one();
      await signIn();
      const { data } = await client.get<{ items: { id: string; isCurrent: boolean }[] }>('users/me/auth-keys');
      const other = data.items.find(({ isCurrent }) => !isCurrent)?.id;
      const answers = await burst(() => client.delete(`users/me/auth-keys/${other}`));
      expect(tally(answers)).toEqual({ 200: 1, '404 AuthKeyNotFound': BURST - 1 });
      const events = { brandId, event: 'authkey.revoked' as const, actorUserId: user.id };
      expect(await gateway.store.countBy(AuditEventEntity, events)).toBe(1);
    },
    PATIENCE_MS,
  );

  it(
    'JFW-PWD-04, SEC-SES-02: a password is changed once, and the one that won works',
    async () => {
      const { client, user } = await people.one();
      const wanted = (n: number) => `a brand new phrase ${n}`;
      const answers = await burst((n) => {
        const passwords = { newPassword: wanted(n), confirmPassword: wanted(n) };
        return client.put('users/change-password', { oldPassword: 'tidal lantern quarry', ...passwords });
      });
      // Fifty hashes at once may be more than the pool takes; it says so.
      const refusals = new Set(['AccessDenied', 'ServiceUnavailable']);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ code }) => code !== undefined && !refusals.has(code))).toEqual([]);
      const winner = answers.findIndex(({ status }) => status === 200);
      const again = await gateway.client('a.example').signIn(user.username ?? '', wanted(winner));
      expect(again.status).toBe(200);
    },
    PATIENCE_MS,
  );

  it(
    'JFW-REF-08, SEC-SES-05: a stolen refresh key ends its family once',
    async () => {
      const phone = { 'X-Device-Code': 'burst-phone' };
      const { data, user } = await people.one(phone);
      await gateway.client('a.example').refresh(data.refreshAuthKey, phone);
      const thief = { 'X-Device-Code': 'burst-thief' };
      const answers = await burst(() => gateway.client('a.example').refresh(data.refreshAuthKey, thief));
      expect(answers.map(({ status }) => status)).toEqual(Array(BURST).fill(401));
      const events = { brandId, event: 'auth.refresh_reused' as const, actorUserId: user.id };
      expect(await gateway.store.countBy(AuditEventEntity, events)).toBe(1);
    },
    PATIENCE_MS,
  );

  it(
    'JFW-USR-03: an e-mail address is registered once',
    async () => {
      const body = { emailAddress: 'once@example.com', password: 'tidal lantern quarry' };
      const answers = await burst(() => gateway.client('a.example').post('users/register', body));
      expect(tally(answers)).toEqual({ 201: 1, '409 EmailAddressAlreadyExists': BURST - 1 });
    },
    PATIENCE_MS,
  );

  it(
    'JFW-QUO-04: sign-ins from fifty devices leave exactly the quota',
    async () => {
      const few = await gateway.addBrand('few.example', { deviceQuota: 5, rateLimits: PLENTY });
      const { user } = await new People(gateway, few, 'few.example').one();
      const { app } = gateway.gateway;
      const brand = await app.get(BrandRepository).findSnapshot(gateway.store, few);
      if (!brand) throw new Error('the brand was just made');
      // What follows the password, which fifty at once would wait for in turn.
      const signIn = (n: number) => {
        const actor = { brandId: few, userId: null, address: '', userAgent: null, correlationId: null };
        const claim = { code: `few-${n}`, isTokenFaulty: false };
        const device = { claim, wasClaimIgnored: false, evictDeviceIds: [] };
        const named = { identifier: '', kinds: [], password: '', dialect: 'jfw', at: gateway.clock.now() };
        return app.get(BeginSession).run(actor, brand, user, { ...named, ...device });
      };
      const signedIn = await Promise.all(Array.from({ length: BURST }, (_, n) => signIn(n)));
      expect(signedIn.map(({ deviceStatus }) => deviceStatus)).toEqual(Array(BURST).fill('registered'));
      const living = { brandId: few, userId: user.id, deletedAt: IsNull(), supersededAt: IsNull() };
      expect(await gateway.store.countBy(UserDeviceEntity, living)).toBe(5);
    },
    PATIENCE_MS,
  );

  it(
    'JFW-TOK-01: a token that fifty people present has one owner',
    async () => {
      const crowd: Person[] = [];
      while (crowd.length < BURST) crowd.push(await people.one());
      const answers = await burst(
        (n) =>
          crowd[n]?.client.with({ 'X-Device-Code': `crowd-${n}`, 'X-Device-Token': 'wanted' }).get('users/me') ??
          never(),
      );
      expect(tally(answers)).toEqual({ 200: BURST });
      expect(await gateway.store.countBy(UserDeviceEntity, { brandId, pushToken: 'wanted' })).toBe(1);
      expect(answers.map(({ headers }) => headers.get('x-device-status'))).not.toContain('failed');
    },
    PATIENCE_MS,
  );
});

function never(): never {
  throw new Error('there are as many people as requests');
}
