import type { DreamFactoryArrival } from './dreamfactory-arrival';
import { DreamFactoryRefusal } from './dreamfactory-refusal';
import { SERVED } from './resource-path';

/** What nobody serves, once the gate has let it pass (rows 15, 17 and 18 of section 7). */
export function strayRefusal({ resource: { service, component }, verb }: DreamFactoryArrival): DreamFactoryRefusal {
  const served = SERVED[service];
  if (served === undefined) return absent('service.not-found', `Could not find a service for ${service}`);
  const name = component.toLowerCase();
  const resource = served.find((path) => name === path || name.startsWith(`${path}/`));
  if (resource === undefined) {
    return absent('route.not-found', `Resource '${component}' not found for service '${service}'.`);
  }
  const last = resource.split('/').at(-1) ?? resource;
  const text = `${verb} requests without a resource are not currently supported by the '${last}' service.`;
  return new DreamFactoryRefusal('route.method', { status: 400, text });
}

function absent(code: 'service.not-found' | 'route.not-found', text: string): DreamFactoryRefusal {
  return new DreamFactoryRefusal(code, { status: 404, text });
}
