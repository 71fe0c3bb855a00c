import { Option, SubCommand } from 'nest-commander';
import type { ServiceConfig } from '../../core/services/service-config';
import type { ServiceEntity } from '../../core/services/service.entity';
import type { GivenHeader } from '../../core/services/service-headers';
import { SaveServiceFlow } from '../../flows/save-service/save-service.flow';
import { UpdateServiceDto } from '../../protocols/jfw/dto/service.dto';
import { serviceChangesOf } from '../../protocols/jfw/service-body';
import { checkedBody } from '../shell/checked-body';
import type { Invocation } from '../shell/house-command';
import { listed, requireChange } from '../shell/listed-values';
import { findService } from './find-service';
import { givenHeaders } from './given-headers';
import { ServiceDescribingCommand, type ServiceOptions } from './service-describing-command';
import { showService } from './shown-service';

const CHANGES = [
  ...['name', 'baseUrl', 'label', 'description', 'active', 'timeout', 'honoursFilters'],
  ...['header', 'headersStdin', 'dropHeader'],
];

@SubCommand({
  name: 'update',
  arguments: '<service>',
  argsDescription: { service: 'name or id' },
  description: 'changes an upstream; headers that are not named stay, unless its address changes',
})
export class ServiceUpdateCommand extends ServiceDescribingCommand {
  protected readonly examples = [
    'brandgate service update --brand acme orders --active no',
    'brandgate service update --brand acme orders --header X-Api-Key --drop-header Authorization',
  ];

  protected async execute({ args: [name = ''], options, out }: Invocation<ServiceOptions>): Promise<void> {
    requireChange(options, CHANGES);
    const { installation, brand, actor, caller, now } = await this.acting(options);
    const service = await findService(installation, brand, name);
    const headers = await this.headersOf(service, options);
    const { config, ...members } = this.bodyOf(options);
    const body = await checkedBody(UpdateServiceDto, { ...members, config: { ...config, headers } });
    const changes = serviceChangesOf(body);
    showService(out, await installation.get(SaveServiceFlow).update(actor, caller, service.uid, changes, now));
  }

  @Option({ flags: '--name <name>', description: 'another name' })
  parseName(value: string): string {
    return value;
  }

  @Option({ flags: '--drop-header <name>', description: 'send it no longer' })
  parseDropHeader(value: string, before?: readonly string[]): readonly string[] {
    return listed(value, before);
  }

  /** All that shall be sent: those named, and the others as they were. Undefined when none is named. */
  private async headersOf(service: ServiceEntity, options: ServiceOptions): Promise<GivenHeader[] | undefined> {
    const { header, headersStdin, dropHeader = [] } = options;
    if (header === undefined && headersStdin === undefined && dropHeader.length === 0) return undefined;
    const given = await givenHeaders(this.shell.terminal, options);
    const named = new Set([...given.map((one) => one.name), ...dropHeader].map((one) => one.toLowerCase()));
    const { headers: old = [] } = service.config as Partial<ServiceConfig>;
    const kept = old.filter((one) => !named.has(one.name.toLowerCase()));
    return [...kept.map((one) => ({ name: one.name, value: null })), ...given];
  }
}
