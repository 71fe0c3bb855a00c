import { VERB_NAMES } from '../../../core/roles/access-evaluator';
import { arrayOf, closedObject, FLAG, ID, objectSchema, oneOf, orNull, TEXT, WHOLE_NUMBER } from '../../wire/schema';
import type { appRoleView, roleAccessView } from '../views/role-access.view';
import { RoleSchema } from './user.schema';

export const ServiceAccessSchema = objectSchema<ReturnType<typeof roleAccessView>>('ServiceAccess', {
  serviceId: { ...orNull(ID), description: 'Null: all services.' },
  component: { ...TEXT, description: 'A path, a path followed by `/*`, or `*`.' },
  verbs: arrayOf(oneOf(VERB_NAMES)),
  verbMask: { ...WHOLE_NUMBER, description: 'GET 1, POST 2, PUT 4, PATCH 8, DELETE 16.' },
  requestorMask: { ...WHOLE_NUMBER, description: 'API 1, script 2.' },
  filters: arrayOf(closedObject({ name: TEXT, operator: TEXT, value: TEXT })),
  filterOp: oneOf(['AND', 'OR']),
});

export const AppRoleSchema = objectSchema<ReturnType<typeof appRoleView>>('AppRole', {
  userId: ID,
  appId: ID,
  role: orNull(RoleSchema),
  isAppDefault: { ...FLAG, description: 'The user has no role of their own there.' },
});
