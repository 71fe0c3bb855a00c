import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { GatewayConfig } from '../../config/gateway-config';
import { RefusalBuffer } from '../../core/refusals/refusal-buffer';
import type { NewRefusal } from '../../core/refusals/refusal.repository';
import type { Exchange } from '../../gate/dialect';
import type { Passage } from '../../gate/passage';
import { type Refused, traceOf } from '../../gate/refusal-trace';
import { Clock } from '../../kernel/clock';
import type { BrandgateError } from '../../kernel/errors/brandgate-error';
import { EventLog } from '../../ports/event-log.port';
import { clientAddressOf } from './peer-address';
import { RouteTable } from './route-table';

/** A refusal that the HTTP server gives before there is a request. */
export interface RawRefusal extends Exchange {
  readonly method: string;
  /** Address of the connection; undefined on a Unix socket. */
  readonly peer: string | undefined;
}

const MAX_METHOD = 16;
const MAX_ROUTE = 255;

/** Notes why a request was refused, for `brandgate why`, after it was answered. Accepted requests never come here. */
@Injectable()
export class RefusalRecorder {
  constructor(
    private readonly buffer: RefusalBuffer,
    private readonly routes: RouteTable,
    private readonly config: GatewayConfig,
    private readonly clock: Clock,
    private readonly log: EventLog,
  ) {}

  /** @param place where it was refused, when there is no passage */
  record(
    request: Request,
    exchange: Exchange,
    passage: Passage | null,
    error: BrandgateError,
    place?: Refused['place'],
  ) {
    const { dialect } = exchange;
    this.add(() => ({
      ...this.factsOf(exchange, error, passage),
      ...whoOf(passage),
      method: request.method.slice(0, MAX_METHOD),
      route: this.routes.templateOf(request)?.slice(0, MAX_ROUTE) ?? null,
      address: passage?.arrival.client.address ?? clientAddressOf(request, this.config.trustedProxies),
      steps: traceOf({ gate: dialect.gate, passage, error, place: place ?? placeOf(error) }),
    }));
  }

  /** What came was no request that a route could be found for. */
  recordRaw(refusal: RawRefusal, error: BrandgateError): void {
    const { method, peer, dialect } = refusal;
    const address = this.config.trustedProxies.clientAddress(peer, undefined);
    this.add(() => ({
      ...this.factsOf(refusal, error, null),
      ...{ ...whoOf(null), method: method.slice(0, MAX_METHOD), route: null, address },
      steps: traceOf({ gate: dialect.gate, passage: null, error, place: 'accept' }),
    }));
  }

  private factsOf({ correlationId, dialect }: Exchange, error: BrandgateError, passage: Passage | null) {
    const { code, entry } = error;
    const happenedAt = passage?.at ?? this.clock.now();
    return { correlationId, happenedAt, dialect: dialect.name, status: entry.status, code };
  }

  /** The answer is on its way; nothing here may stop it or the process. */
  private add(build: () => NewRefusal): void {
    try {
      this.buffer.add(build());
    } catch (error) {
      this.log.error('refusal.unrecorded', error);
    }
  }
}

/** Where a request without a passage was refused, by the code that says so. */
function placeOf({ code, reason }: BrandgateError): Refused['place'] {
  if (code.startsWith('route.') || reason?.reason === 'path-undecodable') return 'find-route';
  return code.startsWith('request.') ? 'read-request' : 'handle';
}

function whoOf(passage: Passage | null) {
  const session = passage?.session ?? null;
  const brandId = passage?.brand?.id ?? null;
  return { brandId, userUid: session?.user.uid ?? null, sessionUid: session?.sessionUid ?? null };
}
