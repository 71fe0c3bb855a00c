import { deepStrictEqual, notStrictEqual, strictEqual } from 'node:assert/strict';
import { IsNull, Not } from 'typeorm';
import type { Actor } from '../../src/core/audit/actor';
import { SessionEntity } from '../../src/core/auth-keys/session.entity';
import type { BrandSnapshot } from '../../src/core/brands/brand-snapshot';
import { BrandRepository } from '../../src/core/brands/brand.repository';
import { DeviceEntity } from '../../src/core/devices/device.entity';
import type { DeviceClaim } from '../../src/core/devices/device-claim';
import { DeviceReporting } from '../../src/core/devices/device-reporting';
import { UserDeviceEntity } from '../../src/core/devices/user-device.entity';
import type { Caller } from '../../src/core/roles/caller';
import type { UserEntity } from '../../src/core/users/user.entity';
import { EndSessionsFlow } from '../../src/flows/end-sessions/end-sessions.flow';
import { LinkDeviceFlow } from '../../src/flows/link-device/link-device.flow';
import { RefreshFlow } from '../../src/flows/refresh/refresh.flow';
import { RemoveDeviceFlow } from '../../src/flows/remove-device/remove-device.flow';
import { ReportDeviceFlow } from '../../src/flows/report-device/report-device.flow';
import { BeginSession } from '../../src/flows/sign-in/begin-session';
import { SignOutFlow } from '../../src/flows/sign-out/sign-out.flow';
import type { SessionSnapshot } from '../../src/core/auth-keys/session-snapshot';
import { BrandgateError } from '../../src/kernel/errors/brandgate-error';
import type { SessionId } from '../../src/kernel/ids';
import type { GoogleStandIn } from '../support/google-stand-in';
import type { TestGateway } from '../support/start-gateway';
import { PushPost } from './push-post';

/** One thing that happens; numbers choose among what there is, modulo how many there are. */
export interface Happening {
  readonly what: (typeof HAPPENINGS)[number];
  readonly who: number;
  readonly phone: number;
  readonly token: number;
  readonly pause: number;
}

export const HAPPENINGS = [
  ...(['sign-in', 'sign-in', 'sign-in', 'request', 'request', 'request'] as const),
  ...(['refresh', 'replay', 'steal', 'sign-out', 'sign-out everywhere'] as const),
  ...(['replace token', 'link phone', 'end another', 'remove phone', 'wait', 'wait'] as const),
  'push',
] as const;

const PHONES = ['phone-1', 'phone-2', 'phone-3', null];
const TOKENS = ['token-1', 'token-2', 'token-3', undefined];
/** Seconds: within a replay, beyond it, beyond an Auth Key, beyond a refresh key, beyond everything. */
export const PAUSES = [5, 90, 4_000, 200_000, 3_000_000];

/** A session as its app knows it. */
interface Running {
  readonly id: SessionId;
  readonly user: UserEntity;
  readonly brand: BrandSnapshot;
  /** Codes of the phones that were reported through it: where its user is signed in. */
  readonly spokenFor: Set<string>;
  refreshKey: string;
  previous: { readonly key: string; readonly code: string | null; readonly at: number } | null;
}

const TABLES = [
  ...['push_deliveries', 'pushes', 'farewells', 'outbox'],
  ...['revocations', 'audit_events', 'auth_keys', 'user_devices', 'sessions', 'devices'],
];

/** A few people of two brands who share a few phones, and what the gateway must hold true of them whatever they do. */
export class Household {
  private running: Running[] = [];

  private constructor(
    private readonly gateway: TestGateway,
    private readonly people: readonly { readonly user: UserEntity; readonly brand: BrandSnapshot }[],
    private readonly post: PushPost,
  ) {}

  static async moveIn(gateway: TestGateway, google: GoogleStandIn): Promise<Household> {
    const lifetimes = { authKeyLifetime: 3_600, refreshKeyLifetime: 86_400, refreshKeyAbsoluteLifetime: 2_000_000 };
    const strict = await gateway.addBrand('strict.example', lifetimes);
    const loose = await gateway.addBrand('loose.example', { ...lifetimes, bindRefreshToDevice: false, deviceQuota: 2 });
    const people = [];
    for (const brandId of [strict, loose]) {
      const brand = await gateway.gateway.app.get(BrandRepository).findSnapshot(gateway.store, brandId);
      if (!brand) throw new Error('the brand was just made');
      for (const username of ['grandmother', 'mother', 'daughter']) {
        people.push({ brand, user: await gateway.addUser(brandId, { username, password: 'not used here' }) });
      }
    }
    // Nothing here needs to outlive a power cut.
    if (gateway.database.engine === 'sqlite') await gateway.store.query('PRAGMA synchronous = OFF');
    return new Household(gateway, people, await PushPost.open(gateway, google, [strict, loose]));
  }

  async live(history: readonly Happening[]): Promise<void> {
    for (const table of TABLES) await this.gateway.store.query(`DELETE FROM ${table}`);
    this.running = [];
    for (const happening of history) {
      await this.happen(happening);
      await this.checkOwners();
    }
  }

  private async happen(h: Happening): Promise<void> {
    if (h.what === 'sign-in') return this.signIn(h);
    if (h.what === 'wait') return this.wait(h);
    if (h.what === 'push') return this.push(h);
    this.running = await this.stillAlive();
    const session = this.running[h.who % this.running.length];
    if (!session) return;
    return this.deeds(session, h)[h.what]();
  }

  private deeds(
    session: Running,
    h: Happening,
  ): Record<Exclude<Happening['what'], 'sign-in' | 'wait' | 'push'>, () => Promise<void>> {
    const code = PHONES[h.phone] ?? null;
    const token = TOKENS[h.token];
    return {
      request: () => this.request(session, claimOf(h)),
      refresh: () => this.refresh(session, h),
      replay: () => this.replay(session),
      steal: () => this.steal(session),
      'replace token': () => this.replaceToken(session, code, token),
      'link phone': () => this.linkPhone(session, code, token),
      'remove phone': () => this.removePhone(session, code),
      'end another': () => this.endAnother(session),
      'sign-out': () => this.signOut(session, code, false),
      'sign-out everywhere': () => this.signOut(session, code, true),
    };
  }

  private async signIn(h: Happening): Promise<void> {
    const person = this.people[h.who % this.people.length];
    if (!person) return;
    const { user, brand } = person;
    const claim = claimOf(h);
    const command = {
      ...{ identifier: '', kinds: [], password: '', claim, wasClaimIgnored: false, evictDeviceIds: [] },
      ...{ dialect: 'jfw', at: this.now },
    };
    const before = await this.refusedMoves();
    const { pair, deviceStatus } = await this.get(BeginSession).run(actorOf(person), brand, user, command);
    const session = await this.gateway.store.findOneOrFail(SessionEntity, {
      where: { userId: user.id },
      order: { id: 'DESC' },
    });
    const spokenFor = new Set(claim && deviceStatus !== 'rejected' ? [claim.code] : []);
    this.running.push({ id: session.id, user, brand, spokenFor, refreshKey: pair.refreshKey, previous: null });
    // The newest sign-in owns the installation's token (JFW-TOK-04), unless the token was pulled about (JFW-TOK-08).
    if (!claim || (await this.refusedMoves()) > before) return;
    strictEqual(await this.othersTokens(session), 0, 'somebody who used the phone before still holds a token on it');
    if (claim.token === undefined) return;
    const holder = await this.gateway.store.findOneBy(UserDeviceEntity, { brandId: brand.id, pushToken: claim.token });
    strictEqual(holder?.userId, user.id, 'the newest sign-in does not hold the token it brought');
  }

  private async request(session: Running, claim: DeviceClaim | null): Promise<void> {
    if (!claim) return;
    const { status } = await this.get(DeviceReporting).report({ ...(await this.reportOf(session)), claim });
    if (status !== 'rejected' && status !== 'not-linked') session.spokenFor.add(claim.code);
  }

  private async replaceToken(session: Running, code: string | null, token: string | undefined): Promise<void> {
    if (code === null || token === undefined) return;
    const report = await this.reportOf(session);
    const change = { token, oldToken: null, code, isCodeGiven: true };
    const caller = callerOf(session);
    const done = await this.unlessRefused(() => this.get(ReportDeviceFlow).replaceToken(report, caller, change));
    if (done !== null) session.spokenFor.add(code);
  }

  private async linkPhone(session: Running, code: string | null, token: string | undefined): Promise<void> {
    const device = await this.gateway.store.findOneBy(DeviceEntity, { brandId: session.brand.id, code: code ?? '' });
    if (!device) return;
    const { session: speaker, at } = await this.reportOf(session);
    const names = { userUid: session.user.uid, deviceUid: device.uid };
    const command = { ...names, session: speaker, at, attributes: token === undefined ? {} : { token } };
    const flow = this.get(LinkDeviceFlow);
    const args = [actorOf(session), callerOf(session), session.brand, command] as const;
    const isLinked =
      (await this.succeeds(() => flow.create(...args))) || (await this.succeeds(() => flow.update(...args)));
    if (isLinked) session.spokenFor.add(device.code);
  }

  private async refresh(session: Running, h: Happening): Promise<void> {
    const claim = claimOf(h);
    const command = { refreshKey: session.refreshKey, code: claim?.code ?? null, claim, at: this.now };
    const before = await this.boundCode(session);
    const result = await this.unlessRefused(() => this.get(RefreshFlow).run(actorOf(session), session.brand, command));
    if (!result) return this.checkAlive(session);
    session.previous = { key: session.refreshKey, code: claim?.code ?? (await this.boundCode(session)), at: this.now };
    session.refreshKey = result.pair.refreshKey;
    const { deviceStatus } = result;
    if (claim && deviceStatus !== 'rejected' && deviceStatus !== 'failed') session.spokenFor.add(claim.code);
    // A family that moved to another phone has left its old one (JFW-REF-04 row 3).
    const after = await this.boundCode(session);
    if (before !== null && after !== before) session.spokenFor.delete(before);
  }

  /** The answer was lost: the same request again brings the same keys and ends nothing. */
  private async replay(session: Running): Promise<void> {
    const { previous } = session;
    if (!previous || this.now - previous.at > 60_000) return;
    const command = { refreshKey: previous.key, code: previous.code, claim: null, at: this.now };
    const again = await this.unlessRefused(() => this.get(RefreshFlow).run(actorOf(session), session.brand, command));
    if (again) deepStrictEqual([again.outcome, again.pair.refreshKey], ['replayed', session.refreshKey]);
    await this.checkAlive(session);
  }

  /** The consumed key from a stranger's phone: the whole session ends. */
  private async steal(session: Running): Promise<void> {
    if (!session.previous || session.previous.code === null) return;
    const command = { refreshKey: session.previous.key, code: 'a thief', claim: null, at: this.now };
    const stolen = await this.unlessRefused(() => this.get(RefreshFlow).run(actorOf(session), session.brand, command));
    strictEqual(stolen, null);
    notStrictEqual((await this.row(session)).revokedAt, null, 'the stolen session lives');
  }

  private async signOut(session: Running, code: string | null, allDevices: boolean): Promise<void> {
    const { id, uid, deviceId } = await this.row(session);
    const { brand, user } = session;
    const snapshot = {
      brandId: brand.id,
      user,
      sessionId: id,
      sessionUid: uid,
      deviceId,
    } as unknown as SessionSnapshot;
    const command = { session: snapshot, allDevices, unregisterDevice: true, code, at: this.now };
    await this.get(SignOutFlow).run(actorOf(session), command);
  }

  private async endAnother({ user, brand, id }: Running): Promise<void> {
    const owner = { brandId: brand.id, userId: user.id };
    await this.get(EndSessionsFlow).all(actorOf({ user, brand }), owner, id, this.now);
  }

  private async removePhone(session: Running, code: string | null): Promise<void> {
    const { brand, user } = session;
    const device = await this.gateway.store.findOneBy(DeviceEntity, { brandId: brand.id, code: code ?? '' });
    if (!device) return;
    const caller = callerOf(session);
    const name = { userUid: user.uid, deviceUid: device.uid };
    await this.unlessRefused(() => this.get(RemoveDeviceFlow).link(actorOf(session), caller, name, this.now));
  }

  private async wait({ pause }: Happening): Promise<void> {
    this.gateway.clock.advance((PAUSES[pause] ?? 1) * 1_000);
    await this.gateway.sweep();
  }

  /**
   * A push to everybody, now or when the next one is made, and perhaps after a while in which no sweep has run: nobody
   * gets one for somebody who is not signed in on that phone at that moment.
   */
  private async push({ who, phone, token, pause }: Happening): Promise<void> {
    const person = this.people[who % this.people.length];
    if (!person) return;
    const isAtOnce = token % 2 === 0;
    const held = isAtOnce && phone % 2 === 0 ? await this.reachable(person.brand) : null;
    await this.post.announce(person.brand);
    if (phone % 2 === 1) this.gateway.clock.advance((PAUSES[pause] ?? 1) * 1_000);
    const received = isAtOnce ? await this.post.deliver() : [];
    const alive = await this.stillAlive();
    for (const { userId, code, target } of received) {
      const isSignedIn = alive.some(({ user, spokenFor }) => user.id === userId && spokenFor.has(code));
      strictEqual(isSignedIn, true, `${target} got a push for user ${userId}, who is not signed in on ${code}`);
    }
    const reached = new Set(received.map(({ target }) => target));
    for (const one of held ?? []) strictEqual(reached.has(one), true, `${one} did not get what it should`);
    await this.gateway.sweep();
  }

  /** Tokens of phones on which somebody is signed in. */
  private async reachable({ id: brandId }: BrandSnapshot): Promise<string[]> {
    const where = { brandId, tokenStatus: 'active' as const, deletedAt: IsNull() };
    const links = await this.gateway.store.findBy(UserDeviceEntity, where);
    return links.flatMap(({ pushToken }) => pushToken ?? []);
  }

  /** Whoever holds a push token is signed in on that phone. */
  private async checkOwners(): Promise<void> {
    const alive = await this.stillAlive();
    const links = (await this.gateway.store
      .createQueryBuilder(UserDeviceEntity, 'l')
      .innerJoinAndMapOne('l.device', DeviceEntity, 'd', 'd.id = l.deviceId')
      .where('l.pushTokenHash IS NOT NULL')
      .getMany()) as (UserDeviceEntity & { device: DeviceEntity })[];
    for (const { userId, device, deletedAt, pushToken } of links) {
      const isSignedIn = alive.some(({ user, spokenFor }) => user.id === userId && spokenFor.has(device.code));
      strictEqual(isSignedIn, true, `${pushToken} is held for user ${userId}, who is not signed in on ${device.code}`);
      strictEqual(deletedAt, null, `${pushToken} is held by a link that is Deleted`);
    }
  }

  private async checkAlive(session: Running): Promise<void> {
    strictEqual((await this.row(session)).revokedAt, null, 'a repeated or refused request ended the session');
  }

  private async stillAlive(): Promise<Running[]> {
    const rows = await this.gateway.store.find(SessionEntity);
    const isAlive = ({ revokedAt, expiresAt }: SessionEntity) => revokedAt === null && expiresAt > this.now;
    const ids = new Set(rows.filter(isAlive).map(({ id }) => id));
    return this.running.filter(({ id }) => ids.has(id));
  }

  private async reportOf(session: Running) {
    const { brand, user, id } = session;
    const { uid, deviceId, authAt } = await this.row(session);
    const speaker = { id, uid, deviceId, authAt, origin: originOf(session) };
    return { brand, userId: user.id, session: speaker, at: this.now, mayAdd: () => true };
  }

  private async boundCode(session: Running): Promise<string | null> {
    const { deviceId } = await this.row(session);
    const device = deviceId === null ? null : await this.gateway.store.findOneBy(DeviceEntity, { id: deviceId });
    return device?.code ?? null;
  }

  private row({ id }: Running): Promise<SessionEntity> {
    return this.gateway.store.findOneByOrFail(SessionEntity, { id });
  }

  private othersTokens({ deviceId, userId, brandId }: SessionEntity): Promise<number> {
    if (deviceId === null) return Promise.resolve(0);
    const others = { brandId, deviceId, userId: Not(userId), pushToken: Not(IsNull()) };
    return this.gateway.store.countBy(UserDeviceEntity, others);
  }

  private async refusedMoves(): Promise<number> {
    const [row] = await this.gateway.store.query<{ n: number }[]>(
      "SELECT COUNT(*) AS n FROM audit_events WHERE event = 'device.token_move_refused'",
    );
    return Number(row?.n);
  }

  private async unlessRefused<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof BrandgateError && error.entry.status < 500) return null;
      throw error;
    }
  }

  private async succeeds(work: () => Promise<void>): Promise<boolean> {
    return (await this.unlessRefused(async () => work().then(() => true))) === true;
  }

  private get<T>(token: new (...args: never[]) => T): T {
    return this.gateway.gateway.app.get(token);
  }

  private get now(): number {
    return this.gateway.clock.now();
  }
}

function claimOf({ phone, token }: Happening): DeviceClaim | null {
  const code = PHONES[phone] ?? null;
  const text = TOKENS[token];
  return code === null ? null : { code, isTokenFaulty: false, ...(text === undefined ? {} : { token: text }) };
}

function callerOf({ user, brand }: Running): Caller {
  return { brandId: brand.id, self: { id: user.id, uid: user.uid }, type: 'EndUser', permissions: new Set() };
}

function actorOf({ user, brand }: { readonly user: UserEntity; readonly brand: BrandSnapshot }): Actor {
  return { brandId: brand.id, userId: user.id, address: '', userAgent: null, correlationId: null };
}

function originOf(session: Running) {
  const { userId, ...rest } = actorOf(session);
  return { ...rest, actorUserId: userId, address: null };
}
