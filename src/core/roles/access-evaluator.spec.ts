import fc from 'fast-check';
import type { ServiceId } from '../../kernel/ids';
import {
  ALL_VERBS,
  type FilterGroup,
  isUnboundAdmin,
  judgeAccess,
  maskOf,
  permissionsOf,
  roleInForce,
  type ServiceAccess,
  VERB_NAMES,
  VERBS,
  verbsOf,
} from './access-evaluator';
import { PERMISSIONS, USER_TYPES } from './permission';

const [ONE, TWO] = [1 as ServiceId, 2 as ServiceId];
const FILTER = [{ name: 'owner', operator: '=', value: 'me' }];

function row(component: string, changes: Partial<ServiceAccess> = {}): ServiceAccess {
  return {
    ...{ serviceId: ONE, component, verbMask: ALL_VERBS },
    requestorMask: 1,
    filters: [],
    filterOp: 'AND',
    ...changes,
  };
}

/** Verbs that these rows let through, or why none of them. */
function verbs(
  access: readonly ServiceAccess[],
  component: string,
  service: { id: ServiceId; honoursFilters: boolean } | null,
) {
  return VERB_NAMES.filter((verb) => judgeAccess({ isActive: true, access }, { service, component, verb }).isAllowed);
}

const plain = { id: ONE, honoursFilters: false };
const filtering = { id: ONE, honoursFilters: true };
const allowed = (access: readonly ServiceAccess[], component: string, service = plain) =>
  judgeAccess({ isActive: true, access }, { service, component, verb: 'GET' }).isAllowed;

const names = fc.constantFrom('a', 'b', 'ab');
const paths = fc.array(names, { maxLength: 3 }).map((parts) => parts.join('/'));
const components = fc.oneof(
  paths,
  paths.map((path) => (path === '' ? '*' : `${path}/*`)),
  fc.constant('*'),
);
const rows = fc.record<ServiceAccess>({
  serviceId: fc.constantFrom(ONE, TWO, null),
  component: components,
  verbMask: fc.nat(ALL_VERBS),
  requestorMask: fc.nat(3),
  filters: fc.constantFrom([], [], FILTER),
  filterOp: fc.constantFrom('AND', 'OR'),
});
const tables = fc.array(rows, { maxLength: 8 });
const services = fc.constantFrom(plain, filtering, null);
const requests = fc.record({ service: services, component: paths, verb: fc.constantFrom(...VERB_NAMES) });
const roles = fc.array(fc.record({ isActive: fc.boolean(), permissions: fc.subarray([...PERMISSIONS]) }), {
  maxLength: 6,
});

describe('native permissions (JFW-ADM-01)', () => {
  it('are those of the active roles, each of them and no other', () => {
    fc.assert(
      fc.property(roles, (held) => {
        const granted = permissionsOf(held);
        for (const permission of PERMISSIONS) {
          const expected = held.some((role) => role.isActive && role.permissions.includes(permission));
          expect(granted.has(permission)).toBe(expected);
        }
      }),
    );
  });

  it('never shrink by one more role, and an inactive one changes nothing', () => {
    fc.assert(
      fc.property(roles, fc.subarray([...PERMISSIONS]), (held, permissions) => {
        const before = permissionsOf(held);
        const more = permissionsOf([...held, { isActive: true, permissions }]);
        expect([...before].every((permission) => more.has(permission))).toBe(true);
        expect(permissionsOf([...held, { isActive: false, permissions }])).toEqual(before);
      }),
    );
  });
});

describe('verb masks (DF-ACC-05)', () => {
  it('GET 1, POST 2, PUT 4, PATCH 8, DELETE 16', () => {
    expect(VERBS).toEqual({ GET: 1, POST: 2, PUT: 4, PATCH: 8, DELETE: 16 });
    expect([verbsOf(0), verbsOf(5), verbsOf(31)]).toEqual([[], ['GET', 'PUT'], [...VERB_NAMES]]);
  });

  it('mask and verbs are two spellings of one thing', () => {
    fc.assert(fc.property(fc.nat(ALL_VERBS), (mask) => expect(maskOf(verbsOf(mask))).toBe(mask)));
  });
});

describe('the role in force (DF-ACC-01)', () => {
  it.each([
    [null, null, null],
    [null, 'own', null],
    [{ defaultRole: null }, null, null],
    [{ defaultRole: 'default' }, null, 'default'],
    [{ defaultRole: 'default' }, 'own', 'own'],
    [{ defaultRole: null }, 'own', 'own'],
  ])('app %j and own role %j: %j', (app, own, expected) => {
    expect(roleInForce(app, own)).toBe(expected);
  });

  it('DF-ACC-02: only administrators without a role in an app pass without one', () => {
    const passing = USER_TYPES.flatMap((type) =>
      [true, false].filter((isBound) => isUnboundAdmin(type, isBound)).map((isBound) => [type, isBound]),
    );
    expect(passing).toEqual([
      ['Admin', false],
      ['SuperAdmin', false],
    ]);
  });

  it('no role, an inactive one and one that lacks the right are told apart', () => {
    const request = { service: plain, component: 'a', verb: 'GET' as const };
    const reason = (role: Parameters<typeof judgeAccess>[0]) => judgeAccess(role, request);
    expect(reason(null)).toEqual({ isAllowed: false, reason: 'no-role' });
    expect(reason({ isActive: false, access: [row('*')] })).toEqual({ isAllowed: false, reason: 'role-inactive' });
    expect(reason({ isActive: true, access: [] })).toEqual({ isAllowed: false, reason: 'not-granted' });
  });
});

describe('levels (DF-ACC-05)', () => {
  const table = [
    row('*', { serviceId: null, verbMask: 1 }),
    row('*', { verbMask: 2 }),
    row('t/*', { verbMask: 4 }),
    row('t/x/*', { verbMask: 8 }),
    row('t/x/y', { verbMask: 16 }),
    row('', { verbMask: 3 }),
  ];

  it.each([
    ['t/x/y', ['DELETE']],
    ['t/x/z', ['PUT', 'PATCH']],
    ['t/x', ['PUT', 'PATCH']],
    ['t', ['PUT']],
    ['tx', ['POST']],
    ['other', ['POST']],
    ['', ['GET', 'POST']],
    ['/T/X/Y/', ['DELETE']],
    ['t/x/y(1,2)', ['DELETE']],
    ['t/x/y/(1,2)', ['DELETE']],
    ['t/(1)/x/y', ['DELETE']],
    ['t/x/y(1)z', []],
    ['t/x/*', ['PUT', 'PATCH']],
  ])('%s: %j', (component, expected) => {
    expect(verbs(table, component, plain)).toEqual(expected);
  });

  it('parentheses that are no id list: a name to one upstream, a list to another, so both must allow', () => {
    const denied = [row('*'), row('t/secret', { verbMask: 0 })];
    const paths = ['t/secret((1))', 't/secret(1', 't/sec(1)ret', 'photo (1).jpg', 't/secret (1).jpg'];
    expect(paths.map((path) => allowed(denied, path))).toEqual([false, false, true, true, true]);
    const exact = [row('t/open')];
    expect([allowed(exact, 't/open(1)'), allowed(exact, 't/open(1)x')]).toEqual([true, false]);
  });

  it('another service has what is allowed for all, and so has a name nobody has', () => {
    expect([verbs(table, 't/x/y', { id: TWO, honoursFilters: false }), verbs(table, 't/x/y', null)]).toEqual([
      ['GET'],
      ['GET'],
    ]);
  });

  it('without rows nothing is allowed; an empty component is not reached by a prefix', () => {
    expect([allowed([], 'a'), allowed([row('a/*')], ''), allowed([row('*')], '')]).toEqual([false, false, true]);
  });

  it('a row for all services that names a component is no level at all', () => {
    expect(allowed([row('a', { serviceId: null })], 'a')).toBe(false);
  });

  it('a row without the bit of the API does not count, not even to forbid', () => {
    const closed = row('a', { verbMask: 0, requestorMask: 2 });
    expect([allowed([closed, row('*')], 'a'), allowed([{ ...closed, requestorMask: 3 }, row('*')], 'a')]).toEqual([
      true,
      false,
    ]);
  });
});

describe('row filters (DF-ACC-06)', () => {
  const filtered = row('a', { filters: FILTER, filterOp: 'OR' });
  const judge = (access: readonly ServiceAccess[], service: typeof plain) =>
    judgeAccess({ isActive: true, access }, { service, component: 'a', verb: 'GET' });

  it('go with the verdict where the service honours them', () => {
    const groups: FilterGroup[] = [{ filters: FILTER, filterOp: 'OR' }];
    expect(judge([filtered], filtering)).toEqual({ isAllowed: true, filters: groups });
  });

  it('grant nothing elsewhere, and do not fall back to a wider row', () => {
    expect(judge([filtered, row('*')], plain)).toEqual({ isAllowed: false, reason: 'not-granted' });
  });

  it('fall away beside a row of the same level that asks for none', () => {
    expect(judge([filtered, row('a')], filtering)).toEqual({ isAllowed: true, filters: [] });
  });
});

describe('whatever the table', () => {
  const judged = (access: readonly ServiceAccess[], request: Parameters<typeof judgeAccess>[1]) =>
    judgeAccess({ isActive: true, access }, request);

  it('the order of rows does not matter', () => {
    fc.assert(
      fc.property(tables, requests, (access, request) => {
        expect(judged([...access].reverse(), request).isAllowed).toBe(judged(access, request).isAllowed);
      }),
    );
  });

  it('case, outer slashes and id lists do not matter', () => {
    fc.assert(
      fc.property(tables, requests, (access, request) => {
        const spelled = { ...request, component: `//${request.component.toUpperCase()}/(7,8)/` };
        expect(judged(access, spelled)).toEqual(judged(access, request));
        const shouted = access.map((entry) => ({ ...entry, component: `/${entry.component.toUpperCase()}/` }));
        expect(judged(shouted, request).isAllowed).toBe(judged(access, request).isAllowed);
      }),
    );
  });

  it('rows of other services and of other requestors do not matter', () => {
    fc.assert(
      fc.property(tables, requests, rows, (access, request, stray) => {
        const foreign = { ...stray, serviceId: TWO };
        const unseen = { ...stray, requestorMask: 2 };
        expect(judged([...access, foreign, unseen], request)).toEqual(judged(access, request));
      }),
    );
  });

  it('what is allowed is allowed by a row that has the verb, the API bit, and the service or all', () => {
    fc.assert(
      fc.property(tables, requests, (access, request) => {
        if (!judged(access, request).isAllowed) return;
        const fits = access.filter(
          ({ verbMask, requestorMask, serviceId }) =>
            (verbMask & VERBS[request.verb]) !== 0 &&
            requestorMask % 2 === 1 &&
            (serviceId === null || serviceId === request.service?.id),
        );
        expect(fits).not.toEqual([]);
      }),
    );
  });

  it('a row for the component itself decides alone: with the verb it allows, without it forbids', () => {
    fc.assert(
      fc.property(tables, requests, fc.nat(ALL_VERBS), (access, request, verbMask) => {
        const others = access.filter(({ component }) => component !== request.component);
        const own = row(request.component, { verbMask });
        if (request.service === null) return;
        const expected = (verbMask & VERBS[request.verb]) !== 0;
        expect(judged([...others, own], request).isAllowed).toBe(expected);
      }),
    );
  });

  it('filters are passed on only to services that honour them', () => {
    fc.assert(
      fc.property(tables, requests, (access, request) => {
        const verdict = judged(access, request);
        const groups = verdict.isAllowed ? verdict.filters : [];
        if (request.service?.honoursFilters !== true) expect(groups).toEqual([]);
        for (const { filters } of groups) expect(filters).not.toEqual([]);
      }),
    );
  });
});
