// The cases of the matrix alone: the statements of SEC-TEN-01 would notice most of these by themselves.
const run = { tests: 'test/isolation/matrix', project: 'sqlite', only: 'SEC-TEN-03, -04, -09: ' };
const CORE = 'src/core';

/** A condition in a repository that names the brand; without it a row of any brand is found, or written. */
const unbound = (what, file, from, to) => ({ name: `any brand's ${what}`, file: `${CORE}/${file}`, from, to, run });

/** Each takes one piece of the wall between brands away. */
export const TENANCY = [
  unbound(
    'user by id',
    'users/user.repository.ts',
    '(UserEntity, { brandId, uid }) : null',
    '(UserEntity, { uid }) : null',
  ),
  unbound('users by ids', 'users/user.repository.ts', '{ brandId, uid: In([...uids]) }', '{ uid: In([...uids]) }'),
  unbound(
    'account by name',
    'users/user.repository.ts',
    "'i.brandId = :brandId AND i.canonicalKey = :key', { brandId, key }",
    "'i.canonicalKey = :key', { key }",
  ),
  unbound('users in lists', 'users/user-search.repository.ts', "'u.brandId = :brandId', { brandId }", "'1 = 1'"),
  unbound('role by id', 'roles/role.repository.ts', '{ brandId, uid }) : null', '{ uid }) : null'),
  unbound('roles in lists', 'roles/role-search.repository.ts', "'r.brandId = :brandId', { brandId }", "'1 = 1'"),
  unbound('holders of roles', 'users/role-holder.repository.ts', 'brandId, uid: In(named), ', 'uid: In(named), '),
  unbound('app by id', 'apps/app.repository.ts', '{ brandId, uid }) : null', '{ uid }) : null'),
  unbound('service by id', 'services/service.repository.ts', '{ brandId, uid }) : null', '{ uid }) : null'),
  unbound('domain by id', 'brands/domain.repository.ts', '{ brandId, uid }) : null', '{ uid }) : null'),
  unbound('device by id or code', 'devices/device-access.ts', "'d.brandId = :brandId', { brandId }", "'1 = 1'"),
  unbound('devices in lists', 'devices/device-search.repository.ts', "'d.brandId = :brandId', { brandId }", "'1 = 1'"),
  unbound('device by id, for its users', 'devices/device.repository.ts', '{ brandId, uid }) : null', '{ uid }) : null'),
  unbound(
    'events in the trail',
    'audit/audit-search.repository.ts',
    "'a.brand_id = :brandId', { brandId }",
    "'1 = 1', { brandId }",
  ),
  unbound('refusals', 'refusals/refusal.repository.ts', '[{ brandId, correlationId }, ', '[{ correlationId }, '),
  {
    name: 'a key works under every brand',
    file: `${CORE}/auth-keys/session-reader.ts`,
    from: 'if (reading.brandId !== brandId)',
    to: 'if (false)',
    run,
  },
  {
    name: 'a refresh key works under every brand',
    file: 'src/flows/refresh/refresh.flow.ts',
    from: 'if (owner.key.brandId !== brand.id)',
    to: 'if (false)',
    run,
  },
  {
    name: 'any brand is below every other',
    file: 'src/gate/steps/check-access.ts',
    from: 'return isPermitted && this.directory.isAncestor(session.brandId, target);',
    to: 'return isPermitted;',
    run,
  },
  {
    name: 'the brand in the path is crossed into without a question',
    file: 'src/gate/steps/check-access.ts',
    from: "else if (passage.requirement.level === 'user') await this.requireCrossing(passage, target);",
    to: "else if (passage.requirement.level === 'user') return;",
    run,
  },
  {
    name: 'the host of another brand is as good as any',
    file: 'src/gate/steps/resolve-brand.ts',
    from: 'owner !== null && owner.id !== brand.id',
    to: 'false',
    run,
  },
  {
    name: 'where the path names the brand nobody needs a permission',
    file: 'src/gate/steps/check-access.ts',
    from: '    // What the caller lacks does not depend on the target, so it is told before the target is looked up (JFW-ADM-06).\n    checkPermission(passage);',
    to: '',
    run,
  },
];
