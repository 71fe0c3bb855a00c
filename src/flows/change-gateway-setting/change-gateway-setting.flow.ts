import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { BrandRepository } from '../../core/brands/brand.repository';
import {
  GATEWAY_SETTINGS,
  type GatewaySettingName,
  isGatewaySetting,
} from '../../core/gateway-settings/gateway-setting-list';
import { GatewaySettings } from '../../core/gateway-settings/gateway-settings';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import { readSetting, type Setting } from '../../kernel/settings/setting';
import { BreachedPasswords } from '../../ports/breached-passwords.port';

export interface ChangeGatewaySettingCommand {
  readonly name: string;
  /** As the setting takes it; `null` puts the default back. */
  readonly value: unknown;
  readonly at: number;
}

/** Changes a setting of the installation, here at once and in every running gateway within a second. */
@Injectable()
export class ChangeGatewaySettingFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly brands: BrandRepository,
    private readonly settings: GatewaySettings,
    private readonly breached: BreachedPasswords,
    private readonly audit: AuditTrail,
  ) {}

  /** @returns the value that counts now. @throws BrandgateError request.invalid for an unknown name or a wrong value */
  async run(actor: Actor, { name, value, at }: ChangeGatewaySettingCommand): Promise<unknown> {
    if (!isGatewaySetting(name)) throw invalidField('name', `There is no gateway setting ${name}.`);
    const setting: Setting<unknown> = GATEWAY_SETTINGS[name];
    const to = value === null ? setting.default : readOrThrow(name, setting, value);
    await this.requireUsable(name, to);
    await this.transaction.run(async (store, revoke) => {
      const platformId = await this.brands.findPlatformId(store);
      if (platformId === null) throw new BrandgateError('brand.not-found');
      // First, because it holds the row that changes take turns on; it is also the line that tells every gateway.
      await revoke('brand', platformId, platformId);
      const from = await this.settings.find(store, name);
      await this.settings.write(store, name, isDeepStrictEqual(to, setting.default) ? undefined : to, at);
      if (isDeepStrictEqual(from, to)) return;
      const details = setting.isSecret === true ? { member: name } : { member: name, from, to };
      const event = { event: 'gateway.setting_changed' as const, target: { type: 'gateway', id: name }, details };
      await this.audit.record(store, originIn(platformId, actor), event);
    });
    await this.settings.load();
    return to;
  }

  /** A list that cannot be read would keep everybody from choosing a password. */
  private async requireUsable(name: GatewaySettingName, value: unknown): Promise<void> {
    if (name !== 'breachedPasswordFile' || typeof value !== 'string') return;
    const fault = await this.breached.faultOf(value);
    if (fault !== null) throw invalidField(name, `${value} ${fault}.`);
  }
}

function readOrThrow(name: string, setting: Setting<unknown>, value: unknown): unknown {
  const reading = readSetting(name, setting, value);
  if ('value' in reading) return reading.value;
  throw new BrandgateError('request.invalid', { fields: [reading.fault] });
}
