import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { DeviceAccess, type DeviceName } from '../../core/devices/device-access';
import { appVersionOf, newDevice } from '../../core/devices/device-changes';
import type { DeviceEntity } from '../../core/devices/device.entity';
import { DeviceRepository } from '../../core/devices/device.repository';
import { type Revoke, RevokingTransaction } from '../../core/revocations/revoking-transaction';
import type { Caller } from '../../core/roles/caller';
import type { Permission } from '../../core/roles/permission';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { Store } from '../../storage/database';
import type { DeviceAttributes, NewDeviceCommand } from './save-device.command';

/** Writes down what a caller says of a device by its name, not by living on it (JFW-DEV-17, EP-36, -39). */
@Injectable()
export class SaveDeviceFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly devices: DeviceRepository,
    private readonly access: DeviceAccess,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Creates the device of this code, or updates it where the caller may see it; it links nobody.
   * @throws BrandgateError device.exists, rate.exceeded
   */
  async create(
    actor: Actor,
    caller: Caller,
    command: NewDeviceCommand,
  ): Promise<{ device: DeviceEntity; isNew: boolean }> {
    const { code, at } = command;
    const attributes = allowed(command.attributes, caller, 'DEVICE.CREATE');
    return this.transaction.run(async (store, revoke) => {
      const known = await this.access.findLinked(store, caller, { code });
      if (!known) {
        if (!caller.permissions.has('DEVICE.CREATE') && !command.mayAdd())
          throw new BrandgateError('rate.exceeded', { retryAfter: 600 });
        const blank = newDevice(caller.brandId, caller.self?.id ?? null, { code, isTokenFaulty: false }, at);
        const device = await this.devices.insertNewDevice(store, { ...blank, ...columnsOf(attributes) }, at);
        if (device) return { device, isNew: true };
      }
      const { device } = await this.seen(store, caller, { code });
      return { device: await this.apply(store, revoke, { actor, device, attributes, at }), isNew: false };
    });
  }

  /** @throws BrandgateError device.not-found */
  async update(actor: Actor, caller: Caller, uid: string, given: DeviceAttributes, at: number): Promise<DeviceEntity> {
    const attributes = allowed(given, caller, 'DEVICE.UPDATE');
    return this.transaction.run(async (store, revoke) => {
      const { device } = await this.access.find(store, caller, { uid }, 'DEVICE.UPDATE');
      return this.apply(store, revoke, { actor, device, attributes, at });
    });
  }

  private async seen(store: Store, caller: Caller, name: DeviceName) {
    try {
      return await this.access.find(store, caller, name, 'DEVICE.CREATE');
    } catch (error) {
      // Here the caller named the code themself, so that it is taken is told (JFW-DEV-17).
      throw error instanceof BrandgateError && error.code === 'device.not-found'
        ? new BrandgateError('device.exists')
        : error;
    }
  }

  private async apply(store: Store, revoke: Revoke, change: Change): Promise<DeviceEntity> {
    const { actor, device, attributes, at } = change;
    const changes = { ...columnsOf(attributes), modifiedAt: at };
    await this.devices.updateDevice(store, device, changes);
    await revoke('device', device.brandId, device.id);
    if (attributes.status !== undefined && attributes.status !== device.status) {
      const details = { from: device.status, to: attributes.status };
      const event = { event: 'device.status_changed' as const, target: { type: 'device', id: device.uid }, details };
      await this.audit.record(store, originIn(device.brandId, actor), event);
    }
    return { ...device, ...changes };
  }
}

interface Change {
  readonly actor: Actor;
  readonly device: DeviceEntity;
  readonly attributes: DeviceAttributes;
  readonly at: number;
}

function allowed(attributes: DeviceAttributes, { permissions }: Caller, permission: Permission): DeviceAttributes {
  if (permissions.has(permission)) return attributes;
  const { status, isDefault, testMode, ...rest } = attributes;
  return rest;
}

function columnsOf({ appVersionNumber, ...rest }: DeviceAttributes): Partial<DeviceEntity> {
  return { ...rest, ...(appVersionNumber === undefined ? {} : appVersionOf(appVersionNumber)) };
}
