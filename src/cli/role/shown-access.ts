import { RoleReader } from '../../core/roles/role-reader';
import { ALL_VERBS } from '../../core/roles/access-evaluator';
import type { RoleEntity } from '../../core/roles/role.entity';
import { ServiceRepository } from '../../core/services/service.repository';
import { roleAccessView } from '../../protocols/jfw/views/role-access.view';
import { Database } from '../../storage/database';
import type { OpenInstallation } from '../shell/open-installation';

/** One row of what a role may do with services; `service` is null where all of them are meant. */
export type ShownRow = Omit<ReturnType<typeof roleAccessView>, 'serviceId' | 'verbMask'> & {
  readonly service: string | null;
};

/** What a role may do with services, by their names: what `role service set --stdin` takes. */
export async function shownAccess(installation: OpenInstallation, role: RoleEntity): Promise<ShownRow[]> {
  const { brandId, uid } = role;
  const rows = await installation.get(RoleReader).accessOf(brandId, uid);
  const ids = rows.flatMap(({ access }) => access.serviceId ?? []);
  const services = await installation.get(ServiceRepository).listByIds(installation.get(Database).store, brandId, ids);
  const names = new Map(services.map(({ uid: id, name }) => [id, name]));
  return rows.map((row) => {
    const { serviceId, verbMask, ...rest } = roleAccessView(row);
    return { service: serviceId === null ? null : (names.get(serviceId) ?? serviceId), ...rest };
  });
}

/** As `--allow` takes it. */
export function textOfAccess({ service, component, verbs, filters }: ShownRow): string {
  const path = component === '*' ? '' : `/${component}`;
  return `${service ?? '*'}${path}=${verbsText(verbs)}${filters.length > 0 ? ' (filtered)' : ''}`;
}

export function verbsText(verbs: readonly string[]): string {
  return verbs.length === VERB_COUNT ? 'all' : verbs.join(',');
}

const VERB_COUNT = ALL_VERBS.toString(2).length;
