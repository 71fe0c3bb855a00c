import { hash } from 'node:crypto';
import type { ErrorCode } from '../../kernel/errors/catalogue';
import type { AnswerDetails } from '../wire/answers.decorator';
import type { ApiComponents, Reference } from '../wire/api-components';
import type { DescribedRoute, DialectDescription, Operation } from '../wire/dialect-description';
import type { JsonSchema } from '../wire/schema';
import { JFW_CODES } from './jfw.errors';
import { ANSWER_HEADERS, answerHeadersOf, type HeaderDescription, requestHeadersOf } from './jfw.header-descriptions';
import { byStatus, OF_PAGES, refusalsOf } from './jfw.refusals';
import { dataSchema, refusalSchema, successSchema } from './schemas/envelope.schema';

type Parameter = NonNullable<Operation['parameters']>[number];

const KEY = { 'Brand-URL': [], 'Auth-Key': [] };
const BRAND = { 'Brand-URL': [] };
const NOTHING_DECLARED: AnswerDetails = { data: {} };

/** The native dialect in `openapi.json`: who may call with which headers, and the envelope of each answer. */
export class JfwDescription implements DialectDescription {
  readonly prefix = '/api/v1';

  describe(route: DescribedRoute, components: ApiComponents): void {
    const { operation, requirement } = route;
    const { level, permission, selfOr } = requirement;
    operation.security = level === 'user' ? [KEY] : level === 'optional' ? [BRAND, KEY] : [BRAND];
    if (permission !== undefined) operation.description = `Needs ${permission}.`;
    if (selfOr !== undefined) operation.description = `Oneself, or with ${selfOr}.`;
    operation.parameters = parametersOf(route, components);
    relaxBody(route);
    const refusals = [...refusalsOf(requirement), ...(route.answers?.refusals ?? [])];
    operation.responses = { ...successesOf(route, components), ...refusalsAs(refusals, components) };
  }

  describePage(operation: Operation, components: ApiComponents): void {
    operation.responses = { ...refusalsAs(OF_PAGES, components), ...operation.responses };
  }
}

/** No body is `{}` (JFW-GEN-04), which will do where no member is needed. */
function relaxBody({ operation: { requestBody }, body }: DescribedRoute): void {
  if (!requestBody || !('content' in requestBody) || !body || !('properties' in body)) return;
  requestBody.required = (body.required ?? []).length > 0;
}

function parametersOf({ operation, requirement }: DescribedRoute, components: ApiComponents): Parameter[] {
  const own = (operation.parameters ?? []).map((parameter) => {
    return 'in' in parameter && parameter.in === 'path' ? { ...parameter, schema: { type: 'string' } } : parameter;
  });
  const { level, permission, selfOr, mayCross, brandFromPath } = requirement;
  const crosses = level === 'optional' || permission !== undefined || selfOr !== undefined || mayCross === true;
  return [
    ...(brandFromPath === undefined ? [] : [{ ...ACTED_ON, name: brandFromPath }]),
    ...own,
    ...(crosses ? [components.refer('parameters', 'brandUrl', TARGET)] : []),
    ...Object.entries(requestHeadersOf(requirement)).map(([name, description]) => {
      return components.refer('parameters', name, { name, in: 'header', description, schema: { type: 'string' } });
    }),
  ];
}

/** No handler reads it: the gate does. */
const ACTED_ON = {
  in: 'path',
  description: 'The brand acted on (JFW-CAL-09).',
  required: true,
  schema: { type: 'string' },
} as const;

const TARGET = {
  name: 'brandUrl',
  in: 'query',
  description: 'Another brand as the target, here or in the body; only for those who may cross (JFW-CAL-03, -04).',
  schema: { type: 'string' },
} as const;

function successesOf({ operation, answers }: DescribedRoute, components: ApiComponents): Operation['responses'] {
  const { data, statuses, headers = [] } = answers ?? NOTHING_DECLARED;
  const found = Object.keys(operation.responses).filter((status) => status.startsWith('2'));
  const own = statuses ?? found.map(Number);
  return Object.fromEntries(
    own.map((status) => [
      String(status),
      {
        description: 'Success',
        headers: headersOf([...answerHeadersOf(status), ...headers], components),
        ...jsonContent(successSchema(status, dataSchema(data)), components),
      },
    ]),
  );
}

function refusalsAs(errors: readonly ErrorCode[], components: ApiComponents): Operation['responses'] {
  return Object.fromEntries(
    [...byStatus(errors)].map(([status, codes]) => [String(status), refusal(status, codes, components)]),
  );
}

/** Many routes are refused alike, so each set of codes is a response of its own that they refer to. */
function refusal(status: number, errors: readonly ErrorCode[], components: ApiComponents): Reference {
  const codes = errors.map((error) => JFW_CODES[error]);
  const text = codes.join(', ');
  return components.refer('responses', `Refusal${status}-${hash('sha1', text).slice(0, 8)}`, {
    description: text,
    headers: headersOf(answerHeadersOf(status), components),
    ...jsonContent(refusalSchema(status, codes), components),
  });
}

function headersOf(names: readonly string[], components: ApiComponents) {
  return Object.fromEntries(names.map((name) => [name, headerOf(name, components)]));
}

function headerOf(name: string, components: ApiComponents): Reference {
  const found = (ANSWER_HEADERS as Readonly<Record<string, HeaderDescription>>)[name];
  if (!found) throw new TypeError(`the header ${name} is not described`);
  return components.refer('headers', name, { ...found, schema: components.schema(found.schema) });
}

function jsonContent(schema: JsonSchema, components: ApiComponents) {
  return { content: { 'application/json': { schema: components.schema(schema) } } };
}
