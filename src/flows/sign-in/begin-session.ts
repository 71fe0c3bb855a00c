import { Injectable } from '@nestjs/common';
import { type Actor, originOf } from '../../core/audit/actor';
import { type AuditEvent, AuditTrail } from '../../core/audit/audit-trail';
import { SessionIssuer } from '../../core/auth-keys/session-issuer';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import type { DeviceStatusText } from '../../core/devices/device-claim';
import { type DeviceLimit, quotaReason } from '../../core/devices/device-quota';
import { DeviceRegistration, type NotLinked, statusTextOf } from '../../core/devices/device-registration';
import { SessionEnding } from '../../core/devices/session-ending';
import { type Revoke, RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { SignInCounter } from '../../core/users/sign-in-counter';
import type { UserEntity } from '../../core/users/user.entity';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { DeviceId } from '../../kernel/ids';
import { isPassing } from '../../storage/database-error';
import type { Store } from '../../storage/database';
import type { SignedIn, SignInCommand } from './sign-in.command';

/** The device part failed; the sign-in itself need not (JFW-AUTH-11). */
class DevicePartFailed extends Error {
  override readonly name = 'DevicePartFailed';
}

interface DevicePart {
  readonly status: DeviceStatusText | null;
  readonly deviceId: DeviceId | null;
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
    private readonly audit: AuditTrail,
  ) {}

  async run(actor: Actor, brand: BrandSnapshot, user: UserEntity, command: SignInCommand): Promise<SignedIn> {
    try {
      return await this.attempt(actor, brand, user, command, false);
    } catch (error) {
      if (!(error instanceof DevicePartFailed)) throw error;
      return this.attempt(actor, brand, user, command, true);
    }
  }

  private attempt(
    actor: Actor,
    brand: BrandSnapshot,
    user: UserEntity,
    command: SignInCommand,
    isDeviceBroken: boolean,
  ): Promise<SignedIn> {
    const { at } = command;
    return this.transaction.run(async (store, revoke) => {
      const part = isDeviceBroken ? FAILED : await this.register(store, revoke, user, brand, command);
      const request = {
        brandId: brand.id,
        userId: user.id,
        credentialVersion: user.credentialVersion,
        deviceId: part.deviceId,
        appId: null,
        dialect: command.dialect,
        factors: ['pwd'],
        address: actor.address,
        userAgent: actor.userAgent,
      };
      const issued = await this.issuer.issue(store, request, brand.settings, at);
      // The password was changed, or the account blocked, while it was being checked.
      if (!issued) throw new BrandgateError('credentials.incorrect', { reason: 'credentials-changed' });
      const ending = { store, revoke, reason: 'quota' as const, now: at };
      await this.ending.holdQuota(ending, brand.id, user.id, brand.settings.sessionQuota);
      await this.counter.clear(store, brand.id, user.id, at);
      const login = { event: 'auth.login' as const, target: { type: 'session', id: issued.uid } };
      await this.audit.record(store, { ...originOf(actor), actorUserId: user.id }, login, ...part.events);
      return { user, pair: issued.pair, deviceStatus: part.status };
    });
  }

  private async register(
    store: Store,
    revoke: Revoke,
    user: UserEntity,
    { settings }: BrandSnapshot,
    command: SignInCommand,
  ): Promise<DevicePart> {
    const { claim, wasClaimIgnored, evictDeviceIds, at } = command;
    if (claim === null) return { ...NOTHING, status: wasClaimIgnored ? 'ignored' : null };
    const request = { brandId: user.brandId, userId: user.id, claim, isSignIn: true, settings, evictDeviceIds };
    try {
      const { registration, events } = await this.registration.register(store, revoke, request, at);
      if (registration.status === 'not-linked') refuseWithoutRoom(registration);
      const deviceId = 'device' in registration ? registration.device.id : null;
      return { status: statusTextOf(registration), deviceId, events };
    } catch (cause) {
      if (isPassing(cause) || cause instanceof BrandgateError) throw cause;
      throw new DevicePartFailed('the device could not be registered', { cause });
    }
  }
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

const NOTHING: DevicePart = { status: null, deviceId: null, events: [] };
const FAILED: DevicePart = { ...NOTHING, status: 'failed' };
