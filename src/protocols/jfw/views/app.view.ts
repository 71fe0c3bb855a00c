import { maskedApiKey } from '../../../core/apps/api-key';
import { APP_TYPES } from '../../../core/apps/app.entity';
import type { ShownApp } from '../../../core/roles/app-listing';
import { instant } from './instant';

/** An app. @param apiKey the whole key, in the answer that issues it; elsewhere it is masked (DF-KEY-03) */
export function appView({ app, defaultRoleUid }: ShownApp, apiKey?: string) {
  return {
    id: app.uid,
    name: app.name,
    description: app.description,
    apiKey: apiKey ?? maskedApiKey(app.keyPrefix),
    keyChangedDate: instant(app.keyChangedAt),
    isActive: app.isActive,
    isSystem: app.isSystem,
    type: APP_TYPES[app.type] ?? 'None',
    path: app.path,
    url: app.url,
    defaultRoleId: defaultRoleUid,
    createdDate: instant(app.createdAt),
    modifiedDate: instant(app.modifiedAt),
  };
}
