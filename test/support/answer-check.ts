import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { ApiDocument, type DocumentHeader, type DocumentSchema, type Route } from './api-document';

/** An answer as a client saw it. */
export interface SeenAnswer {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

const API_PATH = /^\/api\//i;
const NATIVE_PATH = /^\/api\/v1\//i;
/** Where the router refuses, no operation was reached: a name in the place of an id (JFW-GEN-01), another method. */
const ROUTER_CODES = /^\{"success":false.*"code":"(?:RouteNotFound|MethodNotAllowed)"/;
const SHOWN_ERRORS = 3;
const SHOWN_LENGTH = 600;

/**
 * Compares answers with openapi.json: status, media type, headers and body. A validator is made when its answer comes for
 * the first time; that the schemas are sound is the business of openapi.spec.ts.
 */
export class AnswerCheck {
  private readonly document = ApiDocument.read();
  private readonly ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true });
  private readonly validators = new Map<string, ValidateFunction>();

  constructor() {
    addFormats(this.ajv);
    this.ajv.addSchema({ $id: 'openapi.json', ...this.document.source });
  }

  /**
   * What is wrong with an answer, in plain words; null when it is as described.
   * @returns with the route it belongs to, null where nothing describes the path: such an answer must be a refusal
   */
  check(answer: SeenAnswer): { readonly route: Route | null; readonly fault: string | null } {
    const route = ROUTER_CODES.test(answer.body) ? null : (this.document.find(answer.method, answer.url) ?? null);
    const fault = route ? this.faultOf(answer, route) : this.faultOfStranger(answer);
    return { route, fault: fault === null ? null : `${route?.name ?? nameOf(answer)} ${answer.status}: ${fault}` };
  }

  private faultOf(answer: SeenAnswer, route: Route): string | null {
    const response = this.document.response(route, answer.status);
    if (!response) return `the status is not declared; ${bodyStart(answer)}`;
    const mediaType = answer.headers.get('content-type')?.split(';')[0] ?? 'none';
    const schema = response.content?.[mediaType]?.schema;
    if (!schema) return `the media type ${mediaType} is not declared`;
    const body = parse(answer, mediaType);
    const pointer = `${route.name} ${String(answer.status)}`;
    return this.headerFault(answer, response.headers) ?? this.bodyFault(pointer, schema, body);
  }

  /** What nothing describes can only be refused, below the native prefix in the native form. */
  private faultOfStranger(answer: SeenAnswer): string | null {
    if (!API_PATH.test(answer.url)) return null;
    if (answer.status < 400) return 'openapi.json does not know this route; run npm run openapi';
    if (!NATIVE_PATH.test(answer.url)) return null;
    return this.bodyFault('Failure', { $ref: '#/components/schemas/Failure' }, parse(answer, 'application/json'));
  }

  private headerFault(answer: SeenAnswer, declared: Readonly<Record<string, object>> = {}): string | null {
    for (const [name, header] of Object.entries(this.document.source.components.headers)) {
      const value = answer.headers.get(name);
      const fault = name in declared ? this.declaredFault(name, header, value) : undeclaredFault(declared, value);
      if (fault !== null) return `the header ${name} is ${fault}`;
    }
    return null;
  }

  private declaredFault(name: string, { required, schema }: DocumentHeader, value: string | null): string | null {
    if (value === null) return required === true ? 'missing' : null;
    return this.bodyFault(name, schema, valueOf(value, schema)) === null ? null : `not as declared: ${value}`;
  }

  private bodyFault(key: string, schema: DocumentSchema, body: unknown): string | null {
    const known = this.validators.get(key);
    const validate = known ?? this.ajv.compile(absolute(schema) as DocumentSchema);
    if (!known) this.validators.set(key, validate);
    if (validate(body)) return null;
    const errors = (validate.errors ?? []).slice(0, SHOWN_ERRORS);
    const told = errors.map(({ instancePath, message, params }) => {
      return `${instancePath || '/'} ${message ?? ''} ${JSON.stringify(params)}`;
    });
    const text = JSON.stringify({ body });
    return `the body is not as declared: ${told.join('; ')}; ${text.slice(0, SHOWN_LENGTH)}`;
  }
}

/** Pages describe no headers; an answer of a dialect describes every one of those it may carry. */
function undeclaredFault(declared: Readonly<Record<string, object>>, value: string | null): string | null {
  return value === null || Object.keys(declared).length === 0 ? null : 'not declared';
}

/** References of the document lead into it from everywhere. */
function absolute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(absolute);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === '$ref' ? `openapi.json${String(member)}` : absolute(member),
    ]),
  );
}

function parse({ body }: SeenAnswer, mediaType: string): unknown {
  if (mediaType !== 'application/json') return body;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function valueOf(text: string, { type }: DocumentSchema): unknown {
  return type === 'integer' ? Number(text) : text;
}

function nameOf({ method, url }: SeenAnswer): string {
  return `${method} ${url}`;
}

function bodyStart({ body }: SeenAnswer): string {
  return body.slice(0, 300);
}
