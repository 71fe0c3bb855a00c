import type { LoggerService } from '@nestjs/common';
import type { EventLog } from '../../ports/event-log.port';

/** Nest's own messages, as lines of the same log. Its chatter about modules and routes is left out. */
export class NestLogger implements LoggerService {
  constructor(private readonly events: EventLog) {}

  log(): void {
    // Start and stop are told by the gateway itself.
  }

  warn(message: unknown, context?: unknown): void {
    this.events.warn('framework.warning', { message: String(message), context });
  }

  error(message: unknown, ...rest: unknown[]): void {
    const error = message instanceof Error ? message : rest.find((part) => part instanceof Error);
    this.events.error('framework.error', error, { message: String(message).slice(0, 200) });
  }
}
