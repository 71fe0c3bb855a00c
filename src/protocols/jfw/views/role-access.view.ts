import { verbsOf } from '../../../core/roles/access-evaluator';
import type { ShownAccess } from '../../../core/roles/role-reader';
import type { AppRole } from '../../../core/users/user-role-reader';
import { roleView } from './user.view';

/** What a role may do with a component of a service (DF-ACC-05). */
export function roleAccessView({ access, serviceUid }: ShownAccess) {
  const { component, verbMask, requestorMask, filters, filterOp } = access;
  const verbs = verbsOf(verbMask);
  return { serviceId: serviceUid, component, verbs, verbMask, requestorMask, filters, filterOp };
}

/** The role that counts for a user within an app (DF-ACC-01). */
export function appRoleView({ role, isAppDefault }: AppRole, userId: string, appId: string) {
  return { userId, appId, role: role === null ? null : roleView(role), isAppDefault };
}
