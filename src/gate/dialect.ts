import type { Request, Response } from 'express';
import type { BrandgateError } from '../kernel/errors/brandgate-error';
import type { Arrival } from './arrival';
import type { Gate } from './gate';
import type { Passage } from './passage';

/** What is known of a request before, and without, the gate. */
export interface Exchange {
  readonly dialect: Dialect;
  readonly correlationId: string;
}

/** One way of speaking to the gateway: how its requests are read and its answers written. Only it knows header names. */
export interface Dialect {
  readonly name: string;
  /** Path prefix, without trailing slash; the native dialect also answers for paths that belong to nobody. */
  readonly prefix: string;
  /** Paths that the contract names and leaves out: no parameter of a route stands for their last segment. */
  readonly absentPaths: readonly string[];
  /** Headers of its own that a page of another origin may send, beside those of the gateway. */
  readonly requestHeaders?: readonly string[];
  readonly gate: Gate;
  /** Looks at a request before it is routed, and may give it another method or another spelling of its path. */
  receive?(request: Request): Promise<void>;
  /** @throws BrandgateError request.media-type, -too-large, -invalid */
  readBody(request: Request): Promise<unknown>;
  readArrival(request: Request, body: unknown, correlationId: string): Arrival;
  /** Why a path or a method is refused that no route has, where the contract asks more of it than to be there. */
  judgeStray?(request: Request, exchange: Exchange): Promise<BrandgateError>;
  sendResult(passage: Passage, response: Response, status: number, data: unknown): void;
  /** `passage` is null when the request did not get as far as the gate. */
  sendError(exchange: Exchange, passage: Passage | null, response: Response, error: BrandgateError): void;
  /** A whole answer of an error that the server gives below the application (SEC-IN-12). */
  rawError(error: BrandgateError, correlationId: string): { readonly headers: string; readonly body: string };
}

const EXCHANGE = Symbol('brandgate.exchange');

export function attachExchange(request: Request, exchange: Exchange): void {
  (request as { [EXCHANGE]?: Exchange })[EXCHANGE] = exchange;
}

export function exchangeOf(request: Request): Exchange {
  const exchange = (request as { [EXCHANGE]?: Exchange })[EXCHANGE];
  if (!exchange) throw new TypeError('the request did not come in through the front door');
  return exchange;
}
