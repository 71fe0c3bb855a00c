import type { HeldRole } from '../../core/roles/role.repository';
import { instant } from '../../protocols/jfw/views/instant';
import type { Output } from '../shell/output';

/** A role as `--json` prints it. */
export function shownRole({ uid, code, name, description, kind, isActive, permissions, ...at }: HeldRole) {
  const dates = { createdDate: instant(at.createdAt), modifiedDate: instant(at.modifiedAt) };
  return { id: uid, code, name, description, type: kind, isActive, permissions, ...dates };
}

/** Prints a role after it was made or changed. */
export function showRole(out: Output, role: HeldRole): void {
  const shown = shownRole(role);
  out.record(shown, membersOf(shown));
}

export function membersOf({ id, code, name, description, type, isActive, permissions }: ReturnType<typeof shownRole>) {
  return { id, code, name, description, type, active: isActive, permissions: permissions.join(' ') };
}
