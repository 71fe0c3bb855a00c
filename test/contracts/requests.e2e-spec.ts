import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import { getMetadataStorage } from 'class-validator';
import { readQuery } from '../../src/protocols/jfw/via.decorator';
import { ApiDocument, type DocumentOperation } from '../support/api-document';
import { describeEngine } from '../support/describe-engine';
import { TestGateway } from '../support/start-gateway';

type Class = new (...args: never[]) => unknown;

interface Argument {
  readonly index: number;
  readonly factory?: unknown;
}

/** Where class-transformer keeps what `@Type` says; it has no types for it. */
interface TypeStorage {
  findTypeMetadata(target: Class, propertyName: string): { readonly typeFunction: () => Class };
}

interface Handler {
  readonly operationId: string;
  readonly arguments: readonly (readonly [string, Argument])[];
  /** Classes of the parameters, in order. */
  readonly types: readonly Class[];
}

/** How Nest marks the parameter that takes the body. */
const BODY = /^3:/;
const document = ApiDocument.read();
const { defaultMetadataStorage } = jest.requireActual<{ readonly defaultMetadataStorage: TypeStorage }>(
  'class-transformer/cjs/storage',
);

/** Validated members of a body, as `name` or, when it may be absent, `name?`. */
function validatedMembers(dto: Class): string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', true, false);
  const optional = new Set(
    rules.filter(({ type }) => type === 'conditionalValidation').map((rule) => rule.propertyName),
  );
  return [...new Set(rules.map(({ propertyName }) => propertyName))].map((name) =>
    optional.has(name) ? `${name}?` : name,
  );
}

/** A body and the objects in it, whole or in lists. */
function withNested(dto: Class): Class[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', true, false);
  const nested = rules.filter(({ type }) => type === 'nestedValidation').map(({ propertyName }) => propertyName);
  const types = nested.map((name) => defaultMetadataStorage.findTypeMetadata(dto, name).typeFunction());
  return [dto, ...types.flatMap(withNested)];
}

const TYPES: Readonly<Record<string, string>> = {
  isString: 'string',
  isUrl: 'string',
  isBoolean: 'boolean',
  isInt: 'integer',
};

/** Members whose described type is not the one that is validated. */
function wronglyTyped(dto: Class): string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', true, false);
  const { properties = {} } = schemaOf(dto);
  return rules.flatMap(({ propertyName, name = '', each }) => {
    const expected = each ? 'array' : TYPES[name];
    const types = [properties[propertyName]?.type].flat();
    return expected === undefined || types.includes(expected) ? [] : [`${dto.name}.${propertyName}: ${expected}`];
  });
}

interface BodySchema {
  readonly properties?: Readonly<Record<string, { readonly type?: string | readonly string[] }>>;
  readonly required?: readonly string[];
}

function schemaOf({ name }: Class): BodySchema {
  const schema = document.source.components.schemas[name];
  if (!schema) throw new Error(`openapi.json has no schema ${name}`);
  return schema;
}

function describedMembers(dto: Class): string[] {
  const { properties = {}, required = [] } = schemaOf(dto);
  return Object.keys(properties).map((member) => (required.includes(member) ? member : `${member}?`));
}

describeEngine('openapi.json describes what requests carry:', () => {
  let gateway: TestGateway;
  let handlers: readonly Handler[];
  const operations = new Map<string, DocumentOperation>(
    document.routes.map(({ operation }) => [operation.operationId, operation]),
  );

  beforeAll(async () => {
    gateway = await TestGateway.start();
    const discovery = new DiscoveryService(gateway.gateway.app.get(ModulesContainer));
    handlers = discovery.getControllers().flatMap(({ metatype }) => handlersOf(metatype as Class));
  });
  afterAll(() => gateway.close());

  function handlersOf(controller: Class): Handler[] {
    const prototype = controller.prototype as object;
    const noun = controller.name.charAt(0).toLowerCase() + controller.name.slice(1).replace(/Controller$/, '');
    return new MetadataScanner().getAllMethodNames(prototype).map((name) => ({
      operationId: `${noun}.${name}`,
      arguments: Object.entries(
        (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<string, Argument>,
      ),
      types: (Reflect.getMetadata('design:paramtypes', prototype, name) ?? []) as Class[],
    }));
  }

  const bodies = (): (readonly [Handler, Class])[] =>
    handlers.flatMap((handler) => {
      const [, body] = handler.arguments.find(([kind]) => BODY.test(kind)) ?? [];
      const type = body && handler.types[body.index];
      // A body that is read member by member has no class; its route describes it with @ApiBody.
      return type && type !== (Object as unknown as Class) ? [[handler, type] as const] : [];
    });

  it('every member of every body, and whether it is needed', () => {
    expect(bodies().length).toBeGreaterThan(10);
    for (const [{ operationId }, dto] of bodies()) {
      expect(JSON.stringify(operations.get(operationId)?.requestBody)).toContain(`#/components/schemas/${dto.name}`);
      for (const type of withNested(dto)) {
        expect([type.name, describedMembers(type).sort()]).toEqual([type.name, validatedMembers(type).sort()]);
      }
    }
  });

  it('every member with the type that is validated', () => {
    expect(bodies().flatMap(([, dto]) => withNested(dto).flatMap(wronglyTyped))).toEqual([]);
  });

  it('a body that may be left out, where every member may', () => {
    for (const [{ operationId }, dto] of bodies()) {
      const isNeeded = validatedMembers(dto).some((name) => !name.endsWith('?'));
      expect([operationId, operations.get(operationId)?.requestBody?.required]).toEqual([operationId, isNeeded]);
    }
  });

  it('some query parameter, wherever a handler reads the query', () => {
    const reading = handlers.filter((handler) => handler.arguments.some(([, { factory }]) => factory === readQuery));
    expect(reading.length).toBeGreaterThan(5);
    const silent = reading.filter(({ operationId }) =>
      operations.get(operationId)?.parameters.every((parameter) => parameter.in !== 'query'),
    );
    expect(silent.map(({ operationId }) => operationId)).toEqual([]);
  });
});
