import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from '../../config/version';
import { ApiComponents, type PlainSchema } from './api-components';
import { type DeclaredRoute, declaredRoutes } from './declared-routes';
import type { DialectDescription, Operation } from './dialect-description';
import { DOCUMENTATION_PATHS } from './documentation-paths';

type PathItem = OpenAPIObject['paths'][string];

/** The dialects' descriptions; the first one also speaks for paths that belong to nobody. */
export type DialectDescriptions = readonly [DialectDescription, ...DialectDescription[]];

/** In the order in which they stand in the document. */
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/**
 * The description of every route: of what Nest finds in the controllers, of what each demands of its callers (`@Access`)
 * and answers (`@Answers`), in the words of its dialect. Paths and names are in alphabetical order, so that the text
 * changes only with what it says.
 */
export function describeApi(app: INestApplication, dialects: DialectDescriptions): OpenAPIObject {
  const { openapi, info, paths: found, components: ownComponents } = SwaggerModule.createDocument(app, head());
  const schemas = ownComponents?.schemas ?? {};
  const routes = declaredRoutes(app);
  const components = new ApiComponents();
  const paths: OpenAPIObject['paths'] = {};
  for (const [path, item] of inOrder({ ...found, ...DOCUMENTATION_PATHS })) {
    const described: PathItem = {};
    const dialect = dialects.find(({ prefix }) => path.startsWith(`${prefix}/`));
    for (const method of METHODS) {
      const operation = item[method];
      if (!operation) continue;
      described[method] = operation;
      const route = routes.get(`${method} ${path}`);
      if (route) operation.operationId = `${nounOf(route.controller)}.${route.handler}`;
      if (!dialect) dialects[0].describePage(operation, components);
      else if (route) describe(operation, route, { dialect, components, found: schemas });
    }
    paths[path] = described;
  }
  return { openapi, info, servers: [{ url: '/' }], paths, components: components.joinedWith(ownComponents) };
}

/** Interactive pages at `/docs`, the document at `/openapi.json`; made when somebody asks for the first time. */
export function serveDocumentation(app: INestApplication, dialects: DialectDescriptions): void {
  SwaggerModule.setup('docs', app, () => describeApi(app, dialects), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Brandgate API',
  });
}

function head() {
  return new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Brandgate')
    .setDescription(
      'Device-aware auth gateway for many brands. Every call names its brand and, once signed in, its Auth Key. Every ' +
        'answer of the native dialect is an envelope with `success`, `statusCode`, `message`, `data` and `errors`.',
    )
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'Brand-URL' }, 'Brand-URL')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'Auth-Key' }, 'Auth-Key')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-DreamFactory-API-Key' }, 'X-DreamFactory-API-Key')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-DreamFactory-Session-Token' }, 'X-DreamFactory-Session-Token')
    .build();
}

interface Words {
  readonly dialect: DialectDescription;
  readonly components: ApiComponents;
  /** The schemas of bodies. */
  readonly found: Readonly<Record<string, PlainSchema>>;
}

function describe(operation: Operation, { requirement, answers }: DeclaredRoute, words: Words): void {
  // The start has refused a route that declares no access.
  if (!requirement) return;
  const body = bodyOf(operation, words.found);
  words.dialect.describe({ operation, requirement, body, answers: answers ?? null }, words.components);
}

function bodyOf({ requestBody }: Operation, found: Words['found']): PlainSchema | null {
  if (!requestBody || !('content' in requestBody)) return null;
  const schema = requestBody.content['application/json']?.schema;
  if (!schema || !('$ref' in schema)) return schema ?? null;
  return found[schema.$ref.slice('#/components/schemas/'.length)] ?? null;
}

/** `DeviceLookupsController` → `deviceLookups`. */
function nounOf(controller: string): string {
  const noun = controller.replace(/Controller$/, '');
  return noun.charAt(0).toLowerCase() + noun.slice(1);
}

function inOrder<T>(items: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(items).sort(([a], [b]) => (a < b ? -1 : 1));
}
