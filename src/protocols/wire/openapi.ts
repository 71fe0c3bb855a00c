import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from '../../config/version';
import { ApiComponents } from './api-components';
import { type DeclaredRoute, declaredRoutes } from './declared-routes';
import type { DialectDescription, Operation } from './dialect-description';
import { DOCUMENTATION_PATHS } from './documentation-paths';

type PathItem = OpenAPIObject['paths'][string];

/** In the order in which they stand in the document. */
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/**
 * The description of every route: of what Nest finds in the controllers, of what each demands of its callers (`@Access`)
 * and answers (`@Answers`), in the words of its dialect. Paths and names are in alphabetical order, so that the text
 * changes only with what it says.
 */
export function describeApi(app: INestApplication, dialects: readonly DialectDescription[]): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, head());
  const routes = declaredRoutes(app);
  const components = new ApiComponents();
  const paths: OpenAPIObject['paths'] = {};
  for (const [path, found] of inOrder({ ...document.paths, ...DOCUMENTATION_PATHS })) {
    const item: PathItem = {};
    for (const method of METHODS) {
      const operation = found[method];
      if (!operation) continue;
      item[method] = operation;
      const route = routes.get(`${method} ${path}`);
      if (route) describe(operation, route, components, dialectOf(path, dialects));
    }
    paths[path] = item;
  }
  const { openapi, info } = document;
  return { openapi, info, servers: [{ url: '/' }], paths, components: components.joinedWith(document.components) };
}

/** Interactive pages at `/docs`, the document at `/openapi.json`; made when somebody asks for the first time. */
export function serveDocumentation(app: INestApplication, dialects: readonly DialectDescription[]): void {
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
    .build();
}

function describe(
  operation: Operation,
  { controller, handler, requirement, answers }: DeclaredRoute,
  components: ApiComponents,
  dialect: DialectDescription | undefined,
): void {
  operation.operationId = `${nounOf(controller)}.${handler}`;
  if (dialect && requirement) dialect.describe({ operation, requirement, answers: answers ?? null }, components);
}

function dialectOf(path: string, dialects: readonly DialectDescription[]): DialectDescription | undefined {
  return dialects.find(({ prefix }) => path.startsWith(`${prefix}/`));
}

/** `DeviceLookupsController` → `deviceLookups`. */
function nounOf(controller: string): string {
  const noun = controller.replace(/Controller$/, '');
  return noun.charAt(0).toLowerCase() + noun.slice(1);
}

function inOrder<T>(items: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(items).sort(([a], [b]) => (a < b ? -1 : 1));
}
