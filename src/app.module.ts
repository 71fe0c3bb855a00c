import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { GatewayConfig } from './config/gateway-config';
import { CoreModule } from './core/core.module';
import { FlowsModule } from './flows/flows.module';
import { GateGuard } from './gate/gate.guard';
import { GateModule } from './gate/gate.module';
import { Clock } from './kernel/clock';
import { HashPool } from './kernel/hashing/hash-pool';
import { PasswordHasher } from './kernel/hashing/password-hasher';
import { KeyRing } from './kernel/secrets/key-ring';
import { PrometheusMetrics } from './outbound/prometheus/prometheus-metrics';
import { DnsResolver } from './ports/dns-resolver.port';
import { EventLog } from './ports/event-log.port';
import { Metrics } from './ports/metrics.port';
import { HealthController } from './protocols/health/health.controller';
import { JfwDialect } from './protocols/jfw/jfw.dialect';
import { JfwModule } from './protocols/jfw/jfw.module';
import { WelcomeController } from './protocols/pages/welcome.controller';
import { AnswerErrorsFilter } from './protocols/wire/answer-errors.filter';
import { Dialects } from './protocols/wire/dialects';
import { FrontDoor } from './protocols/wire/front-door';
import { Preflight } from './protocols/wire/preflight';
import { Readiness } from './protocols/wire/readiness';
import { RefusalRecorder } from './protocols/wire/refusal-recorder';
import { RouteTable } from './protocols/wire/route-table';
import { Database } from './storage/database';
import type { GatewayDataSource } from './storage/gateway-data-source';
import { Background } from './workers/background';
import { SettingsReader } from './workers/settings-reader';
import { Upkeep } from './workers/upkeep';
import { WriteBack } from './workers/write-back';

/** What is there before the house is built: opened by the start, so that its mistakes come out in plain words. */
export interface Foundations {
  readonly config: GatewayConfig;
  readonly dataSource: GatewayDataSource;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly dns: DnsResolver;
}

@Global()
@Module({})
class FoundationsModule {
  static of({ config, dataSource, keyRing, clock, log, dns }: Foundations): DynamicModule {
    const pool = new HashPool({ clock });
    const providers = [
      { provide: GatewayConfig, useValue: config },
      { provide: KeyRing, useValue: keyRing },
      { provide: Clock, useValue: clock },
      { provide: EventLog, useValue: log },
      { provide: DnsResolver, useValue: dns },
      { provide: Database, useValue: new Database(dataSource) },
      { provide: HashPool, useValue: pool },
      { provide: PasswordHasher, useValue: new PasswordHasher(pool, keyRing, config.passwordCost) },
      { provide: Metrics, useClass: PrometheusMetrics },
    ];
    return { module: FoundationsModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}

/** The composition root: the only place that binds ports to what implements them. */
@Module({})
export class AppModule {
  static on(foundations: Foundations): DynamicModule {
    return {
      module: AppModule,
      imports: [FoundationsModule.of(foundations), CoreModule, GateModule, FlowsModule, JfwModule],
      controllers: [HealthController, WelcomeController],
      providers: [
        { provide: Dialects, inject: [JfwDialect], useFactory: (jfw: JfwDialect) => new Dialects([jfw]) },
        ...[FrontDoor, Preflight, Readiness, RouteTable, RefusalRecorder],
        ...[Background, SettingsReader, WriteBack, Upkeep],
        { provide: APP_GUARD, useClass: GateGuard },
        { provide: APP_FILTER, useClass: AnswerErrorsFilter },
      ],
    };
  }
}
