import type { ServiceId } from '../../kernel/ids';
import { type Permission, USER_TYPES, type UserType } from './permission';
import type { RowFilter } from './role-service.entity';

/**
 * What roles allow: one set of rules for every dialect, without I/O. Native permissions are the union of the active
 * roles a user holds (JFW-ADM-01); services are reached by the one role in force (DF-ACC-01, -02, -05, -06).
 */

/** Bits of a verb mask (DF-ACC-05). */
export const VERBS = { GET: 1, POST: 2, PUT: 4, PATCH: 8, DELETE: 16 } as const;

export type Verb = keyof typeof VERBS;

export const VERB_NAMES = Object.keys(VERBS) as readonly Verb[];

/** Every verb. */
export const ALL_VERBS = 31;

/** Bit of a requestor mask: requests over the API, which are the only ones there are. */
export const API_REQUESTOR = 1;

interface GrantingRole {
  readonly isActive: boolean;
  readonly permissions: readonly Permission[];
}

/** Roles that count; an inactive one grants nothing. */
export function activeRoles<R extends { readonly isActive: boolean }>(roles: readonly R[]): readonly R[] {
  return roles.filter(({ isActive }) => isActive);
}

/** What these roles allow together (JFW-ADM-01). */
export function permissionsOf(roles: readonly GrantingRole[]): ReadonlySet<Permission> {
  return new Set(activeRoles(roles).flatMap(({ permissions }) => permissions));
}

export function verbsOf(mask: number): readonly Verb[] {
  return VERB_NAMES.filter((verb) => (mask & VERBS[verb]) !== 0);
}

export function maskOf(verbs: readonly Verb[]): number {
  return verbs.reduce((mask, verb) => mask | VERBS[verb], 0);
}

/** The user's own role in the app, else the app's default role; without an app nobody has one (DF-ACC-01). */
export function roleInForce<R>(app: { readonly defaultRole: R | null } | null, userAppRole: R | null): R | null {
  return app === null ? null : (userAppRole ?? app.defaultRole);
}

/**
 * Whether a user passes every service check: an administrator, unless a role in an app binds them (DF-ACC-02).
 * @param isBound the user has a role in any app of the brand
 */
export function isUnboundAdmin(type: UserType, isBound: boolean): boolean {
  return USER_TYPES.indexOf(type) >= USER_TYPES.indexOf('Admin') && !isBound;
}

/** One row of what a role may do with services; null stands for all of them. */
export interface ServiceAccess {
  readonly serviceId: ServiceId | null;
  readonly component: string;
  readonly verbMask: number;
  readonly requestorMask: number;
  readonly filters: readonly RowFilter[];
  readonly filterOp: 'AND' | 'OR';
}

export interface ServiceRequest {
  /** Null for a name that no service has: what is allowed for all services counts for it too. */
  readonly service: { readonly id: ServiceId; readonly honoursFilters: boolean } | null;
  /** Decoded path below the service. */
  readonly component: string;
  readonly verb: Verb;
}

/** Conditions on rows, joined by `filterOp`. */
export type FilterGroup = Pick<ServiceAccess, 'filters' | 'filterOp'>;

/** `filters`: rows that meet any of the groups may be reached; no group means all rows. */
export type AccessVerdict =
  | { readonly isAllowed: true; readonly filters: readonly FilterGroup[] }
  | { readonly isAllowed: false; readonly reason: 'no-role' | 'role-inactive' | 'not-granted' };

/** Whether the role in force lets a request through; who passes without a role is asked before (DF-ACC-02). */
export function judgeAccess(
  role: { readonly isActive: boolean; readonly access: readonly ServiceAccess[] } | null,
  request: ServiceRequest,
): AccessVerdict {
  if (role === null) return { isAllowed: false, reason: 'no-role' };
  if (!role.isActive) return { isAllowed: false, reason: 'role-inactive' };
  const [path = '', ...otherReadings] = readingsOf(request.component);
  const groups = grantedGroups(role.access, request, path);
  const isDoubtful = otherReadings.some((other) => grantedGroups(role.access, request, other)?.length !== 0);
  return groups === null || isDoubtful
    ? { isAllowed: false, reason: 'not-granted' }
    : { isAllowed: true, filters: groups };
}

/** Null when nothing is granted, empty when rows are not filtered. */
function grantedGroups(access: readonly ServiceAccess[], request: ServiceRequest, path: string): FilterGroup[] | null {
  const honours = request.service?.honoursFilters === true;
  const granting = mostSpecific(access, request.service, path)
    .filter(({ verbMask }) => (verbMask & VERBS[request.verb]) !== 0)
    // A filter that nobody applies would show every row: such a row takes its place and grants nothing (DF-ACC-06).
    .filter(({ filters }) => filters.length === 0 || honours);
  if (granting.length === 0) return null;
  if (granting.some(({ filters }) => filters.length === 0)) return [];
  return granting.map(({ filters, filterOp }) => ({ filters, filterOp }));
}

/** The rows of the narrowest level that has any: the component, `prefix/*`, the service, all services (DF-ACC-05). */
function mostSpecific(
  access: readonly ServiceAccess[],
  service: ServiceRequest['service'],
  path: string,
): readonly ServiceAccess[] {
  const rows = access
    .filter(({ requestorMask }) => (requestorMask & API_REQUESTOR) !== 0)
    .map((row) => ({ row, name: fold(row.component) }));
  const own = rows.filter(({ row }) => service !== null && row.serviceId === service.id);
  const levels = [
    own.filter(({ name }) => name === path && !isPattern(name)),
    own.filter(({ name }) => covers(name, path)),
    own.filter(({ name }) => name === '*'),
    rows.filter(({ row, name }) => row.serviceId === null && name === '*'),
  ];
  return (levels.find(({ length }) => length > 0) ?? []).map(({ row }) => row);
}

/** A list of ids at the end of a segment, or a segment of its own. */
const ID_LIST = /\/?\([^()]*\)(?=\/|$)/g;
const FROM_PARENTHESIS = /\([^/]*/g;

/**
 * The path without its id lists. Parentheses that are no such list may be part of a name to one upstream and begin a
 * list to another, so a path that has some must be allowed by both readings.
 */
function readingsOf(component: string): readonly string[] {
  const path = component.replace(ID_LIST, '');
  return path.includes('(') ? [fold(path), fold(path.replace(FROM_PARENTHESIS, ''))] : [fold(path)];
}

function isPattern(name: string): boolean {
  return name === '*' || name.endsWith('/*');
}

/** `prefix/*` covers `prefix` itself and whatever is below it. */
function covers(pattern: string, path: string): boolean {
  if (!pattern.endsWith('/*')) return false;
  const prefix = pattern.slice(0, -2);
  return path === prefix || path.startsWith(`${prefix}/`);
}

/** Without outer slashes and without case, as components are compared and kept. */
function fold(component: string): string {
  return trimSlashes(component).toLowerCase();
}

export function trimSlashes(component: string): string {
  let start = 0;
  let end = component.length;
  while (start < end && component[start] === '/') start += 1;
  while (end > start && component[end - 1] === '/') end -= 1;
  return component.slice(start, end);
}
