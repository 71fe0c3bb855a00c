import { API_REQUESTOR, maskOf } from '../../core/roles/access-evaluator';
import { type Permission, PERMISSIONS } from '../../core/roles/permission';
import type { RoleDraft } from '../../core/roles/role.repository';
import type { AccessDraft } from '../../flows/grant-access/grant-access.flow';
import { invalidField } from '../../kernel/errors/brandgate-error';
import { clearing, given, optionalText, requiredText } from './body-members';
import type { RoleAccessDto, ServiceAccessDto } from './dto/role-access.dto';
import type { CreateRoleDto, UpdateRoleDto } from './dto/role.dto';
import type { JfwQuery } from './jfw-query';

const NAME_LENGTH = 200;
const DESCRIPTION_LENGTH = 2_000;

export function roleDraftOf({ code, name, description, isActive, permissions }: CreateRoleDto): RoleDraft {
  return {
    code: code.trim(),
    name: requiredText('name', name, NAME_LENGTH),
    description: optionalText(description, DESCRIPTION_LENGTH) ?? null,
    isActive: isActive ?? true,
    permissions: permissions ?? [],
  };
}

export function roleChangesOf({ code, name, description, isActive, permissions }: UpdateRoleDto): Partial<RoleDraft> {
  return {
    ...given({
      code: code?.trim(),
      name: typeof name === 'string' ? requiredText('name', name, NAME_LENGTH) : undefined,
      isActive,
      permissions,
    }),
    ...clearing({ description: optionalText(description, DESCRIPTION_LENGTH) }),
  };
}

/** A list that the body or the query gives (JFW-FMT-08); the body wins. @throws BrandgateError request.invalid for none */
export function listOf(query: JfwQuery, name: string, inBody: readonly string[] | undefined): readonly string[] {
  const elements = inBody ?? query.list(name);
  if (elements.length === 0) throw invalidField(name, `${name} is required.`);
  return elements;
}

/** @throws BrandgateError request.invalid */
export function permissionListOf(query: JfwQuery, inBody: readonly Permission[] | undefined): readonly Permission[] {
  return listOf(query, 'permissions', inBody).map((text) => {
    const permission = PERMISSIONS.find((known) => known === text);
    if (permission === undefined)
      throw invalidField('permissions', `permissions must be of ${PERMISSIONS.join(', ')}.`);
    return permission;
  });
}

export function accessDraftsOf({ services }: RoleAccessDto): readonly AccessDraft[] {
  return services.map((row) => ({
    serviceUid: row.serviceId ?? null,
    component: row.component,
    verbMask: verbMaskOf(row),
    requestorMask: row.requestorMask ?? API_REQUESTOR,
    filters: (row.filters ?? []).map(({ name, operator, value }) => ({ name, operator, value })),
    filterOp: row.filterOp ?? 'AND',
  }));
}

function verbMaskOf({ verbs, verbMask }: ServiceAccessDto): number {
  const named = verbs ? maskOf(verbs) : null;
  const mask = verbMask ?? named;
  if (mask === null) throw invalidField('services', 'Each row needs verbs or verbMask.');
  if (named !== null && named !== mask) throw invalidField('services', 'verbs and verbMask say different things.');
  return mask;
}
