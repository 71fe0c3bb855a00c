import { Injectable } from '@nestjs/common';
import pino, { type DestinationStream, type Logger } from 'pino';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { EventLog, type LoggedRequest } from '../../ports/event-log.port';

/** JSON lines on standard output, one an event, with what is on the allow-list and nothing else (SEC-LOG-01). */
@Injectable()
export class PinoEventLog extends EventLog {
  private readonly logger: Logger;

  constructor(destination: DestinationStream = pino.destination({ dest: 1, sync: false, minLength: 0 })) {
    super();
    this.logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'event' }, destination);
  }

  override info(event: string, details: Readonly<Record<string, unknown>> = {}): void {
    this.logger.info(details, event);
  }

  override warn(event: string, details: Readonly<Record<string, unknown>> = {}): void {
    this.logger.warn(details, event);
  }

  override error(event: string, cause: unknown, details: Readonly<Record<string, unknown>> = {}): void {
    this.logger.error({ ...details, cause: describe(cause) }, event);
  }

  override success(request: LoggedRequest): void {
    this.logger.info(factsOf(request), 'request.done');
  }

  override refusal(error: BrandgateError, request: LoggedRequest): void {
    const { level, status } = error.entry;
    const facts = { ...factsOf(request), code: error.code, status };
    if (error.cause === undefined) this.logger[level](facts, 'request.refused');
    else this.logger[level]({ ...facts, cause: describe(error.cause) }, 'request.refused');
  }
}

function factsOf({ correlationId, method, passage }: LoggedRequest) {
  return {
    correlationId,
    method,
    brand: passage?.brand?.uid,
    session: passage?.session?.sessionUid,
    user: passage?.session?.user.uid,
  };
}

/** Kind, code and place of an error. Messages of drivers and parsers quote values, so they stay out. */
function describe(cause: unknown): Readonly<Record<string, unknown>> {
  if (cause instanceof BrandgateError)
    return { code: cause.code, ...(cause.cause ? { cause: describe(cause.cause) } : {}) };
  if (!(cause instanceof Error)) return { type: typeof cause };
  const driver = (cause as { driverError?: { code?: unknown } }).driverError;
  const { code } = cause as { code?: unknown };
  const places = cause.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return { type: cause.name, code: driver?.code ?? code, stack: places.slice(0, 12).map((line) => line.trim()) };
}
