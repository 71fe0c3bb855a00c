import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { generateMixedPassword } from '../../kernel/secrets/generated-password';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import type { Shell } from '../shell/shell';

/** How a password is given; never as an argument, where everybody on the machine could read it. */
export interface PasswordOptions {
  readonly passwordStdin?: boolean;
  readonly generate?: boolean;
}

export interface GivenPassword {
  readonly password: string;
  /** It has to be told, this once. */
  readonly isGenerated: boolean;
}

export const STDIN_OPTION = { flags: '--password-stdin', description: 'read the password from standard input' };
export const GENERATE_OPTION = { flags: '--generate', description: 'make a password and print it, this once' };

/** Standard input, a generated one, or what somebody types twice. @throws CommandError when the two differ */
export async function givenPassword(
  { terminal }: Shell,
  brand: BrandSnapshot,
  { passwordStdin, generate }: PasswordOptions,
): Promise<GivenPassword> {
  if (passwordStdin === true && generate === true) {
    throw new CommandError(EXIT.usage, 'usage.wrong', 'Use one of --password-stdin and --generate.');
  }
  if (generate === true) {
    return { password: generateMixedPassword(brand.settings.passwordMinLength), isGenerated: true };
  }
  if (passwordStdin === true) return { password: await terminal.everything(), isGenerated: false };
  const password = await terminal.secret('Password: ');
  if ((await terminal.secret('Once more: ')) === password) return { password, isGenerated: false };
  throw new CommandError(
    EXIT.usage,
    'password.differs',
    'The two passwords differ.',
    'Nothing was changed; try again.',
  );
}
