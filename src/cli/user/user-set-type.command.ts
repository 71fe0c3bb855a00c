import { SubCommand } from 'nest-commander';
import { ChangeUserTypeFlow } from '../../flows/change-user-type/change-user-type.flow';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';

@SubCommand({
  name: 'set-type',
  arguments: '<user> <type>',
  argsDescription: {
    user: 'user name, e-mail address, phone number or id',
    type: 'EndUser, Partner, Admin; SuperAdmin in the platform brand',
  },
  description: 'another type for a user; custom roles stay',
})
export class UserSetTypeCommand extends BrandedCommand {
  protected readonly examples = ['brandgate user set-type --brand acme ann@acme.example Admin'];

  protected async execute({ args, options, out }: Invocation<BrandedOptions>): Promise<void> {
    const [name = '', typeName = ''] = args;
    const acting = await this.acting(options);
    const { brand, actor, caller, now } = acting;
    const user = await acting.user(name);
    const command = { userUid: user.uid, typeName, at: now };
    await acting.get(ChangeUserTypeFlow).run(actor, caller, brand, command);
    out.show({ id: user.uid, username: user.username, type: typeName }, () => `${name} is ${typeName}`);
  }
}
