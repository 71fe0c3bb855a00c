import type { Type } from '@nestjs/common';
import { describeConfig } from '../../config/described-config';
import { type GatewayConfig, loadGatewayConfig } from '../../config/gateway-config';
import type { Io } from './io';
import type { OpenInstallation } from './open-installation';

/** The way into the installation that the environment names; nothing is opened, or even loaded, before it is needed. */
export class Installation {
  private opened: OpenInstallation | null = null;

  constructor(private readonly io: Io) {}

  /** @throws ConfigError */
  get config(): GatewayConfig {
    return loadGatewayConfig(this.io.env);
  }

  /** Its database's address, without the password. */
  get databaseUrl(): string {
    return describeConfig(this.io.env).find(({ name }) => name === 'DATABASE_URL')?.value ?? '';
  }

  /**
   * Everything the gateway is made of, without its HTTP server.
   * @throws CommandError when there is no database or its schema is not up to date; ConfigError, DatabaseSetupError
   */
  async open(): Promise<OpenInstallation> {
    if (this.opened === null) {
      const { OpenInstallation } = await import('./open-installation.js');
      this.opened = await OpenInstallation.create(this.config, this.io);
    }
    return this.opened;
  }

  /** One of its services, flows or repositories. */
  async get<T>(token: Type<T> | (abstract new (...args: never[]) => T)): Promise<T> {
    return (await this.open()).get(token);
  }

  async close(): Promise<void> {
    await this.opened?.close();
    this.opened = null;
  }
}
