import { SubCommand } from 'nest-commander';
import { UserLookup } from '../../core/users/user-lookup';
import { ChangeUserStatusFlow, type StatusAction } from '../../flows/change-user-status/change-user-status.flow';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { shownUser } from './shown-user';
import { USER_ARGUMENT } from './user-argument';

/** Blocks a user, or lets them in again. */
abstract class UserStatusCommand extends BrandedCommand {
  protected abstract readonly action: StatusAction;

  protected async execute({ args, options, out }: Invocation<BrandedOptions>): Promise<void> {
    const acting = await this.acting(options);
    const { actor, caller, now, brand } = acting;
    const { uid } = await acting.user(args[0] ?? '');
    await acting.get(ChangeUserStatusFlow).run(actor, caller, uid, this.action, now);
    const user = shownUser(await acting.get(UserLookup).get(brand.id, uid), now);
    out.show(user, () => `${user.username ?? user.id} is ${user.status}`);
  }
}

@SubCommand({ name: 'lock', ...USER_ARGUMENT, description: 'locks an account; its keys are refused within a second' })
class UserLockCommand extends UserStatusCommand {
  protected readonly examples = ['brandgate user lock --brand acme ann@acme.example'];
  protected readonly action = 'lock';
}

@SubCommand({ name: 'unlock', ...USER_ARGUMENT, description: 'takes a lock away, also one that came by itself' })
class UserUnlockCommand extends UserStatusCommand {
  protected readonly examples = ['brandgate user unlock --brand acme ann@acme.example'];
  protected readonly action = 'unlock';
}

@SubCommand({ name: 'suspend', ...USER_ARGUMENT, description: 'suspends an account' })
class UserSuspendCommand extends UserStatusCommand {
  protected readonly examples = ['brandgate user suspend --brand acme ann@acme.example'];
  protected readonly action = 'suspend';
}

@SubCommand({ name: 'unsuspend', ...USER_ARGUMENT, description: 'ends a suspension' })
class UserUnsuspendCommand extends UserStatusCommand {
  protected readonly examples = ['brandgate user unsuspend --brand acme ann@acme.example'];
  protected readonly action = 'unsuspend';
}

@SubCommand({ name: 'activate', ...USER_ARGUMENT, description: 'makes an Inactive account Active' })
class UserActivateCommand extends UserStatusCommand {
  protected readonly examples = ['brandgate user activate --brand acme ann@acme.example'];
  protected readonly action = 'activate';
}

@SubCommand({ name: 'deactivate', ...USER_ARGUMENT, description: 'makes an Active account Inactive' })
class UserDeactivateCommand extends UserStatusCommand {
  protected readonly examples = ['brandgate user deactivate --brand acme ann@acme.example'];
  protected readonly action = 'deactivate';
}

export const STATUS_COMMANDS = [
  ...[UserLockCommand, UserUnlockCommand, UserSuspendCommand, UserUnsuspendCommand],
  ...[UserActivateCommand, UserDeactivateCommand],
];
