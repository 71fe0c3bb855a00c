import type { Server } from 'node:http';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { REQUIREMENT } from '../../src/gate/access.decorator';
import type { Requirement } from '../../src/gate/requirement';

/** A way into the gateway, as the running server has it. */
export interface LiveRoute {
  /** `METHOD /path` for a route, `use NAME` for a piece of middleware, `on EVENT` for a listener of the HTTP server. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** What a route of a controller demands; null for everything else. */
  readonly requirement: Requirement | null;
}

interface Layer {
  readonly name: string;
  readonly route?: { readonly path: unknown; readonly methods: Readonly<Record<string, boolean>> };
}

interface Routed {
  readonly router: { readonly stack: readonly Layer[] };
}

/** Events of the server that carry requests, or what passes for one, to a listener. */
const EVENTS = ['request', 'upgrade', 'connect', 'clientError', 'checkContinue', 'checkExpectation', 'dropRequest'];

/** Every way in: asked from the router and the HTTP server themselves, not from what the sources say. */
export function liveRoutes(app: NestExpressApplication): LiveRoute[] {
  const { router } = app.getHttpAdapter().getInstance() as unknown as Routed;
  const requirements = requirementsByRoute(app);
  return [...router.stack.flatMap((layer) => routesOf(layer, requirements)), ...listenersOf(app.getHttpServer())];
}

function routesOf({ name, route }: Layer, requirements: ReadonlyMap<string, Requirement>): LiveRoute[] {
  if (route === undefined) return [way(`use ${name}`)];
  const path = String(route.path);
  return Object.keys(route.methods).map((key) => {
    const method = key.toUpperCase();
    return { name: `${method} ${path}`, method, path, requirement: requirements.get(`${method} ${path}`) ?? null };
  });
}

function listenersOf(server: Server): LiveRoute[] {
  return EVENTS.flatMap((event) => server.listeners(event).map(() => way(`on ${event}`)));
}

function way(name: string): LiveRoute {
  return { name, method: '', path: '', requirement: null };
}

type Handler = (...args: unknown[]) => unknown;

/** What each route of a controller demands, by the name the router gives it. */
function requirementsByRoute(app: NestExpressApplication): ReadonlyMap<string, Requirement> {
  const found = new Map<string, Requirement>();
  for (const { metatype } of new DiscoveryService(app.get(ModulesContainer)).getControllers()) {
    if (typeof metatype !== 'function') continue;
    const prototype = metatype.prototype as Record<string, Handler>;
    for (const name of new MetadataScanner().getAllMethodNames(prototype)) {
      const handler = prototype[name];
      const method = handler && (Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined);
      if (!handler || method === undefined) continue;
      const requirement = (Reflect.getMetadata(REQUIREMENT, handler) ?? Reflect.getMetadata(REQUIREMENT, metatype)) as
        Requirement | undefined;
      if (requirement === undefined) continue;
      for (const head of pathsOf(metatype)) {
        for (const tail of pathsOf(handler)) found.set(`${RequestMethod[method]} ${joined(head, tail)}`, requirement);
      }
    }
  }
  return found;
}

function pathsOf(target: object): string[] {
  const path = Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined;
  return Array.isArray(path) ? path : [path ?? ''];
}

function joined(...parts: string[]): string {
  const path = parts.flatMap((part) => part.split('/')).filter((part) => part !== '');
  return `/${path.join('/')}`;
}
