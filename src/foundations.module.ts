import { type DynamicModule, Global, Module } from '@nestjs/common';
import { GatewayConfig } from './config/gateway-config';
import { Clock } from './kernel/clock';
import { HashPool } from './kernel/hashing/hash-pool';
import { PasswordHasher } from './kernel/hashing/password-hasher';
import { KeyRing } from './kernel/secrets/key-ring';
import { SortedHashFile } from './outbound/files/sorted-hash-file';
import { PrometheusMetrics } from './outbound/prometheus/prometheus-metrics';
import { BreachedPasswords } from './ports/breached-passwords.port';
import { DnsResolver } from './ports/dns-resolver.port';
import { EventLog } from './ports/event-log.port';
import { MailTransport } from './ports/mail-transport.port';
import { Metrics } from './ports/metrics.port';
import { PushTransport } from './ports/push-transport.port';
import { Database } from './storage/database';
import type { GatewayDataSource } from './storage/gateway-data-source';

/** What is there before the house is built: opened by the start, so that its mistakes come out in plain words. */
export interface Foundations {
  readonly config: GatewayConfig;
  readonly dataSource: GatewayDataSource;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly dns: DnsResolver;
  readonly mail: MailTransport;
  readonly push: PushTransport;
}

/** Binds what the start opened, and the ports that the gateway and the command line share. */
@Global()
@Module({})
export class FoundationsModule {
  static of({ config, dataSource, keyRing, clock, log, dns, mail, push }: Foundations): DynamicModule {
    const pool = new HashPool({ clock });
    const providers = [
      { provide: GatewayConfig, useValue: config },
      { provide: KeyRing, useValue: keyRing },
      { provide: Clock, useValue: clock },
      { provide: EventLog, useValue: log },
      { provide: DnsResolver, useValue: dns },
      { provide: MailTransport, useValue: mail },
      { provide: PushTransport, useValue: push },
      { provide: Database, useValue: new Database(dataSource) },
      { provide: HashPool, useValue: pool },
      { provide: PasswordHasher, useValue: new PasswordHasher(pool, keyRing, config.passwordCost) },
      { provide: BreachedPasswords, useClass: SortedHashFile },
      { provide: Metrics, useClass: PrometheusMetrics },
    ];
    return { module: FoundationsModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}
