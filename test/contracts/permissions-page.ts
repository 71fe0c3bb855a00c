import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import {
  ALL_VERBS,
  judgeAccess,
  type ServiceAccess,
  VERB_NAMES,
  VERBS,
  verbsOf,
} from '../../src/core/roles/access-evaluator';
import { PERMISSIONS, SEEDED_PERMISSIONS, USER_TYPES } from '../../src/core/roles/permission';
import { REQUIREMENT } from '../../src/gate/access.decorator';
import type { Requirement } from '../../src/gate/requirement';
import type { ServiceId } from '../../src/kernel/ids';
import type { TestGateway } from '../support/start-gateway';

/** A route as the router has it, with what it demands. */
export interface Route {
  /** `GET /api/v1/users/me`. */
  readonly name: string;
  readonly requirement: Requirement;
}

type Rows = readonly (readonly string[])[];

/** The generated parts of docs/permissions.md by their names; the page holds each between two comments. */
export function blocksOf(gateway: TestGateway): Readonly<Record<string, string>> {
  return {
    types: table(['permission', ...USER_TYPES], typeRows()),
    endpoints: table(['endpoint', 'who', 'permission'], routesOf(gateway).map(routeRow)),
    masks: table(['mask', ...VERB_NAMES], maskRows()),
    decisions: table(['component asked for', ...VERB_NAMES], decisionRows()),
    rows: table(['service', 'component', 'verbs', 'requestors', 'filters'], EXAMPLE.map(accessRow)),
  };
}

/** Every route of every controller, in the order of their paths. */
export function routesOf({ gateway }: TestGateway): Route[] {
  const scanner = new MetadataScanner();
  const routes: Route[] = [];
  for (const { metatype } of new DiscoveryService(gateway.app.get(ModulesContainer)).getControllers()) {
    if (typeof metatype !== 'function') continue;
    const prototype = metatype.prototype as Record<string, () => unknown>;
    for (const name of scanner.getAllMethodNames(prototype)) {
      const handler = prototype[name];
      if (!handler || Reflect.getMetadata(METHOD_METADATA, handler) === undefined) continue;
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? '';
      const requirement = (Reflect.getMetadata(REQUIREMENT, handler) ??
        Reflect.getMetadata(REQUIREMENT, metatype)) as Requirement;
      for (const path of pathsOf(metatype, handler)) routes.push({ name: `${method} ${path}`, requirement });
    }
  }
  return routes.sort((a, b) => keyOf(a).localeCompare(keyOf(b), 'en'));
}

function pathsOf(...parts: readonly object[]): string[] {
  const [own = [''], below = ['']] = parts.map((part) => {
    const path = Reflect.getMetadata(PATH_METADATA, part) as string | string[];
    return Array.isArray(path) ? path : [path];
  });
  return own.flatMap((a) => below.map((b) => `/${a}/${b}`.replaceAll(/\/+/g, '/').replace(/(.)\/$/, '$1')));
}

/** By path, then by method. */
function keyOf({ name }: Route): string {
  return name.split(' ').reverse().join(' ');
}

function typeRows(): Rows {
  return PERMISSIONS.map((permission) => [
    `\`${permission}\``,
    ...USER_TYPES.map((type) => (SEEDED_PERMISSIONS[type].includes(permission) ? 'yes' : '')),
  ]);
}

const WHO = { open: 'no brand, no key', brand: 'brand', optional: 'brand, key if any', user: 'brand and key' };

function routeRow({ name, requirement }: Route): readonly string[] {
  return [`\`${name}\``, WHO[requirement.level], needOf(requirement)];
}

function needOf({ level, permission, selfOr, moreWith, mayCross, byRole }: Requirement): string {
  if (byRole) return 'a role in the app';
  if (moreWith !== undefined) return `none; more with \`${moreWith}\``;
  if (permission !== undefined) return `\`${permission}\``;
  if (selfOr !== undefined) return level === 'user' ? `self, or \`${selfOr}\`` : `none; more with \`${selfOr}\``;
  if (mayCross) return 'self; the handler decides';
  return level === 'user' ? 'self' : '';
}

function maskRows(): Rows {
  return Array.from({ length: ALL_VERBS + 1 }, (_, mask) => {
    const verbs = verbsOf(mask);
    return [String(mask), ...VERB_NAMES.map((verb) => (verbs.includes(verb) ? String(VERBS[verb]) : ''))];
  });
}

const ORDERS = 1 as ServiceId;
const plain = { requestorMask: 1, filters: [], filterOp: 'AND' } as const;
const FILTERS = [{ name: 'owner', operator: '=', value: '{user.id}' }];

/** One role; it is asked about a service `orders` that honours no filters, and about another service. */
const EXAMPLE: readonly ServiceAccess[] = [
  { ...plain, serviceId: null, component: '*', verbMask: 1 },
  { ...plain, serviceId: ORDERS, component: '*', verbMask: 3 },
  { ...plain, serviceId: ORDERS, component: '_table/*', verbMask: 15 },
  { ...plain, serviceId: ORDERS, component: '_table/archive/*', verbMask: 16 },
  { ...plain, serviceId: ORDERS, component: '_table/secret', verbMask: 0 },
  { ...plain, serviceId: ORDERS, component: '_table/mine', verbMask: 31, filters: FILTERS },
  { ...plain, serviceId: ORDERS, component: '_table/script', verbMask: 31, requestorMask: 2 },
];

function accessRow({ serviceId, component, verbMask, requestorMask, filters }: ServiceAccess): readonly string[] {
  const conditions = filters.map(({ name, operator, value }) => `\`${name} ${operator} ${value}\``);
  return [
    serviceId === null ? 'all' : 'orders',
    `\`${component}\``,
    `${verbMask}: ${verbsOf(verbMask).join(', ') || 'none'}`,
    `${requestorMask}: ${requestorMask === 2 ? 'script' : 'API'}`,
    conditions.join(', '),
  ];
}

const ASKED = [
  '',
  'other',
  '_table',
  '_table/orders',
  '/_TABLE/Orders/',
  '_table/orders(1,2)',
  '_table/archive',
  '_table/archive/2019',
  '_table/secret',
  '_table/secret/(7)',
  '_table/mine',
  '_table/script',
];

function decisionRows(): Rows {
  const orders = ASKED.map((component) => ({ component, service: { id: ORDERS, honoursFilters: false } }));
  const filtering = { component: '_table/mine', service: { id: ORDERS, honoursFilters: true } };
  const elsewhere = { component: '_table/secret', service: { id: 2 as ServiceId, honoursFilters: false } };
  return [...orders, filtering, elsewhere].map(({ component, service }) => [
    labelOf(component, service),
    ...VERB_NAMES.map((verb) => {
      const verdict = judgeAccess({ isActive: true, access: EXAMPLE }, { service, component, verb });
      if (!verdict.isAllowed) return '';
      return verdict.filters.length === 0 ? 'yes' : 'filtered';
    }),
  ]);
}

function labelOf(component: string, service: { readonly id: ServiceId; readonly honoursFilters: boolean }): string {
  const path = component === '' ? '(none)' : `\`${component}\``;
  if (service.id !== ORDERS) return `${path} of another service`;
  return service.honoursFilters ? `${path}, if orders honoured filters` : path;
}

/** A table as the formatter leaves it: cells padded to the widest of their column. */
function table(head: readonly string[], rows: Rows): string {
  const widths = head.map((cell, i) => Math.max(3, cell.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}
