import { SubCommand } from 'nest-commander';
import { UserLookup } from '../../core/users/user-lookup';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { shownUser } from './shown-user';
import { USER_ARGUMENT } from './user-argument';

@SubCommand({ name: 'show', ...USER_ARGUMENT, description: 'one user' })
export class UserShowCommand extends BrandedCommand {
  protected readonly examples = ['brandgate user show --brand acme ann@acme.example'];

  protected async execute({ args, options, out }: Invocation<BrandedOptions>): Promise<void> {
    const acting = await this.acting(options);
    const { uid } = await acting.user(args[0] ?? '');
    const user = shownUser(await acting.get(UserLookup).get(acting.brand.id, uid), acting.now);
    out.record(user, { ...user, roles: user.roles.join(', ') });
  }
}
