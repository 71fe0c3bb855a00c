import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import type { ServiceEntity } from '../../core/services/service.entity';
import { ServiceSearchRepository } from '../../core/services/service-search.repository';
import { isUuid } from '../../kernel/ids';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import type { OpenInstallation } from '../shell/open-installation';

/** @param name its name, which compares without case, or its id @throws CommandError for a service that is not there */
export async function findService(
  installation: OpenInstallation,
  brand: BrandSnapshot,
  name: string,
): Promise<ServiceEntity> {
  const request = {
    filter: isUuid(name) ? { uids: [name] } : { name },
    page: { number: 0, size: 1 },
    sort: { field: 'id' as const, order: 'ASC' as const },
  };
  const { items } = await installation.get(ServiceSearchRepository).find(brand.id, request);
  const [service] = items;
  if (service) return service;
  const message = `There is no service ${name} in the brand ${brand.code}.`;
  const advice = `See: brandgate service list --brand ${brand.code}`;
  throw new CommandError(EXIT.notFound, 'service.not-found', message, advice);
}
