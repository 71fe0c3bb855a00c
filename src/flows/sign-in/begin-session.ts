import { Injectable } from '@nestjs/common';
import { type Actor, originOf } from '../../core/audit/actor';
import { type AuditEvent, type AuditEventName, AuditTrail } from '../../core/audit/audit-trail';
import { SessionIssuer, type SessionRequest } from '../../core/auth-keys/session-issuer';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import type { ChallengeEntity } from '../../core/challenges/challenge.entity';
import { Challenges } from '../../core/challenges/challenges';
import type { DeviceStatusText } from '../../core/devices/device-claim';
import { type DeviceLimit, quotaReason } from '../../core/devices/device-quota';
import { DeviceRegistration } from '../../core/devices/device-registration';
import { type NotLinked, type Registered, statusTextOf } from '../../core/devices/registration';
import { SessionEnding } from '../../core/devices/session-ending';
import { SecurityNotices } from '../../core/mail/security-notices';
import { type Revoke, RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { SignInCounter } from '../../core/users/sign-in-counter';
import type { UserEntity } from '../../core/users/user.entity';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { isPassing } from '../../storage/database-error';
import type { Store } from '../../storage/database';
import type { Proven, SignedIn, SignInCommand } from './sign-in.command';

/** The device part failed; the sign-in itself need not (JFW-AUTH-11). */
class DevicePartFailed extends Error {
  override readonly name = 'DevicePartFailed';
}

/** Whose session begins, and how. */
interface Beginning extends Proven {
  /** Redeemed with it. */
  readonly code: ChallengeEntity | null;
}

interface DevicePart {
  readonly status: DeviceStatusText | null;
  readonly device: Registered['device'] | null;
  readonly events: readonly AuditEvent[];
}

/** What follows a right password, in one transaction: device, session, key pair, counters, trail. */
@Injectable()
export class BeginSession {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly registration: DeviceRegistration,
    private readonly issuer: SessionIssuer,
    private readonly ending: SessionEnding,
    private readonly counter: SignInCounter,
    private readonly challenges: Challenges,
    private readonly notices: SecurityNotices,
    private readonly audit: AuditTrail,
  ) {}

  /** @param code that the sign-in needed beside the password, and that is used up with it */
  async run(
    actor: Actor,
    brand: BrandSnapshot,
    user: UserEntity,
    command: SignInCommand,
    code: ChallengeEntity | null = null,
  ): Promise<SignedIn> {
    const beginning = { actor, brand, user, command, code };
    try {
      return await this.attempt(beginning, false);
    } catch (error) {
      if (!(error instanceof DevicePartFailed)) throw error;
      return this.attempt(beginning, true);
    }
  }

  private attempt(beginning: Beginning, isDeviceBroken: boolean): Promise<SignedIn> {
    const { actor, brand, user, command, code } = beginning;
    const { at } = command;
    return this.transaction.run(async (store, revoke) => {
      // First of all: whoever has the same code meets here, and whatever fails below leaves it as it was (SEC-OT-04).
      if (code !== null && !(await this.challenges.consume(store, code, at))) {
        throw new BrandgateError('otp.invalid', { reason: 'code-of-mail-wrong' });
      }
      const part = isDeviceBroken ? FAILED : await this.register(store, revoke, user, brand, command);
      const issued = await this.issuer.issue(store, sessionOf(beginning, part), brand.settings, at);
      // The password was changed, or the account blocked, while it was being checked.
      if (!issued) throw new BrandgateError('credentials.incorrect', { reason: 'credentials-changed' });
      await this.notify(store, beginning, part);
      const ending = { store, revoke, reason: 'quota' as const, now: at };
      await this.ending.holdQuota(ending, brand.id, user.id, brand.settings.sessionQuota);
      await this.counter.clear(store, brand.id, user.id, at);
      const login = { event: 'auth.login' as const, target: { type: 'session', id: issued.uid } };
      await this.audit.record(store, { ...originOf(actor), actorUserId: user.id }, login, ...part.events);
      return { user, pair: issued.pair, deviceStatus: part.status, device: part.device };
    });
  }

  /** Of a device that is new to the account; the first sign-in of all is no news, one without device has none (§28). */
  private async notify(store: Store, { actor, brand, user, command }: Beginning, { device, events }: DevicePart) {
    if (device === null || !isLinked(device, events) || user.lastLoginAt === null) return;
    const place = { device: device.name, os: device.osDevice, address: actor.address };
    await this.notices.newDevice(store, brand, user, place, command.at);
  }

  private async register(
    store: Store,
    revoke: Revoke,
    user: UserEntity,
    brand: BrandSnapshot,
    command: SignInCommand,
  ): Promise<DevicePart> {
    const { claim, wasClaimIgnored, evictDeviceIds, at } = command;
    if (claim === null) return { ...NOTHING, status: wasClaimIgnored ? 'ignored' : null };
    const request = { brand, userId: user.id, claim, isSignIn: true, evictDeviceIds };
    try {
      const { registration, events } = await this.registration.register(store, revoke, request, at);
      if (registration.status === 'not-linked') refuseWithoutRoom(registration);
      const device = 'device' in registration ? registration.device : null;
      return { status: statusTextOf(registration), device, events };
    } catch (cause) {
      if (isPassing(cause) || cause instanceof BrandgateError) throw cause;
      throw new DevicePartFailed('the device could not be registered', { cause });
    }
  }
}

function sessionOf({ actor, brand, user, command, code }: Beginning, { device }: DevicePart): SessionRequest {
  return {
    brandId: brand.id,
    userId: user.id,
    credentialVersion: user.credentialVersion,
    deviceId: device?.id ?? null,
    appId: null,
    dialect: command.dialect,
    factors: code === null ? ['pwd'] : ['pwd', 'mail'],
    address: actor.address,
    userAgent: actor.userAgent,
  };
}

/** Whether the account did not have it before; a link that comes back counts, since the account was rid of the device. */
function isLinked({ uid }: Registered['device'], events: readonly AuditEvent[]): boolean {
  return events.some(({ event, target }) => LINKING.includes(event) && target?.id === uid);
}

/** The quota modes that may stop a sign-in (JFW-QUO-05, -06); past the installation's cap it goes on without device. */
function refuseWithoutRoom({ quota }: NotLinked): void {
  if (quota.kind === 'capped') return;
  const because = quotaReason(quota);
  if (quota.mode === 'reject') throw new BrandgateError('device.limit-reached', because);
  const data: DeviceLimit = {
    deviceQuota: quota.quota,
    devices: quota.links.map(({ device: { uid, name, osDevice }, link: { loggedInAt, lastAccessAt } }) => {
      return { uid, name, osDevice, loggedInAt, lastAccessAt };
    }),
  };
  throw new BrandgateError('device.limit-confirmation', { data, ...because });
}

const LINKING: readonly AuditEventName[] = ['device.linked', 'device.relinked'];
const NOTHING: DevicePart = { status: null, device: null, events: [] };
const FAILED: DevicePart = { ...NOTHING, status: 'failed' };
