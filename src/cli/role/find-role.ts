import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { RoleAssignmentRepository } from '../../core/roles/role-assignment.repository';
import type { RoleEntity } from '../../core/roles/role.entity';
import { RoleRepository } from '../../core/roles/role.repository';
import { Database } from '../../storage/database';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import type { OpenInstallation } from '../shell/open-installation';

/** @param name its code or its id @throws CommandError for a role that is not there */
export async function findRole(
  installation: OpenInstallation,
  brand: BrandSnapshot,
  name: string,
): Promise<RoleEntity> {
  const { store } = installation.get(Database);
  const byId = await installation.get(RoleRepository).findByUid(store, brand.id, name);
  const [byCode] = byId ? [] : await installation.get(RoleAssignmentRepository).listByCodes(store, brand.id, [name]);
  const role = byId ?? byCode;
  if (role) return role;
  const message = `There is no role ${name} in the brand ${brand.code}.`;
  throw new CommandError(EXIT.notFound, 'role.not-found', message, `See: brandgate role list --brand ${brand.code}`);
}
