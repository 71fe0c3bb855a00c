import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ABSENT_PATHS } from '../../src/protocols/jfw/absent-paths';
import { StaticSegments } from '../../src/protocols/wire/static-segments';

/** A JSON schema as the document holds it. */
export type DocumentSchema = Readonly<Record<string, unknown>>;

export interface DocumentResponse {
  readonly $ref?: string;
  readonly headers?: Readonly<Record<string, { readonly $ref: string }>>;
  readonly content?: Readonly<Record<string, { readonly schema: DocumentSchema }>>;
}

export interface DocumentOperation {
  readonly operationId: string;
  readonly description?: string;
  readonly parameters: readonly { readonly $ref?: string; readonly name?: string; readonly in?: string }[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: Readonly<Record<string, { readonly schema: DocumentSchema }>>;
  };
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly responses: Readonly<Record<string, DocumentResponse>>;
}

export interface DocumentHeader {
  readonly required?: boolean;
  readonly schema: DocumentSchema;
}

interface Components {
  readonly schemas: Readonly<Record<string, DocumentSchema>>;
  readonly responses: Readonly<Record<string, DocumentResponse>>;
  readonly headers: Readonly<Record<string, DocumentHeader>>;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentOperation>>>>;
  readonly components: Components;
}

/** An operation with the method and path it stands under. */
export interface Route {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly operation: DocumentOperation;
}

/** The repository's openapi.json. */
export class ApiDocument {
  readonly routes: readonly Route[];
  private readonly names = new StaticSegments();
  private readonly patterns: readonly { readonly segments: readonly string[]; readonly route: Route }[];

  private constructor(readonly source: OpenApi) {
    this.routes = Object.entries(source.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([key, operation]) => {
        const method = key.toUpperCase();
        return { name: `${method} ${path}`, method, path, operation };
      }),
    );
    for (const { path } of this.routes) this.names.add(routed(path));
    for (const path of ABSENT_PATHS) this.names.add(path);
    this.patterns = [...this.routes]
      .sort((a, b) => parametersIn(a.path) - parametersIn(b.path))
      .map((route) => ({ segments: segmentsOf(route.path.toLowerCase()), route }));
  }

  static read(): ApiDocument {
    return new ApiDocument(JSON.parse(readFileSync(join(__dirname, '../../openapi.json'), 'utf8')) as OpenApi);
  }

  /**
   * The route that answers a request, found as the gateway finds it: literal segments in any case, one slash at the end
   * ignored, a literal before a parameter and never in its place (JFW-GEN-01).
   */
  find(method: string, url: string): Route | undefined {
    const path = (url.split('?')[0] ?? '').toLowerCase();
    const given = segmentsOf(path);
    return this.patterns.find(
      ({ segments, route }) =>
        route.method === method && fits(segments, given) && !this.names.hides(routed(route.path), path),
    )?.route;
  }

  /** What is declared for a status, with references followed. */
  response({ operation }: Route, status: number): DocumentResponse | undefined {
    const response = operation.responses[String(status)];
    const name = response?.$ref?.slice('#/components/responses/'.length);
    return name === undefined ? response : this.source.components.responses[name];
  }
}

function segmentsOf(path: string): string[] {
  return path.replace(/^\//, '').replace(/\/$/, '').split('/');
}

/** The path as the router has it. */
function routed(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  const isAlike = (own: string, given = '') => (own.startsWith('{') ? given !== '' : own === given);
  return pattern.length === segments.length && pattern.every((own, index) => isAlike(own, segments[index]));
}

function parametersIn(path: string): number {
  return path.split('{').length;
}
