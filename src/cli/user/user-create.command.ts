import { Option, SubCommand } from 'nest-commander';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { userTypeOfName } from '../../core/roles/type-grant';
import { CreateUserFlow } from '../../flows/create-user/create-user.flow';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import {
  GENERATE_OPTION,
  type GivenPassword,
  givenPassword,
  type PasswordOptions,
  STDIN_OPTION,
} from './password-source';
import { shownUser } from './shown-user';

interface UserCreateOptions extends BrandedOptions, PasswordOptions {
  readonly username?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly type?: string;
  readonly withoutPassword?: boolean;
}

@SubCommand({ name: 'create', description: 'makes an account' })
export class UserCreateCommand extends BrandedCommand<UserCreateOptions> {
  protected readonly examples = [
    'brandgate user create --brand acme --email ann@acme.example --type Admin --generate',
    'brandgate user create --brand acme --username door.bell --password-stdin < secret.txt',
  ];

  protected async execute({ options, out }: Invocation<UserCreateOptions>): Promise<void> {
    const { brand, actor, caller, now, get } = await this.acting(options);
    const { username, email, phone, firstName, lastName, type = 'EndUser' } = options;
    const draft = { username, emailAddress: email, phoneNumber: phone, firstName, lastName };
    const given = await this.password(brand, options);
    const credential = given === null ? null : { password: given.password };
    const command = { draft, credential, type: userTypeOfName(type), at: now };
    const made = shownUser(await get(CreateUserFlow).run(actor, caller, brand, command), now);
    const told = given?.isGenerated === true ? { password: given.password } : {};
    out.record({ ...made, ...told }, { id: made.id, username: made.username, type: made.type, ...told });
  }

  @Option({ flags: '--username <name>', description: '5 to 64 characters of letters, digits, ".", "_" and "-"' })
  parseUsername(value: string): string {
    return value;
  }

  @Option({ flags: '--email <address>', description: 'e-mail address; the user name where none is given' })
  parseEmail(value: string): string {
    return value;
  }

  @Option({ flags: '--phone <number>', description: 'phone number with its country, +…' })
  parsePhone(value: string): string {
    return value;
  }

  @Option({ flags: '--first-name <name>', description: 'first name' })
  parseFirstName(value: string): string {
    return value;
  }

  @Option({ flags: '--last-name <name>', description: 'last name' })
  parseLastName(value: string): string {
    return value;
  }

  @Option({
    flags: '--type <type>',
    description: 'EndUser (default), Partner, Admin; SuperAdmin in the platform brand',
  })
  parseType(value: string): string {
    return value;
  }

  @Option(STDIN_OPTION)
  parsePasswordStdin(): boolean {
    return true;
  }

  @Option(GENERATE_OPTION)
  parseGenerate(): boolean {
    return true;
  }

  @Option({ flags: '--without-password', description: 'an account that cannot sign in with a password yet' })
  parseWithoutPassword(): boolean {
    return true;
  }

  private async password(brand: BrandSnapshot, options: UserCreateOptions): Promise<GivenPassword | null> {
    return options.withoutPassword === true ? null : givenPassword(this.shell, brand, options);
  }
}
