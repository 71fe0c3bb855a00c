import { SubCommand } from 'nest-commander';
import { ServiceSearchRepository } from '../../core/services/service-search.repository';
import { serviceView } from '../../protocols/jfw/views/service.view';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import { everyPage } from '../shell/every-page';
import type { Invocation } from '../shell/house-command';

const HEAD = ['NAME', 'LABEL', 'TYPE', 'ACTIVE', 'BASE URL', 'HEADERS', 'ID'];

@SubCommand({
  name: 'list',
  description: 'the services of a brand: its upstreams, and the parts of the gateway itself',
})
export class ServiceListCommand extends BrandedCommand {
  protected readonly examples = ['brandgate service list --brand acme'];

  protected async execute({ options, out }: Invocation<BrandedOptions>): Promise<void> {
    const { brand, installation } = await this.acting(options);
    const search = installation.get(ServiceSearchRepository);
    const found = await everyPage((request) => search.find(brand.id, request));
    const services = found.map(serviceView);
    const rows = services.map(({ id, name, label, type, isActive, config }) => {
      const headers = config?.headers.map((header) => header.name).join(', ') ?? null;
      return [name, label, type, isActive, config?.baseUrl ?? null, headers, id];
    });
    out.table({ services }, HEAD, rows);
  }
}
