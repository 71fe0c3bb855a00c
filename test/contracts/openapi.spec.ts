import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { ApiDocument } from '../support/api-document';

const text = readFileSync(join(__dirname, '../../openapi.json'), 'utf8');
const { routes, source } = ApiDocument.read();

interface Found {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
}

/** Values of settings: the schema that what is written is checked by describes what is shown as well. */
const SETTING_VALUE =
  /^(?:BrandSettings|PublicBrand\/properties\/setting)\/properties\/(?:rateLimits|appVersionPolicies)\b/;

/** Every object schema below a value, with the place it stands at. */
function objectsIn(value: unknown, place: string): (readonly [string, Found])[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.entries(value).flatMap(([name, member]) => objectsIn(member, `${place}/${name}`));
  return (value as Found).type === 'object' ? [[place, value], ...below] : below;
}

describe('openapi.json in the repository', () => {
  const specification = JSON.parse(readFileSync(join(__dirname, 'openapi-3.1.schema.json'), 'utf8')) as Readonly<
    Record<string, unknown>
  >;
  const ajv = new Ajv2020({ strict: false });
  addFormats(ajv);
  ajv.addFormat('media-range', true);
  const isOpenApi = ajv.compile(specification);

  it('is an OpenAPI 3.1 document by the schema of the specification', () => {
    isOpenApi(JSON.parse(text));
    expect(isOpenApi.errors ?? []).toEqual([]);
  });

  it('would not be one with a parameter that stands nowhere', () => {
    expect(isOpenApi(JSON.parse(text.replace('"in": "header"', '"in": "nowhere"')))).toBe(false);
  });

  it('holds JSON schemas that a strict validator takes', () => {
    const strict = new Ajv2020({ strict: true, allowUnionTypes: true, strictTypes: false, strictRequired: false });
    addFormats(strict);
    strict.addVocabulary(['example']);
    for (const [name, schema] of Object.entries(source.components.schemas)) {
      strict.addSchema(JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', '')) as object, name);
    }
    for (const name of Object.keys(source.components.schemas)) expect(strict.getSchema(name)).toBeInstanceOf(Function);
  });

  it('leaves no object of an answer open, so that a view and its schema cannot part unseen', () => {
    const answered = Object.entries(source.components.schemas).filter(([name]) => !name.endsWith('Dto'));
    const inOperations = routes
      .filter(({ path }) => path.startsWith('/api/'))
      .map(({ name, operation }) => [name, operation.responses] as const);
    const objects = [...answered, ...inOperations]
      .flatMap(([name, schema]) => objectsIn(schema, name))
      .filter(([place]) => !SETTING_VALUE.test(place));
    expect(objects.length).toBeGreaterThan(60);
    // A map is closed by the form of its values; what holds anything says so in as many words.
    const open = objects.filter(([, { properties, additionalProperties }]) =>
      properties === undefined ? additionalProperties === undefined : additionalProperties !== false,
    );
    const optional = objects.flatMap(([place, { properties = {}, required = [] }]) =>
      Object.keys(properties)
        .filter((name) => !required.includes(name))
        .map((name) => `${place}: ${name}`),
    );
    expect(open.map(([place]) => place)).toEqual([]);
    expect(optional).toEqual(['Error: field']);
  });

  it('describes every parameter of a path', () => {
    for (const { name, path, operation } of routes) {
      const named = operation.parameters
        .filter((parameter) => parameter.in === 'path')
        .map((parameter) => parameter.name);
      expect([name, named.sort()]).toEqual([name, [...path.matchAll(/\{(\w+)\}/g)].map(([, own]) => own).sort()]);
    }
  });
});
