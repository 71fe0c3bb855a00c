import { SubCommand } from 'nest-commander';
import { DeleteUserFlow } from '../../flows/delete-user/delete-user.flow';
import { ConfirmedCommand, type ConfirmedOptions } from '../shell/confirmed-command';
import type { Invocation } from '../shell/house-command';
import { USER_ARGUMENT } from './user-argument';

@SubCommand({ name: 'delete', ...USER_ARGUMENT, description: 'ends an account for good; its names are free again' })
export class UserDeleteCommand extends ConfirmedCommand {
  protected readonly examples = ['brandgate user delete --brand acme ann@acme.example --yes'];

  protected async execute({ args, options, out }: Invocation<ConfirmedOptions>): Promise<void> {
    const [name = ''] = args;
    const acting = await this.acting(options);
    const { actor, caller, now, brand } = acting;
    const user = await acting.user(name);
    await this.confirm(`The account ${name} of ${brand.name} ends for good.`, options);
    await acting.get(DeleteUserFlow).run(actor, caller, { uid: user.uid }, now);
    out.show({ deleted: user.uid }, () => `${name} is deleted`);
  }
}
