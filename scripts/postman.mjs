import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import converter from 'openapi-to-postmanv2';

/*
 * Writes docs/brandgate.postman_collection.json from openapi.json; with --check it compares the two instead. The same
 * document makes the same file: ids are digests of what they name, and samples come from the examples of the schemas.
 */
const SOURCE = new URL('../openapi.json', import.meta.url);
const TARGET = new URL('../docs/brandgate.postman_collection.json', import.meta.url);

const VARIABLES = {
  baseUrl: 'http://localhost:3000',
  brandUrl: 'localhost',
  authKey: '',
  refreshAuthKey: '',
  deviceCode: 'postman',
};
/** Headers whose values are variables of the collection. */
const FILLED = { 'Brand-URL': '{{brandUrl}}', 'Auth-Key': '{{authKey}}', 'X-Device-Code': '{{deviceCode}}' };
/** Members of bodies that are. */
const FILLED_MEMBERS = { authKey: '{{authKey}}', refreshAuthKey: '{{refreshAuthKey}}' };
const KEEP_KEYS = [
  'const { data } = pm.response.json();',
  'if (data && data.authKey) {',
  "  pm.collectionVariables.set('authKey', data.authKey);",
  "  pm.collectionVariables.set('refreshAuthKey', data.refreshAuthKey);",
  '}',
];

function operationsOf(document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, path, operation })),
  );
}

/** A sample of a body: its examples, defaults and what it cannot do without. */
function sampleOf(schema, schemas) {
  if (schema.$ref) return sampleOf(schemas[schema.$ref.split('/').at(-1)], schemas);
  if (schema.allOf) return sampleOf(schema.allOf[0], schemas);
  if (schema.example !== undefined) return schema.example;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  if (schema.type === 'array') return [];
  if (schema.type !== 'object') return { boolean: false, integer: 0, number: 0 }[schema.type] ?? '';
  const members = Object.entries(schema.properties ?? {}).filter(
    ([name, member]) => schema.required?.includes(name) || member.example !== undefined,
  );
  return Object.fromEntries(members.map(([name, member]) => [name, FILLED_MEMBERS[name] ?? sampleOf(member, schemas)]));
}

/** What a collection is made of: without answers, with a sample of every body and no values made up. */
function prepare(document) {
  const { parameters: shared, schemas } = document.components;
  for (const { operation } of operationsOf(document)) {
    operation.responses = { 200: { description: 'Success' } };
    operation.parameters = operation.parameters
      .map((parameter) => (parameter.$ref ? shared[parameter.$ref.split('/').at(-1)] : parameter))
      .filter((parameter) => parameter.in !== 'header')
      .map((parameter) => ({ ...parameter, example: parameter.schema.default ?? parameter.schema.enum?.[0] ?? '' }));
    for (const content of Object.values(operation.requestBody?.content ?? {})) {
      content.example = sampleOf(content.schema, schemas);
    }
  }
  return document;
}

/** By operation: the headers it reads, those the collection knows filled in, the others to be switched on. */
function headersOf({ operation }, { parameters: shared }) {
  const secured = [...new Set((operation.security ?? []).flatMap((one) => Object.keys(one)))];
  const read = operation.parameters
    .map((parameter) => shared[parameter.$ref?.split('/').at(-1)] ?? parameter)
    .filter((parameter) => parameter.in === 'header');
  return [
    ...secured.map((key) => ({ key, value: FILLED[key] })),
    ...read.map(({ name, description }) => ({
      key: name,
      value: FILLED[name] ?? '',
      description,
      ...(FILLED[name] ? {} : { disabled: true }),
    })),
    ...(operation.requestBody ? [{ key: 'Content-Type', value: 'application/json' }] : []),
  ];
}

function idOf(text) {
  const digest = createHash('sha256').update(text).digest('hex');
  return [8, 4, 4, 4, 12]
    .reduce(({ parts, at }, length) => ({ parts: [...parts, digest.slice(at, at + length)], at: at + length }), {
      parts: [],
      at: 0,
    })
    .parts.join('-');
}

function convert(document) {
  const options = { folderStrategy: 'Tags', parametersResolution: 'Example', enableOptionalParameters: false };
  return new Promise((resolve, reject) => {
    converter.convertV2({ type: 'json', data: document }, options, (error, result) => {
      if (error || !result.result) reject(error ?? new Error(result.reason));
      else resolve(result.output[0].data);
    });
  });
}

function nameOf({ method, url }) {
  const path = url.path.map((segment) => segment.replace(/^:(.*)$/, '{$1}'));
  return `${method.toLowerCase()} /${path.join('/')}`;
}

function finishRequest({ name, request }, operation, headers) {
  const { method, url, body, description } = request;
  const variable = url.variable.map(({ key }) => ({ key, value: '' }));
  const query = url.query.map(({ key, value, disabled }) => ({
    key,
    value: String(value),
    ...(disabled && { disabled }),
  }));
  const keepsKeys = JSON.stringify(operation.responses).includes('/AuthResponse"');
  return {
    id: idOf(nameOf(request)),
    name,
    request: {
      method,
      header: headers,
      url: { ...url, query, variable },
      ...(body?.mode && { body }),
      ...(description?.content && { description: description.content }),
    },
    event: keepsKeys ? [{ listen: 'test', script: { type: 'text/javascript', exec: KEEP_KEYS } }] : [],
  };
}

async function collectionOf(text) {
  const document = JSON.parse(text);
  const operations = new Map(operationsOf(document).map((operation) => [operation.name, operation]));
  const { item, info } = await convert(prepare(JSON.parse(text)));
  const finish = (entry) => {
    if (entry.item) return { id: idOf(entry.name), name: entry.name, item: entry.item.map(finish) };
    const found = operations.get(nameOf(entry.request));
    return finishRequest(entry, found.operation, headersOf(found, document.components));
  };
  const variable = Object.entries(VARIABLES).map(([key, value]) => ({ key, value }));
  const folders = item.map(finish).sort((a, b) => (a.name < b.name ? -1 : 1));
  const { name, description, schema } = info;
  return {
    info: { _postman_id: idOf(name), name, description: description.content, schema },
    item: folders,
    variable,
  };
}

const text = `${JSON.stringify(await collectionOf(readFileSync(SOURCE, 'utf8')), null, 2)}\n`;
if (!process.argv.includes('--check')) writeFileSync(TARGET, text);
else if (readFileSync(TARGET, 'utf8') !== text) {
  process.stderr.write('docs/brandgate.postman_collection.json is out of date: run npm run postman\n');
  process.exitCode = 1;
}
