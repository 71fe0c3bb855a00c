import { existsSync } from 'node:fs';
import { type DynamicModule, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import pino from 'pino';
import { gatewayDataSource } from '../../../ormconfig';
import type { DatabaseTarget } from '../../config/database-url';
import type { GatewayConfig } from '../../config/gateway-config';
import { openKeyRing } from '../../config/master-key';
import { AuditBuffer } from '../../core/audit/audit-buffer';
import { CoreModule } from '../../core/core.module';
import { GatewaySettings } from '../../core/gateway-settings/gateway-settings';
import { FlowsModule } from '../../flows/flows.module';
import { type Foundations, FoundationsModule } from '../../foundations.module';
import { CountersModule } from '../../gate/gate.module';
import { SystemClock } from '../../kernel/clock';
import { HashPool } from '../../kernel/hashing/hash-pool';
import { FirebasePushTransport } from '../../outbound/firebase/firebase-push-transport';
import { SmtpMailTransport } from '../../outbound/smtp/smtp-mail-transport';
import { NodeDnsResolver } from '../../outbound/dns/node-dns-resolver';
import { NestLogger } from '../../outbound/pino/nest-logger';
import { PinoEventLog } from '../../outbound/pino/pino-event-log';
import { checkDatabaseSetup } from '../../storage/collation-check';
import { Database } from '../../storage/database';
import type { GatewayDataSource } from '../../storage/gateway-data-source';
import { migrationState, UnknownMigrationError } from '../../storage/migrate';
import { CommandError } from './command-error';
import { EXIT } from './exit-code';
import type { Io } from './io';

/** The gateway's core and flows without what listens: no routes, no workers. */
@Module({})
class QuietModule {
  static on(foundations: Foundations): DynamicModule {
    const imports = [FoundationsModule.of(foundations), CoreModule, CountersModule, FlowsModule];
    return { module: QuietModule, imports };
  }
}

/** An installation in use by a command. */
export class OpenInstallation {
  private constructor(
    private readonly app: INestApplicationContext,
    readonly dataSource: GatewayDataSource,
  ) {}

  static async create(config: GatewayConfig, io: Io): Promise<OpenInstallation> {
    const dataSource = await openDatabase(config);
    try {
      await requireCurrentSchema(dataSource);
      await checkDatabaseSetup(dataSource);
      const log = new PinoEventLog(logTo(io));
      const outside = {
        dns: new NodeDnsResolver(),
        mail: new SmtpMailTransport(),
        push: new FirebasePushTransport(),
      };
      const foundations = {
        config,
        dataSource,
        keyRing: openKeyRing(config),
        clock: new SystemClock(),
        log,
        ...outside,
      };
      const app = await NestFactory.createApplicationContext(QuietModule.on(foundations), {
        abortOnError: false,
        logger: new NestLogger(log),
      });
      await app.get(GatewaySettings).load();
      return new OpenInstallation(app, dataSource);
    } catch (error) {
      await dataSource.destroy();
      throw error;
    }
  }

  get: INestApplicationContext['get'] = (...args: unknown[]) => this.app.get(...(args as [never]));

  /** Writes what waits in memory, and lets go of everything. */
  async close(): Promise<void> {
    await this.app.get(AuditBuffer).flush();
    await this.app.close();
    await this.app.get(HashPool).close();
    await this.app.get(Database).close();
  }
}

/** @throws CommandError instead of making an empty database where none is */
export async function openDatabase(config: GatewayConfig): Promise<GatewayDataSource> {
  requireDatabaseFile(config.database);
  const dataSource = await gatewayDataSource(config);
  return dataSource.initialize();
}

/** @throws CommandError where the embedded database should be and is not */
export function requireDatabaseFile(database: DatabaseTarget): void {
  if (database.kind !== 'sqlite' || existsSync(database.path)) return;
  const message = `There is no database at ${database.path}.`;
  const advice = 'Make one: brandgate migrate up, or start the gateway. Another one is named by DATABASE_URL.';
  throw new CommandError(EXIT.unavailable, 'database.missing', message, advice);
}

async function requireCurrentSchema(dataSource: GatewayDataSource): Promise<void> {
  const { pending, unknown } = await migrationState(dataSource);
  if (unknown.length > 0) throw new UnknownMigrationError(unknown);
  if (pending.length === 0) return;
  const message = `The database is older than this version: ${pending.length} migration(s) are pending.`;
  throw new CommandError(EXIT.failed, 'migrations.pending', message, 'Run: brandgate migrate up');
}

/** Lines of the log go where notes go: standard output is for results. */
function logTo(io: Io): pino.DestinationStream {
  return { write: (line) => void io.stderr.write(line) };
}
