import { type INestApplication, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { REQUIREMENT } from '../../gate/access.decorator';
import type { Requirement } from '../../gate/requirement';
import { ANSWERS, type DeclaredAnswers } from './answers.decorator';

type Method = (...args: unknown[]) => unknown;
type Controller = (new (...args: never[]) => unknown) & { readonly prototype: Record<string, Method> };

/** What the handler of a route declares. */
export interface DeclaredRoute {
  readonly controller: string;
  readonly handler: string;
  readonly requirement: Requirement | undefined;
  readonly answers: DeclaredAnswers | undefined;
}

/** All routes of all controllers by method and path as OpenAPI writes them: `get /api/v1/devices/{id}`. */
export function declaredRoutes(app: INestApplication): ReadonlyMap<string, DeclaredRoute> {
  const reflector = app.get(Reflector);
  const scanner = new MetadataScanner();
  const routes = new Map<string, DeclaredRoute>();
  for (const { metatype } of new DiscoveryService(app.get(ModulesContainer)).getControllers()) {
    if (typeof metatype !== 'function') continue;
    const controller = metatype as Controller;
    for (const name of scanner.getAllMethodNames(controller.prototype)) {
      const handler = controller.prototype[name];
      const method = handler && reflector.get<RequestMethod | undefined>(METHOD_METADATA, handler);
      if (!handler || method === undefined) continue;
      routes.set(`${RequestMethod[method].toLowerCase()} ${pathOf(reflector, controller, handler)}`, {
        controller: controller.name,
        handler: name,
        requirement: reflector.getAllAndOverride(REQUIREMENT, [handler, controller]),
        answers: reflector.get(ANSWERS, handler),
      });
    }
  }
  return routes;
}

function pathOf(reflector: Reflector, controller: Controller, handler: Method): string {
  const parts = [controller, handler].map((target) => reflector.get<string>(PATH_METADATA, target));
  const segments = parts.flatMap((part) => part.split('/')).filter((segment) => segment !== '');
  return `/${segments.map((segment) => segment.replace(/^:(\w+)$/, '{$1}')).join('/')}`;
}
