import type { ServiceEntity } from '../../core/services/service.entity';
import { serviceView } from '../../protocols/jfw/views/service.view';
import type { Output } from '../shell/output';

/** Prints a service; what its headers hold is shown to nobody. */
export function showService(out: Output, service: ServiceEntity): void {
  const view = serviceView(service);
  const { id, name, label, description, type, isActive, isSystem, config } = view;
  const own = { id, name, label, description, type, active: isActive, 'built in': isSystem };
  if (config === null) {
    out.record(view, own);
    return;
  }
  const { baseUrl, timeoutSeconds, headers, honoursFilters } = config;
  const limits = { 'timeout (s)': timeoutSeconds, 'honours filters': honoursFilters };
  const names = headers.map((header) => header.name).join(', ');
  out.record(view, { ...own, 'base url': baseUrl, ...limits, headers: names });
}
