import { CATALOGUE, type ErrorCode } from '../../kernel/errors/catalogue';
import type { ApiComponents } from '../wire/api-components';
import type { DescribedRoute, DialectDescription, Operation } from '../wire/dialect-description';
import { closedObject, type JsonSchema, NamedSchema, type Schema, TEXT } from '../wire/schema';
import { DREAMFACTORY_FORMS } from './dreamfactory.errors';

type Security = NonNullable<Operation['security']>;

/** Nobody has to send any of them where the path is open to everybody (DF-ACC-03). */
const OPTIONAL: Security = [{}, { 'X-DreamFactory-API-Key': [] }, { 'X-DreamFactory-Session-Token': [] }];
const BOTH: Security = [{ 'X-DreamFactory-API-Key': [], 'X-DreamFactory-Session-Token': [] }];

const CONTEXT: JsonSchema = {
  description: 'Messages by member, exceeded limits, or null.',
  anyOf: [{ type: 'null' }, { type: 'array', items: {} }, { type: 'object', additionalProperties: {} }],
};

/** The one envelope of refusals (DF-ERR-01). */
const FailureSchema = new NamedSchema(
  'DreamFactoryFailure',
  closedObject({
    error: closedObject({
      code: { type: 'integer', minimum: 400 },
      context: CONTEXT,
      message: { ...TEXT, description: 'With HTML 4.01 entities.' },
      status_code: { type: 'integer', minimum: 400 },
    }),
  }),
);

/** What any request of this dialect may be refused with. */
const ALWAYS: readonly ErrorCode[] = [
  ...(['request.invalid', 'request.timeout', 'request.too-large', 'request.headers-too-large'] as const),
  ...(['rate.exceeded', 'brand.url-required', 'brand.conflict', 'brand.inactive', 'app.inactive'] as const),
  ...(['app.version-unsupported'] as const),
  ...(['auth-key.invalid', 'auth-key.expired', 'user.inactive', 'access.denied'] as const),
  ...(['route.not-found', 'route.method', 'server.internal', 'server.unavailable'] as const),
];

/** The DreamFactory dialect in `openapi.json`: plain answers, and one envelope of refusals. */
export class DreamFactoryDescription implements DialectDescription {
  readonly prefix = '/api/v2';

  describe({ operation, requirement, answers }: DescribedRoute, components: ApiComponents): void {
    operation.security = requirement.byRole === true ? BOTH : OPTIONAL;
    if (requirement.byRole === true) operation.description = 'Needs a role, or an administrator.';
    acceptForms(operation);
    const data: Schema = answers && !('array' in answers.data) && !('list' in answers.data) ? answers.data : {};
    const refusals = [...ALWAYS, ...(answers?.refusals ?? [])];
    operation.responses = {
      '200': { description: 'Success', ...jsonContent(data, components) },
      ...Object.fromEntries(statusesOf(refusals).map((status) => [status, refusal(status, refusals, components)])),
    };
  }

  /** Paths that belong to no dialect are described by the first one. */
  describePage(): void {}
}

/** The same members in JSON or in a form (DF-TRN-06). */
function acceptForms({ requestBody }: Operation): void {
  if (!requestBody || !('content' in requestBody)) return;
  const json = requestBody.content['application/json'];
  if (json) requestBody.content['application/x-www-form-urlencoded'] = json;
  requestBody.required = false;
}

function statusesOf(codes: readonly ErrorCode[]): number[] {
  return [...new Set(codes.map((code) => DREAMFACTORY_FORMS[code].status))].sort((a, b) => a - b);
}

function refusal(status: number, codes: readonly ErrorCode[], components: ApiComponents) {
  const own = codes.filter((code) => DREAMFACTORY_FORMS[code].status === status);
  const description = [...new Set(own.map((code) => CATALOGUE[code].message))].join(' ');
  return { description, ...jsonContent(FailureSchema, components) };
}

function jsonContent(schema: Schema, components: ApiComponents) {
  return { content: { 'application/json': { schema: components.schema(schema) } } };
}
