import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { GatewayExpressAdapter } from './gateway-express.adapter';

interface Layer {
  readonly route?: { readonly path: unknown; readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): boolean;
}

/** Which methods a path has, asked from the router itself, for 405 and its `Allow`. */
@Injectable()
export class RouteTable {
  constructor(private readonly host: HttpAdapterHost) {}

  methodsOf(path: string): string[] {
    const adapter = this.host.httpAdapter as GatewayExpressAdapter;
    const { router } = adapter.getInstance<{ router: { stack: Layer[] } }>();
    const methods = new Set<string>();
    for (const layer of router.stack) {
      if (!layer.route || !matches(layer, path)) continue;
      const { path: route } = layer.route;
      if (typeof route === 'string' && adapter.staticSegments.hides(route, path)) continue;
      for (const method of Object.keys(layer.route.methods)) methods.add(method.toUpperCase());
    }
    // A layer for all methods is the router's own "not found".
    methods.delete('_ALL');
    if (methods.has('GET')) methods.add('HEAD');
    return [...methods].sort();
  }
}

function matches(layer: Layer, path: string): boolean {
  try {
    return layer.match(path);
  } catch {
    return false;
  }
}
