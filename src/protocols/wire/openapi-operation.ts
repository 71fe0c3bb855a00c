import type { OpenAPIObject } from '@nestjs/swagger';
import type { Requirement } from '../../gate/requirement';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** The envelope of a refusal in the native dialect (JFW-ENV-05, -06). */
export const FAILURE_SCHEMA: Schema = {
  type: 'object',
  required: ['success', 'statusCode', 'message', 'data', 'errors'],
  properties: {
    success: { type: 'boolean', enum: [false] },
    statusCode: { type: 'integer' },
    message: { type: 'string' },
    data: { type: 'object', nullable: true },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code', 'message', 'details', 'correlationId'],
        properties: {
          code: { type: 'string', example: 'AuthKeyInvalid' },
          message: { type: 'string' },
          details: { type: 'string' },
          correlationId: { type: 'string' },
          field: { type: 'string' },
        },
      },
    },
  },
};

const SUCCESS_SCHEMA: Schema = {
  type: 'object',
  properties: {
    success: { type: 'boolean', enum: [true] },
    statusCode: { type: 'integer' },
    message: { type: 'string', enum: ['The request was successful.'] },
    data: {},
    errors: { type: 'array', items: {}, maxItems: 0 },
  },
};

const DEVICE_HEADERS: readonly (readonly [string, string])[] = [
  ['X-Device-Code', 'Identifies and registers the device; 1 to 200 printable ASCII characters.'],
  ['X-Device-Token', 'Firebase push token.'],
  ['X-Device-Name', 'Name or model; UTF-8 or percent-encoded.'],
  ['X-App-Version-Number', 'Version of the app.'],
  ['X-Os-Device', 'iOS, Android or other.'],
];

const REFUSALS: readonly (readonly [string, string, (requirement: Requirement) => boolean])[] = [
  ['400', 'The request, the brand or a header was invalid.', () => true],
  [
    '401',
    'Credentials or key are missing, wrong or expired.',
    ({ level, isSignIn }) => level === 'user' || isSignIn === true,
  ],
  ['403', 'The brand, the user or a missing permission forbids it.', () => true],
  ['404', 'The brand or the object was not found.', () => true],
  ['405', 'The device was rejected.', ({ level }) => level === 'user'],
  ['413', 'The body is larger than 102,400 bytes.', () => true],
  ['415', 'The body is not JSON.', () => true],
  ['429', 'Over a rate limit; Retry-After says for how long.', () => true],
  ['500', 'An unexpected error.', () => true],
  ['503', 'The store cannot be reached; Retry-After says when to try again.', () => true],
];

/** Adds what follows from a route's requirement: who may call, with which headers, and how it may be refused. */
export function describeOperation(operation: Operation, requirement: Requirement): void {
  if (requirement.level === 'open') return;
  operation.security = [requirement.level === 'user' ? { 'Brand-URL': [], 'Auth-Key': [] } : { 'Brand-URL': [] }];
  const headers = headersOf(requirement).map(([name, description]) => {
    return { name, in: 'header' as const, description, schema: { type: 'string' as const } };
  });
  operation.parameters = [...(operation.parameters ?? []), ...headers];
  if (requirement.permission !== undefined) operation.description = `Needs ${requirement.permission}.`;
  describeAnswers(operation, requirement);
}

function headersOf({ level, isSignIn, device, registersDevice }: Requirement): readonly (readonly [string, string])[] {
  const registers = registersDevice !== false && (level === 'user' || isSignIn === true);
  const access = device === 'required' ? [['Device-Code', "The caller's device."] as const] : [];
  return [...access, ...(registers ? DEVICE_HEADERS : [])];
}

function describeAnswers(operation: Operation, requirement: Requirement): void {
  const success = { description: 'Success', content: { 'application/json': { schema: SUCCESS_SCHEMA } } };
  for (const status of Object.keys(operation.responses)) operation.responses[status] = success;
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } };
  for (const [status, description, applies] of REFUSALS) {
    if (applies(requirement)) operation.responses[status] = { description, content };
  }
}
