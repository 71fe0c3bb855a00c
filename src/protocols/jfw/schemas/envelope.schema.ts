import type { AnswerData } from '../../wire/answers.decorator';
import {
  arrayOf,
  closedObject,
  type JsonSchema,
  NamedSchema,
  objectSchema,
  oneOf,
  type Schema,
  TEXT,
  WHOLE_NUMBER,
} from '../../wire/schema';
import { SUCCESS_MESSAGE } from '../jfw.envelope';
import { refusalData } from './refusal-data.schema';

/** `field` is there only where one member is at fault (JFW-ENV-06). */
const ErrorSchema = new NamedSchema('Error', {
  type: 'object',
  additionalProperties: false,
  required: ['code', 'message', 'details', 'correlationId'],
  properties: {
    code: { ...TEXT, examples: ['AuthKeyInvalid'] },
    message: TEXT,
    details: { ...TEXT, description: 'Equal to `message`.' },
    correlationId: TEXT,
    field: { ...TEXT, description: 'The member of the request that is at fault.' },
  },
});

/** The envelope of any refusal (JFW-ENV-05 to -07). */
export const FailureSchema = objectSchema('Failure', {
  success: { type: 'boolean', const: false },
  statusCode: { type: 'integer', minimum: 400 },
  message: TEXT,
  data: { type: ['object', 'null'] },
  errors: { type: 'array', minItems: 1, items: ErrorSchema },
});

/** The envelope of a refusal with one of these native codes; those that carry data of their own stand apart. */
export function refusalSchema(status: number, codes: readonly string[]): JsonSchema {
  const byData = new Map<Schema, string[]>();
  for (const code of codes) byData.set(refusalData(code), [...(byData.get(refusalData(code)) ?? []), code]);
  const forms = [...byData].map(([data, own]) => refusalForm(status, own, data));
  const [only] = forms;
  return forms.length === 1 && only ? only : { oneOf: forms };
}

function refusalForm(status: number, codes: readonly string[], data: Schema): JsonSchema {
  const errors: JsonSchema = { items: { properties: { code: oneOf(codes) } } };
  return { allOf: [FailureSchema, { properties: { statusCode: { const: status }, data, errors } }] };
}

/** The envelope of a success (JFW-ENV-02 to -04). */
export function successSchema(status: number, data: Schema): JsonSchema {
  return closedObject({
    success: { type: 'boolean', const: true },
    statusCode: { type: 'integer', const: status },
    message: { type: 'string', const: SUCCESS_MESSAGE },
    data,
    errors: { type: 'array', maxItems: 0 },
  });
}

/** A list is a page of it (JFW-FMT-05). */
export function dataSchema(data: AnswerData): Schema {
  if ('array' in data) return arrayOf(data.array);
  if (!('list' in data)) return data;
  return closedObject({
    items: arrayOf(data.list),
    totalItems: { ...WHOLE_NUMBER, minimum: 0 },
    pageNumber: { ...WHOLE_NUMBER, minimum: 0 },
    pageSize: { ...WHOLE_NUMBER, minimum: 1, maximum: 1_000 },
  });
}
