import { Option, SubCommand } from 'nest-commander';
import { SetPasswordFlow } from '../../flows/set-password/set-password.flow';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { GENERATE_OPTION, givenPassword, type PasswordOptions, STDIN_OPTION } from './password-source';
import { USER_ARGUMENT } from './user-argument';

interface SetPasswordOptions extends BrandedOptions, PasswordOptions {}

@SubCommand({ name: 'set-password', ...USER_ARGUMENT, description: 'a new password; all sessions of the user end' })
export class UserSetPasswordCommand extends BrandedCommand<SetPasswordOptions> {
  protected readonly examples = [
    'brandgate user set-password --brand acme ann@acme.example',
    'brandgate user set-password --brand platform admin --generate',
  ];

  protected async execute({ args, options, out }: Invocation<SetPasswordOptions>): Promise<void> {
    const acting = await this.acting(options);
    const { brand, actor, caller, now } = acting;
    const user = await acting.user(args[0] ?? '');
    const { password, isGenerated } = await givenPassword(this.shell, brand, options);
    const command = { userUid: user.uid, newPassword: password, at: now };
    await acting.get(SetPasswordFlow).run(actor, caller, brand, command);
    const told = isGenerated ? { password } : {};
    out.record({ id: user.uid, username: user.username, ...told }, { username: user.username, ...told });
    out.note('The password is changed, and all sessions of the user ended.');
  }

  @Option(STDIN_OPTION)
  parsePasswordStdin(): boolean {
    return true;
  }

  @Option(GENERATE_OPTION)
  parseGenerate(): boolean {
    return true;
  }
}
