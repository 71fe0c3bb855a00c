import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Application, Request, Response } from 'express';
import { exchangeOf } from '../../gate/dialect';
import { findPassage } from '../../gate/passage-of-request';
import { errorOf } from './error-of';
import { StaticSegments } from './static-segments';

type ExpressInstance = Application & { readonly request: object; readonly response: object };

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

/** Looks at a request first: answers it, or passes it on. */
export type FrontDoorHandler = (request: Request, response: Response, next: () => void) => void;

type RouteHandler = (request: Request, response: Response, next: () => void) => unknown;
type RouteArguments = Parameters<ExpressAdapter['get']>;

/** A route's handler answers; it never passes a request on. */
const PASS = (): void => undefined;

/** A path that is one text and no pattern. */
const STATIC_PATH = /^[A-Za-z0-9/._-]+$/;
/** A path in which whole segments are parameters. */
const PARAMETER_PATH = /^[A-Za-z0-9/._:-]*\/:[A-Za-z0-9/._:-]+$/;

/**
 * Nest's Express with four differences. Express gives every request and response a new prototype, which is two thirds of
 * its cost; here they are born with the right one. Paths without parameters are found in one table instead of by trying
 * every route in turn; everything else is routed by Express as always. A name that a path has is no parameter of another
 * one. And a handler's result is written by its dialect.
 */
export class GatewayExpressAdapter extends ExpressAdapter {
  /** Names that no parameter takes. */
  readonly staticSegments = new StaticSegments();
  private readonly staticRoutes = new Map<string, RouteHandler>();
  private frontDoor: FrontDoorHandler = (_request, _response, next) => next();

  override get(...args: unknown[]): unknown {
    this.note('GET', args);
    return super.get(...this.withoutNames(args));
  }

  override post(...args: unknown[]): unknown {
    this.note('POST', args);
    return super.post(...this.withoutNames(args));
  }

  override put(...args: unknown[]): unknown {
    return super.put(...this.withoutNames(args));
  }

  override patch(...args: unknown[]): unknown {
    return super.patch(...this.withoutNames(args));
  }

  override delete(...args: unknown[]): unknown {
    return super.delete(...this.withoutNames(args));
  }

  /** Every request goes through `handler` before it is routed. */
  openFrontDoor(handler: FrontDoorHandler): void {
    this.frontDoor = handler;
  }

  override initHttpServer(): void {
    const app = this.getInstance<ExpressInstance>();
    app.disable('x-powered-by');
    app.disable('etag');
    const server = http.createServer(
      {
        ...SERVER_OPTIONS,
        IncomingMessage: bornWith(http.IncomingMessage, app.request),
        ServerResponse: bornWith(http.ServerResponse, app.response),
      },
      (request, response) => this.route(request as Request, response as Response, app),
    );
    server.maxHeadersCount = 0;
    server.maxConnections = MAX_CONNECTIONS;
    this.httpServer = server;
  }

  override reply(response: Response, body: unknown, statusCode?: number): void {
    const { req } = response as Response & { req: Request };
    const admission = findPassage(req);
    if (admission) {
      exchangeOf(req).dialect.sendResult(admission.passage, response, statusCode ?? response.statusCode, body);
    } else {
      super.reply(response, body, statusCode);
    }
  }

  // Express knows the route as well: for other spellings of the path, for HEAD, and for "405".
  private note(method: string, [path, handler]: unknown[]): void {
    if (typeof path !== 'string' || typeof handler !== 'function' || !STATIC_PATH.test(path)) return;
    this.staticRoutes.set(`${method} ${path}`, handler as RouteHandler);
  }

  /** The route, passing on what asks for a name that another path has. */
  private withoutNames(args: unknown[]): RouteArguments {
    const [path, handler] = args;
    if (typeof path !== 'string' || typeof handler !== 'function') return args as RouteArguments;
    this.staticSegments.add(path);
    if (!PARAMETER_PATH.test(path)) return args as RouteArguments;
    const answer = handler as RouteHandler;
    const guarded: RouteHandler = (request, response, next) =>
      this.staticSegments.hides(path, request.path) ? next() : answer(request, response, next);
    return [path, guarded] as RouteArguments;
  }

  private route(request: Request, response: Response, app: ExpressInstance): void {
    this.frontDoor(request, response, () => {
      const { url } = request;
      const query = url.indexOf('?');
      const handler = this.staticRoutes.get(`${request.method} ${query === -1 ? url : url.slice(0, query)}`);
      if (handler === undefined) {
        app(request, response);
        return;
      }
      // Express's own answers look at the request through the response, and the other way round.
      request.res = response;
      request.originalUrl = url;
      try {
        void handler(request, response, PASS);
      } catch (thrown) {
        // Nest's handlers never throw here; those of the documentation pages are plain functions.
        const exchange = exchangeOf(request);
        exchange.dialect.sendError(exchange, null, response, errorOf(thrown));
      }
    });
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
