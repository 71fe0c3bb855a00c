import { Injectable } from '@nestjs/common';
import { type Actor, originOf } from '../../core/audit/actor';
import { AuditBuffer } from '../../core/audit/audit-buffer';
import { AuthKeyRepository, type KeyOwner } from '../../core/auth-keys/auth-key.repository';
import { sessionEndOf, stateReason } from '../../core/auth-keys/key-death';
import { STATE_REFUSAL } from '../../core/auth-keys/session-reader';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { DeviceRepository, type LinkedDevice } from '../../core/devices/device.repository';
import { isRejected, rejectionOf } from '../../core/devices/link-state';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { instantFact, type Reason } from '../../kernel/errors/reasons';
import { keyDigest, keyKind } from '../../kernel/secrets/key-text';
import { Database } from '../../storage/database';
import { decideRefresh, type RefreshFacts } from './refresh-decision';
import type { RefreshCommand, Refreshed } from './refresh.command';
import { RegisterRefreshDevice } from './register-refresh-device';
import { RotateSession } from './rotate-session';

/** A refresh key becomes a new pair (§9 of the native contract). A lost answer loses nothing, a stolen key is noticed. */
@Injectable()
export class RefreshFlow {
  constructor(
    private readonly database: Database,
    private readonly keys: AuthKeyRepository,
    private readonly devices: DeviceRepository,
    private readonly audit: AuditBuffer,
    private readonly rotation: RotateSession,
    private readonly device: RegisterRefreshDevice,
  ) {}

  /** @throws BrandgateError refresh-key.invalid, refresh-key.reused, user.*, device.rejected, access.denied */
  async run(actor: Actor, brand: BrandSnapshot, command: RefreshCommand): Promise<Refreshed> {
    const owner = await this.findOwner(actor, brand, command);
    const refusal = STATE_REFUSAL[owner.user.status];
    if (refusal !== undefined) throw new BrandgateError(refusal, stateReason(owner.user));
    const named = await this.findUsableDevice(owner, command.code);
    const facts = await this.factsOf(owner, brand, command);
    const decision = decideRefresh(facts);
    if (decision === 'theft') return this.rotation.endStolen(actor, brand, owner, command.at);
    if (decision === 'device-mismatch') {
      const target = { type: 'session', id: owner.session.uid };
      this.audit.add(originOf({ ...actor, userId: owner.user.id }), { event: 'auth.refresh_device_mismatch', target });
      throw new BrandgateError('refresh-key.invalid', { reason: 'refresh-device-mismatch' });
    }
    const request = { actor, brand, owner, command, boundCode: facts.boundCode };
    await this.device.refuseDrift(request, decision === 'rebind', named);
    const result = await (decision === 'replay' ? this.rotation.replay(request) : this.rotation.rotate(request));
    // The loser of a race reads what the winner committed and is judged by it.
    if (!result) return this.run(actor, brand, command);
    return { ...result, deviceStatus: await this.device.run(request, decision === 'rebind') };
  }

  /** Row 1: unknown, malformed, foreign, expired or ended is one answer. */
  private async findOwner(actor: Actor, brand: BrandSnapshot, { refreshKey, at }: RefreshCommand): Promise<KeyOwner> {
    if (keyKind(refreshKey) !== 'refresh') throw refused({ reason: 'refresh-key-malformed' });
    const owner = await this.keys.findOwner(this.database.store, keyDigest(refreshKey));
    if (!owner) throw refused({ reason: 'key-unknown' });
    if (owner.key.brandId !== brand.id) {
      this.audit.add(originOf({ ...actor, brandId: owner.key.brandId }), { event: 'brand.crossed' });
      throw refused({ reason: 'key-foreign' });
    }
    const death = deathOf(owner, at);
    if (death !== null) throw refused(death);
    return owner;
  }

  private async findUsableDevice({ user }: KeyOwner, code: string | null): Promise<LinkedDevice | null> {
    if (code === null) return null;
    const found = await this.devices.findLinked(this.database.store, user.brandId, user.id, code);
    if (found && isRejected(found)) throw new BrandgateError('device.rejected', rejectionOf(found));
    return found;
  }

  private async factsOf(owner: KeyOwner, brand: BrandSnapshot, command: RefreshCommand): Promise<RefreshFacts> {
    const { key, session } = owner;
    const { store } = this.database;
    const bound = session.deviceId === null ? null : await this.devices.findById(store, brand.id, session.deviceId);
    return {
      key,
      boundCode: bound?.code ?? null,
      code: command.code,
      children: key.consumedAt === null ? null : await this.keys.findChildren(store, brand.id, key.id),
      isBindingStrict: brand.settings.bindRefreshToDevice,
      now: command.at,
    };
  }
}

function refused(because: Reason): BrandgateError {
  return new BrandgateError('refresh-key.invalid', because);
}

/** Why nothing can be had for this key any more; null while its session lives and it may at least be a replay. */
function deathOf(owner: KeyOwner, now: number): Reason | null {
  const { key, user } = owner;
  const end = sessionEndOf(owner, now);
  if (end !== null) return end;
  if (key.expiresAt <= now) return { reason: 'key-expired', facts: { at: instantFact(key.expiresAt) } };
  return user.status === 'Deleted' ? { reason: 'user-deleted' } : null;
}
