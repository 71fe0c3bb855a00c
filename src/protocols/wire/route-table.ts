import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Request } from 'express';
import type { GatewayExpressAdapter } from './gateway-express.adapter';

interface Route {
  readonly path: unknown;
  readonly methods: Readonly<Record<string, boolean>>;
}

interface Layer {
  readonly route?: Route;
  match(path: string): boolean;
}

/** Which routes a path has, asked from the router itself: for 405 and its `Allow`, and to name a route without its path. */
@Injectable()
export class RouteTable {
  constructor(private readonly host: HttpAdapterHost) {}

  methodsOf(path: string): string[] {
    const methods = new Set<string>();
    for (const { methods: own } of this.routesOf(path)) {
      for (const method of Object.keys(own)) methods.add(method.toUpperCase());
    }
    if (methods.has('GET')) methods.add('HEAD');
    return [...methods].sort();
  }

  /** The template of the route that a request names, in its method or at least in another; null when there is none. */
  templateOf({ path, method }: Pick<Request, 'path' | 'method'>): string | null {
    const routes = this.routesOf(path);
    const name = method === 'HEAD' ? 'get' : method.toLowerCase();
    const template = (routes.find(({ methods }) => methods[name]) ?? routes[0])?.path;
    return typeof template === 'string' ? template : null;
  }

  private routesOf(path: string): Route[] {
    const adapter = this.host.httpAdapter as GatewayExpressAdapter;
    const { router } = adapter.getInstance<{ router: { stack: Layer[] } }>();
    return router.stack.flatMap((layer) => {
      const { route } = layer;
      // A layer for all methods is the router's own "not found".
      if (!route || route.methods['_all'] === true || !matches(layer, path)) return [];
      const isHidden = typeof route.path === 'string' && adapter.staticSegments.hides(route.path, path);
      return isHidden ? [] : [route];
    });
  }
}

function matches(layer: Layer, path: string): boolean {
  try {
    return layer.match(path);
  } catch {
    return false;
  }
}
