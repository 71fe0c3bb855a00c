import { SubCommand } from 'nest-commander';
import { RemoveServiceFlow } from '../../flows/remove-service/remove-service.flow';
import { ConfirmedCommand, type ConfirmedOptions } from '../shell/confirmed-command';
import type { Invocation } from '../shell/house-command';
import { findService } from './find-service';

@SubCommand({
  name: 'delete',
  arguments: '<service>',
  argsDescription: { service: 'name or id' },
  description: 'deletes an upstream, with what roles say of it',
})
export class ServiceDeleteCommand extends ConfirmedCommand {
  protected readonly examples = ['brandgate service delete --brand acme orders --yes'];

  protected async execute({ args: [text = ''], options, out }: Invocation<ConfirmedOptions>): Promise<void> {
    const { installation, brand, actor, caller } = await this.acting(options);
    const { uid, name } = await findService(installation, brand, text);
    const warning = `The service ${name} of ${brand.code} is deleted, and taken out of all roles.`;
    await this.confirm(warning, options);
    await installation.get(RemoveServiceFlow).run(actor, caller, uid);
    out.show({ deleted: { id: uid, name } }, () => `deleted ${name}`);
  }
}
