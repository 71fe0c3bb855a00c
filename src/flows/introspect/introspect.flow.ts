import { Injectable } from '@nestjs/common';
import { type Actor, originOf } from '../../core/audit/actor';
import { AuditBuffer } from '../../core/audit/audit-buffer';
import type { SessionSnapshot } from '../../core/auth-keys/session-snapshot';
import { SessionReader } from '../../core/auth-keys/session-reader';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { DeviceRepository } from '../../core/devices/device.repository';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { Database } from '../../storage/database';

export interface IntrospectCommand {
  readonly authKey: string;
  /** Who asks. */
  readonly caller: SessionSnapshot;
  /** `AUTHKEY.INTROSPECT` for the target brand. */
  readonly mayIntrospect: boolean;
  readonly at: number;
}

/** A key that is accepted now, and what it stands for. */
export interface IntrospectedKey {
  readonly snapshot: SessionSnapshot;
  readonly deviceCode: string | null;
}

/** What a key stands for, told to who may know (JFW-SES-06, -07). */
@Injectable()
export class IntrospectFlow {
  constructor(
    private readonly database: Database,
    private readonly reader: SessionReader,
    private readonly devices: DeviceRepository,
    private readonly audit: AuditBuffer,
  ) {}

  /**
   * @returns null for every key that would not be accepted now, whatever the reason
   * @throws BrandgateError access.denied, whatever the key is, unless it is of the caller's own user
   */
  async run(actor: Actor, brand: BrandSnapshot, command: IntrospectCommand): Promise<IntrospectedKey | null> {
    const { authKey, caller, mayIntrospect, at } = command;
    const verdict =
      this.reader.verifyWarm(brand.id, authKey, at) ?? (await this.reader.verifyCold(brand.id, authKey, at));
    const snapshot = 'digest' in verdict ? verdict.snapshot : null;
    const isOwn = snapshot?.user.id === caller.user.id;
    if (!mayIntrospect && !isOwn) {
      this.audit.add(originOf(actor), { event: 'authkey.introspected', details: { denied: true } });
      const facts = { permission: 'AUTHKEY.INTROSPECT' };
      throw new BrandgateError('access.denied', { reason: 'permission-missing', facts });
    }
    if (snapshot === null || brand.status !== 'Active') return null;
    await this.reader.noteFirstUse(snapshot, at);
    const { store } = this.database;
    const device = snapshot.deviceId === null ? null : await this.devices.findById(store, brand.id, snapshot.deviceId);
    return { snapshot, deviceCode: device?.code ?? null };
  }
}
