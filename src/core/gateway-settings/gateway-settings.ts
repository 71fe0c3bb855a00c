import { Injectable } from '@nestjs/common';
import { GatewayConfig } from '../../config/gateway-config';
import { Clock } from '../../kernel/clock';
import { parseBrandUrl } from '../../kernel/hosts/brand-url';
import { Database } from '../../storage/database';
import { GatewaySettingEntity } from './gateway-setting.entity';

/** Settings of the installation; they live in the database and are changed by the command line (architecture §11). */
export interface GatewaySettingValues {
  /** Hosts of the gateway itself, beside the one of BRANDGATE_PUBLIC_URL; these name no brand (JFW-BRD-05). */
  readonly gatewayHosts: readonly string[];
  /** Lets an IP address be a brand's domain; for development. */
  readonly allowIpLiteralBrands: boolean;
  /** Seconds between "not ready" and the end of accepting, so that balancers notice (REL-07). */
  readonly drainSeconds: number;
  /** Bearer token of `/metrics`; unset: `/metrics` is closed. */
  readonly metricsToken: string | null;
}

export const DEFAULT_GATEWAY_SETTINGS: GatewaySettingValues = {
  gatewayHosts: [],
  allowIpLiteralBrands: false,
  drainSeconds: 5,
  metricsToken: null,
};

@Injectable()
export class GatewaySettings {
  /** As read at the start; the command line's changes count from the next start. */
  current: GatewaySettingValues = DEFAULT_GATEWAY_SETTINGS;
  private gatewayHosts: ReadonlySet<string>;

  constructor(
    private readonly database: Database,
    private readonly config: GatewayConfig,
    private readonly clock: Clock,
  ) {
    this.gatewayHosts = this.hosts();
  }

  async load(): Promise<void> {
    const rows = await this.database.store.find(GatewaySettingEntity);
    const stored = Object.fromEntries(rows.map((row) => [row.name, JSON.parse(row.value) as unknown]));
    this.current = { ...DEFAULT_GATEWAY_SETTINGS, ...stored };
    this.gatewayHosts = this.hosts();
  }

  /** Whether a Host is the gateway's own, on whatever port. */
  isGatewayHost(host: string): boolean {
    const parsed = parseBrandUrl(host, { allowIpLiterals: true });
    return parsed.kind === 'host' && parsed.keys.some((key) => this.gatewayHosts.has(key));
  }

  /** Stores one setting; `null` puts its default back. */
  async set(name: keyof GatewaySettingValues, value: unknown): Promise<void> {
    await this.database.transaction(async (store) => {
      await store.delete(GatewaySettingEntity, { name });
      if (value === null) return;
      await store.insert(GatewaySettingEntity, { name, value: JSON.stringify(value), modifiedAt: this.clock.now() });
    });
  }

  private hosts(): ReadonlySet<string> {
    // The host alone is what a request on the default port names; with its port, what one on another port does.
    const own = parseBrandUrl(this.config.publicUrl ?? 'localhost', { allowIpLiterals: true });
    return new Set([...(own.kind === 'host' ? own.keys : []), ...this.current.gatewayHosts]);
  }
}
