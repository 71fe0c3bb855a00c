import { Injectable } from '@nestjs/common';
import { GatewayConfig } from '../../config/gateway-config';
import { parseBrandUrl } from '../../kernel/hosts/brand-url';
import { readSetting } from '../../kernel/settings/setting';
import { Database, type Store } from '../../storage/database';
import { GatewaySettingEntity } from './gateway-setting.entity';
import {
  DEFAULT_GATEWAY_SETTINGS,
  GATEWAY_SETTINGS,
  type GatewaySettingName,
  type GatewaySettingValues,
  isGatewaySetting,
} from './gateway-setting-list';

/**
 * Settings of the installation (architecture §11). They are read at the start and again after every change: a change
 * writes a line of the platform brand into the revocation journal, and whoever reads that line reads them anew.
 */
@Injectable()
export class GatewaySettings {
  current: GatewaySettingValues = DEFAULT_GATEWAY_SETTINGS;
  /** Names of stored values that are no value of their setting; their defaults count. */
  faulty: readonly string[] = [];
  private gatewayHosts: ReadonlySet<string>;
  private isOutdated = false;
  private readonly listeners: (() => void)[] = [];
  private lastLoad: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly config: GatewayConfig,
  ) {
    this.gatewayHosts = this.hosts();
  }

  /** Called after every load: what was concluded from the values before may be wrong now. */
  onLoaded(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** One after the other: rows read before a change never take the place of those read after it. */
  load(): Promise<void> {
    const load = this.lastLoad.then(() => this.loadOnce());
    this.lastLoad = load.catch(() => undefined);
    return load;
  }

  /** A change was made, here or elsewhere. */
  outdate(): void {
    this.isOutdated = true;
  }

  /** Reads them again if a change was told of. */
  async refresh(): Promise<void> {
    if (this.isOutdated) await this.load();
  }

  private async loadOnce(): Promise<void> {
    // A change that is told while the rows are read is one to read them again for.
    this.isOutdated = false;
    try {
      const values: Record<string, unknown> = {};
      const faulty: string[] = [];
      for (const { name, value } of await this.database.store.find(GatewaySettingEntity)) {
        const reading = isGatewaySetting(name) ? readStored(name, value) : null;
        if (reading === null) faulty.push(name);
        else values[name] = reading.value;
      }
      this.current = { ...DEFAULT_GATEWAY_SETTINGS, ...values };
      this.faulty = faulty;
    } catch (error) {
      this.isOutdated = true;
      throw error;
    }
    this.gatewayHosts = this.hosts();
    for (const listener of this.listeners) listener();
  }

  /** Whether a Host is the gateway's own, on whatever port. */
  isGatewayHost(host: string): boolean {
    const parsed = parseBrandUrl(host, { allowIpLiterals: true });
    return parsed.kind === 'host' && parsed.keys.some((key) => this.gatewayHosts.has(key));
  }

  /** Keeps a value that was read by the setting's rules; undefined puts the default back. */
  async write(store: Store, name: GatewaySettingName, value: unknown, now: number): Promise<void> {
    await store.delete(GatewaySettingEntity, { name });
    if (value === undefined) return;
    await store.insert(GatewaySettingEntity, { name, value: JSON.stringify(value), modifiedAt: now });
  }

  /** What is kept of a setting at this moment. */
  async find(store: Store, name: GatewaySettingName): Promise<unknown> {
    const row = await store.findOneBy(GatewaySettingEntity, { name });
    return (row && readStored(name, row.value)?.value) ?? GATEWAY_SETTINGS[name].default;
  }

  /** By name, those that are kept and are values of their settings. */
  async listStored(store: Store): Promise<ReadonlyMap<string, unknown>> {
    const rows = await store.find(GatewaySettingEntity);
    const read = rows.map(({ name, value }) => {
      return [name, isGatewaySetting(name) ? readStored(name, value) : null] as const;
    });
    return new Map(read.flatMap(([name, reading]) => (reading === null ? [] : [[name, reading.value]])));
  }

  private hosts(): ReadonlySet<string> {
    // The host alone is what a request on the default port names; with its port, what one on another port does.
    const own = parseBrandUrl(this.config.publicUrl ?? 'localhost', { allowIpLiterals: true });
    return new Set([...(own.kind === 'host' ? own.keys : []), ...this.current.gatewayHosts]);
  }
}

function readStored(name: GatewaySettingName, text: string): { readonly value: unknown } | null {
  try {
    const reading = readSetting<unknown>(name, GATEWAY_SETTINGS[name], JSON.parse(text));
    return 'value' in reading ? reading : null;
  } catch {
    return null;
  }
}
