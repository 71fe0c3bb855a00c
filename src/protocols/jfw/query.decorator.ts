import { applyDecorators } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { type JsonSchema, oneOf, TEXT, WHOLE_NUMBER } from '../wire/schema';

type QueryParameter = JsonSchema | { readonly needed: JsonSchema };

/** A list in a query: `n=a&n=b`, and the other forms of JFW-FMT-08. */
export const TEXTS = { type: 'array', items: TEXT, maxItems: 100 } as const satisfies JsonSchema;

/** Describes the query parameters of a route by name; one that may not be left out is `{ needed: … }`. */
export function Takes(parameters: Readonly<Record<string, QueryParameter>>): MethodDecorator {
  const decorators = Object.entries(parameters).map(([name, parameter]) => {
    const isNeeded = 'needed' in parameter;
    const { description, ...schema } = isNeeded ? parameter.needed : parameter;
    return ApiQuery({
      name,
      required: isNeeded,
      schema: schema as object,
      ...(description === undefined ? {} : { description }),
    });
  });
  return applyDecorators(...decorators);
}

/** What a list takes beside its page. */
export interface ListParameters {
  /** What may be sorted by beside `id`. */
  readonly sort?: readonly string[];
  readonly filters?: Readonly<Record<string, QueryParameter>>;
}

/** Describes the query of a list: its page, its order and what narrows it (JFW-FMT-05, -06, -11). */
export function TakesPage({ sort, filters = {} }: ListParameters = {}): MethodDecorator {
  const order = {
    sortDataField: { ...oneOf([...new Set(['id', ...(sort ?? [])])]), default: 'id' },
    sortOrder: { ...oneOf(['asc', 'desc']), default: 'asc' },
  };
  return Takes({
    ...filters,
    pageNumber: { ...WHOLE_NUMBER, minimum: 0, default: 0 },
    pageSize: { ...WHOLE_NUMBER, minimum: 1, default: 200, description: 'More than 1000 count as 1000.' },
    ...(sort === undefined ? {} : order),
  });
}
