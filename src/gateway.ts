import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { gatewayDataSource } from '../ormconfig';
import { AppModule } from './app.module';
import type { GatewayConfig } from './config/gateway-config';
import { openKeyRing } from './config/master-key';
import { GatewaySettings } from './core/gateway-settings/gateway-settings';
import { RevocationJournal } from './core/revocations/revocation-journal';
import { type FirstAdmin, FirstStartFlow } from './flows/first-start/first-start.flow';
import type { Foundations } from './foundations.module';
import { Clock, SystemClock } from './kernel/clock';
import { HashPool } from './kernel/hashing/hash-pool';
import { NodeDnsResolver } from './outbound/dns/node-dns-resolver';
import { NestLogger } from './outbound/pino/nest-logger';
import { PinoEventLog } from './outbound/pino/pino-event-log';
import { FirebasePushTransport } from './outbound/firebase/firebase-push-transport';
import { SmtpMailTransport } from './outbound/smtp/smtp-mail-transport';
import { DnsResolver } from './ports/dns-resolver.port';
import { EventLog } from './ports/event-log.port';
import type { MailTransport } from './ports/mail-transport.port';
import type { PushTransport } from './ports/push-transport.port';
import { DreamFactoryDescription } from './protocols/dreamfactory/dreamfactory.description';
import { JfwDescription } from './protocols/jfw/jfw.description';
import { answerBelowApplication } from './protocols/wire/below-application';
import { requireDeclaredAccess } from './protocols/wire/declared-access';
import { Dialects } from './protocols/wire/dialects';
import { FrontDoor } from './protocols/wire/front-door';
import { GatewayExpressAdapter } from './protocols/wire/gateway-express.adapter';
import { type DialectDescriptions, serveDocumentation } from './protocols/wire/openapi';
import { notePeerAddresses } from './protocols/wire/peer-address';
import { Readiness } from './protocols/wire/readiness';
import { RefusalRecorder } from './protocols/wire/refusal-recorder';
import { checkDatabaseSetup } from './storage/collation-check';
import { Database } from './storage/database';
import { migrateUp } from './storage/migrate';
import { Background } from './workers/background';
import { SettingsReader } from './workers/settings-reader';

/** What `openapi.json` says of each dialect's routes. */
export const DIALECTS: DialectDescriptions = [new JfwDescription(), new DreamFactoryDescription()];

const IN_FLIGHT_MS = 10_000;
/** A connection that falls idle while the gateway closes is not waited for. */
const SWEEP_MS = 50;

/** Parts of the gateway that a test puts in the place of the real ones. */
export interface Substitutes {
  readonly clock?: Clock;
  readonly log?: EventLog;
  readonly dns?: DnsResolver;
  readonly mail?: MailTransport;
  readonly push?: PushTransport;
}

/** A gateway from its start to its end; `cli` and `main` drive it. */
export class Gateway {
  private constructor(
    readonly app: NestExpressApplication,
    /** Told once: the account that this start made. */
    readonly firstAdmin: FirstAdmin | null,
  ) {}

  /**
   * Opens the database, migrates it, checks it, builds the application and seeds an empty installation. Does not listen.
   * @throws ConfigError, DatabaseSetupError, MigrationLockError: each says in plain words what to do
   */
  static async create(config: GatewayConfig, substitutes: Substitutes = {}): Promise<Gateway> {
    const foundations = await lay(config, substitutes);
    let app: NestExpressApplication | undefined;
    try {
      app = await build(foundations);
      await Promise.all([app.get(GatewaySettings).load(), app.get(HashPool).warmUp()]);
      const firstAdmin = await app.get(FirstStartFlow).run();
      await app.get(RevocationJournal).read();
      app.get(Background).start();
      app.get(SettingsReader).start();
      return new Gateway(app, firstAdmin);
    } catch (error) {
      // Its threads would keep the process from ending.
      await app?.get(HashPool).close();
      await foundations.dataSource.destroy();
      throw error;
    }
  }

  /** @returns the port it listens on, which is another than asked for when that was 0 */
  async listen(port: number, host: string): Promise<number> {
    await this.app.listen(port, host);
    return (this.app.getHttpServer().address() as AddressInfo).port;
  }

  /** Lets balancers notice, finishes what is in flight, writes back what waits in memory, closes (REL-07). */
  async drain(): Promise<void> {
    this.app.get(Readiness).drain();
    const { drainSeconds } = this.app.get(GatewaySettings).current;
    await new Promise((resolve) => setTimeout(resolve, drainSeconds * 1_000));
    await this.close();
  }

  async close(): Promise<void> {
    const server = this.app.getHttpServer();
    if (server.listening) {
      // Whoever still asks over a kept connection is answered, and the connection ends with that.
      server.prependListener('request', (_request, response) => (response.shouldKeepAlive = false));
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
      const impatience = setTimeout(() => server.closeAllConnections(), IN_FLIGHT_MS);
      await closed;
      clearInterval(sweep);
      clearTimeout(impatience);
    }
    await this.app.get(SettingsReader).stop();
    await this.app.get(Background).stop();
    await this.app.close();
    await this.app.get(HashPool).close();
    await this.app.get(Database).close();
  }
}

async function lay(config: GatewayConfig, { clock, log, dns, mail, push }: Substitutes): Promise<Foundations> {
  const keyRing = openKeyRing(config);
  const dataSource = await gatewayDataSource(config);
  await dataSource.initialize();
  try {
    await migrateUp(dataSource);
    await checkDatabaseSetup(dataSource);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return {
    ...{ config, dataSource, keyRing },
    clock: clock ?? new SystemClock(),
    log: log ?? new PinoEventLog(),
    dns: dns ?? new NodeDnsResolver(),
    mail: mail ?? new SmtpMailTransport(),
    push: push ?? new FirebasePushTransport(),
  };
}

async function build(foundations: Foundations): Promise<NestExpressApplication> {
  const adapter = new GatewayExpressAdapter();
  const app = await NestFactory.create<NestExpressApplication>(AppModule.on(foundations), adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: new NestLogger(foundations.log),
  });
  adapter.openFrontDoor(app.get(FrontDoor).handle);
  for (const path of app.get(Dialects).absentPaths) adapter.staticSegments.add(path);
  serveDocumentation(app, DIALECTS);
  await app.init();
  requireDeclaredAccess(app);
  const server = app.getHttpServer();
  notePeerAddresses(server);
  answerBelowApplication(server, { dialects: app.get(Dialects), refusals: app.get(RefusalRecorder) });
  return app;
}
