import type { ServiceConfig } from '../../../core/services/service-config';
import type { ServiceEntity } from '../../../core/services/service.entity';
import { instant } from './instant';

/** Shown in the place of a value that nobody is shown. */
export const HIDDEN = '********';

/** A service; the gateway's own have no config. */
export function serviceView(service: ServiceEntity) {
  return {
    id: service.uid,
    name: service.name,
    label: service.label,
    description: service.description,
    type: service.type,
    isActive: service.isActive,
    isSystem: service.isSystem,
    config: 'baseUrl' in service.config ? configView(service.config as ServiceConfig) : null,
    createdDate: instant(service.createdAt),
    modifiedDate: instant(service.modifiedAt),
  };
}

function configView({ baseUrl, timeoutSeconds, headers, honoursFilters }: ServiceConfig) {
  return { baseUrl, timeoutSeconds, headers: headers.map(({ name }) => ({ name, value: HIDDEN })), honoursFilters };
}
