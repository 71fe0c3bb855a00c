import type { INestApplication } from '@nestjs/common';
import { DiscoveryService, ModulesContainer, Reflector } from '@nestjs/core';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from '../../config/version';
import { REQUIREMENT } from '../../gate/access.decorator';
import type { Requirement } from '../../gate/requirement';
import { describeOperation, FAILURE_SCHEMA } from './openapi-operation';

const METHODS = ['get', 'post', 'put', 'delete', 'patch'] as const;

/** The description of every route, made from the controllers and from what each demands of its callers. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Brandgate')
    .setDescription(
      'Device-aware auth gateway for many brands. Every call names its brand and, once signed in, its Auth Key. Every ' +
        'answer of the native dialect is an envelope with `success`, `statusCode`, `message`, `data` and `errors`.',
    )
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'Brand-URL' }, 'Brand-URL')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'Auth-Key' }, 'Auth-Key')
    .build();
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory: (_controller, method) => method });
  const requirements = requirementsByMethod(app);
  for (const item of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      const requirement = requirements.get(operation?.operationId ?? '');
      if (operation && requirement) describeOperation(operation, requirement);
    }
  }
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Failure: FAILURE_SCHEMA },
  };
  return document;
}

/** Interactive pages at `/docs`, the document at `/openapi.json`. */
export function serveDocumentation(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Brandgate API',
  });
}

/** Handlers have names of their own, so the name finds what a route demands. */
function requirementsByMethod(app: INestApplication): ReadonlyMap<string, Requirement> {
  const discovery = new DiscoveryService(app.get(ModulesContainer));
  const reflector = app.get(Reflector);
  const found = new Map<string, Requirement>();
  for (const { metatype } of discovery.getControllers()) {
    if (typeof metatype !== 'function') continue;
    const prototype = metatype.prototype as Record<string, () => unknown>;
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const handler = prototype[name];
      const requirement = handler && reflector.get<Requirement | undefined>(REQUIREMENT, handler);
      if (requirement) found.set(name, requirement);
    }
  }
  return found;
}
