/** Where a request is directed: a service and what of it. */
export interface ResourcePath {
  /** In small letters; empty for the prefix itself. */
  readonly service: string;
  /** Path below the service, without outer slashes, as it was sent. */
  readonly component: string;
}

const PREFIX = '/api/v2';

/** @param path of the request, decoded once, perhaps with its query */
export function resourcePathOf(path: string): ResourcePath {
  const [plain = ''] = path.split('?', 1);
  const [service = '', ...rest] = plain
    .slice(PREFIX.length)
    .split('/')
    .filter((segment) => segment !== '')
    .map(decoded);
  return { service: service.toLowerCase(), component: rest.join('/') };
}

function decoded(segment: string): string {
  return segment.includes('%') ? decodeURIComponent(segment) : segment;
}

/** Verbs that ask for no key and no role, by service and exact component (DF-ACC-03). */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  'user/session': ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  'user/password': ['POST'],
  'user/register': ['POST'],
  'user/profile': ['GET', 'POST', 'PUT', 'PATCH'],
  'user/device': ['GET', 'POST'],
  'system/admin/session': ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  'system/admin/password': ['POST'],
  'system/environment': ['GET'],
};

export function isAccessException({ service, component }: ResourcePath, verb: string): boolean {
  return EXCEPTIONS[`${service}/${component.toLowerCase()}`]?.includes(verb) === true;
}

/** Resources that are served so far, by service. */
export const SERVED: Readonly<Record<string, readonly string[]>> = {
  user: ['password'],
  system: ['admin/password'],
};
