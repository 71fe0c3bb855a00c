import type { ShownApp } from '../../core/roles/app-listing';
import { RoleRepository } from '../../core/roles/role.repository';
import { appView } from '../../protocols/jfw/views/app.view';
import { Database } from '../../storage/database';
import type { OpenInstallation } from '../shell/open-installation';
import type { Output } from '../shell/output';

/** An app as `--json` prints it. @param apiKey the whole key, where it is shown; elsewhere it is masked (DF-KEY-03) */
export async function shownApp(installation: OpenInstallation, { app, defaultRoleUid }: ShownApp, apiKey?: string) {
  const { store } = installation.get(Database);
  const ids = app.defaultRoleId === null ? [] : [app.defaultRoleId];
  const [role] = await installation.get(RoleRepository).listByIds(store, app.brandId, ids);
  return { ...appView({ app, defaultRoleUid }, apiKey), defaultRole: role?.code ?? null };
}

/** Prints an app after it was made or changed. */
export async function showApp(
  out: Output,
  installation: OpenInstallation,
  shown: ShownApp,
  apiKey?: string,
): Promise<void> {
  const view = await shownApp(installation, shown, apiKey);
  const { id, name, description, isActive, isSystem, type, path, url, defaultRole, keyChangedDate } = view;
  const key = { 'api key': view.apiKey, 'key since': keyChangedDate };
  const flags = { active: isActive, 'built in': isSystem };
  out.record(view, { id, name, description, ...key, ...flags, type, path, url, 'default role': defaultRole });
  if (apiKey !== undefined && !isSystem) out.note('The key is shown this once: it is not kept.');
}
