import type { INestApplication } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import { REQUIREMENT } from '../../gate/access.decorator';

/** A route that says nothing about who may call it stops the start: closed by default. */
export class UndeclaredAccessError extends Error {
  override readonly name = 'UndeclaredAccessError';

  constructor(routes: readonly string[]) {
    super(`These routes declare no access; give each an @Access: ${routes.join(', ')}`);
  }
}

type Method = (...args: unknown[]) => unknown;

/** Walks all routes of all controllers. @throws UndeclaredAccessError with every one that declares nothing */
export function requireDeclaredAccess(app: INestApplication): void {
  const discovery = new DiscoveryService(app.get(ModulesContainer));
  const scanner = new MetadataScanner();
  const undeclared: string[] = [];
  for (const { metatype } of discovery.getControllers()) {
    if (typeof metatype !== 'function') continue;
    const prototype = metatype.prototype as Record<string, Method>;
    for (const name of scanner.getAllMethodNames(prototype)) {
      const handler = prototype[name];
      if (!handler || Reflect.getMetadata(METHOD_METADATA, handler) === undefined) continue;
      const isDeclared = Reflect.hasMetadata(REQUIREMENT, handler) || Reflect.hasMetadata(REQUIREMENT, metatype);
      if (!isDeclared) undeclared.push(`${metatype.name}.${name}`);
    }
  }
  if (undeclared.length > 0) throw new UndeclaredAccessError(undeclared);
}
