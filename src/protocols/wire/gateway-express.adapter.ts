import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Application, Request, Response } from 'express';
import { exchangeOf } from '../../gate/dialect';
import { findPassage } from '../../gate/passage-of-request';

/** Limits of a request head and of how long one may take to arrive (SEC-IN-14). */
const SERVER_OPTIONS = {
  maxHeaderSize: 16 * 1_024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 500,
  // The gateway answers a missing Host itself, in the dialect's form.
  requireHostHeader: false,
  insecureHTTPParser: false,
} as const;
const MAX_CONNECTIONS = 10_000;

/**
 * Nest's Express with two differences. Express gives every request and response a new prototype, which is two thirds of
 * its cost; here they are born with the right one. And a handler's result is written by its dialect.
 */
export class GatewayExpressAdapter extends ExpressAdapter {
  override initHttpServer(): void {
    const app = this.getInstance<Application & { readonly request: object; readonly response: object }>();
    app.disable('x-powered-by');
    app.disable('etag');
    const server = http.createServer(
      {
        ...SERVER_OPTIONS,
        IncomingMessage: bornWith(http.IncomingMessage, app.request),
        ServerResponse: bornWith(http.ServerResponse, app.response) as typeof ServerResponse<IncomingMessage>,
      },
      app,
    );
    server.maxHeadersCount = 0;
    server.maxConnections = MAX_CONNECTIONS;
    this.httpServer = server as typeof this.httpServer;
  }

  override reply(response: Response, body: unknown, statusCode?: number): unknown {
    const { req } = response as Response & { req: Request };
    const admission = findPassage(req);
    if (!admission) return super.reply(response, body, statusCode);
    exchangeOf(req).dialect.sendResult(admission.passage, response, statusCode ?? response.statusCode, body);
    return response;
  }
}

/**
 * A constructor whose instances already have Express's prototype, so that Express's own `setPrototypeOf` changes
 * nothing: V8 keeps the object's shape and every access after it stays fast.
 */
function bornWith<T extends typeof IncomingMessage | typeof ServerResponse>(base: T, prototype: object): T {
  // Node's own constructors are functions, not classes; calling them is several times faster than Reflect.construct.
  const construct = base as unknown as (this: object, a: unknown, b: unknown) => void;
  function Born(this: object, a: unknown, b: unknown): void {
    construct.call(this, a, b);
  }
  Born.prototype = prototype;
  Object.setPrototypeOf(Born, base);
  return Born as unknown as T;
}
