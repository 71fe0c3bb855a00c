import { SubCommand } from 'nest-commander';
import { SaveServiceFlow } from '../../flows/save-service/save-service.flow';
import { CreateServiceDto } from '../../protocols/jfw/dto/service.dto';
import { serviceDraftOf } from '../../protocols/jfw/service-body';
import { checkedBody } from '../shell/checked-body';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import type { Invocation } from '../shell/house-command';
import { givenHeaders } from './given-headers';
import { ServiceDescribingCommand, type ServiceOptions } from './service-describing-command';
import { showService } from './shown-service';

@SubCommand({
  name: 'create',
  arguments: '<name>',
  argsDescription: { name: 'unique in the brand: A-Z a-z 0-9 _ -; kept in lower case' },
  description: 'registers an upstream',
})
export class ServiceCreateCommand extends ServiceDescribingCommand {
  protected readonly examples = [
    'brandgate service create --brand acme orders --base-url https://orders.acme.example/api --header Authorization',
    'brandgate service create --brand acme orders --base-url https://orders.acme.example/api --headers-stdin < headers',
  ];

  protected async execute({ args: [name = ''], options, out }: Invocation<ServiceOptions>): Promise<void> {
    if (options.baseUrl === undefined) {
      throw new CommandError(EXIT.usage, 'usage.wrong', 'Say where the upstream is: --base-url https://…');
    }
    const { installation, actor, caller, now } = await this.acting(options);
    const headers = await givenHeaders(this.shell.terminal, options);
    const { config, ...members } = this.bodyOf({ ...options, name });
    const body = await checkedBody(CreateServiceDto, { ...members, config: { ...config, headers } });
    showService(out, await installation.get(SaveServiceFlow).create(actor, caller, serviceDraftOf(body), now));
  }
}
