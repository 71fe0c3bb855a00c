import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { CoreModule } from './core/core.module';
import { FlowsModule } from './flows/flows.module';
import { type Foundations, FoundationsModule } from './foundations.module';
import type { Dialect } from './gate/dialect';
import { GateGuard } from './gate/gate.guard';
import { GateModule } from './gate/gate.module';
import { HealthController } from './protocols/health/health.controller';
import { DreamFactoryDialect } from './protocols/dreamfactory/dreamfactory.dialect';
import { DreamFactoryModule } from './protocols/dreamfactory/dreamfactory.module';
import { JfwDialect } from './protocols/jfw/jfw.dialect';
import { JfwModule } from './protocols/jfw/jfw.module';
import { WelcomeController } from './protocols/welcome/welcome.controller';
import { PagesDialect } from './protocols/pages/pages.dialect';
import { PagesModule } from './protocols/pages/pages.module';
import { AnswerErrorsFilter } from './protocols/wire/answer-errors.filter';
import { Dialects } from './protocols/wire/dialects';
import { FrontDoor } from './protocols/wire/front-door';
import { Preflight } from './protocols/wire/preflight';
import { Readiness } from './protocols/wire/readiness';
import { RefusalRecorder } from './protocols/wire/refusal-recorder';
import { RouteTable } from './protocols/wire/route-table';
import { Background } from './workers/background';
import { OutboxUpkeep } from './workers/outbox-upkeep';
import { OutboxHandling } from './workers/outbox-handling';
import { OutboxWorker } from './workers/outbox-worker';
import { SettingsReader } from './workers/settings-reader';
import { Upkeep } from './workers/upkeep';
import { WriteBack } from './workers/write-back';

const DIALECT_MODULES = [JfwModule, DreamFactoryModule, PagesModule];
/** The first one also speaks for paths that belong to nobody. */
const DIALECTS = [JfwDialect, DreamFactoryDialect, PagesDialect];

/** The composition root: the only place that binds ports to what implements them. */
@Module({})
export class AppModule {
  static on(foundations: Foundations): DynamicModule {
    return {
      module: AppModule,
      imports: [FoundationsModule.of(foundations), CoreModule, GateModule, FlowsModule, ...DIALECT_MODULES],
      controllers: [HealthController, WelcomeController],
      providers: [
        { provide: Dialects, inject: DIALECTS, useFactory: (...all: [Dialect, ...Dialect[]]) => new Dialects(all) },
        ...[FrontDoor, Preflight, Readiness, RouteTable, RefusalRecorder],
        ...[Background, SettingsReader, WriteBack, Upkeep, OutboxWorker, OutboxHandling, OutboxUpkeep],
        { provide: APP_GUARD, useClass: GateGuard },
        { provide: APP_FILTER, useClass: AnswerErrorsFilter },
      ],
    };
  }
}
