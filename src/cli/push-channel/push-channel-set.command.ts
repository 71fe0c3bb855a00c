import { readFile } from 'node:fs/promises';
import { Option, SubCommand } from 'nest-commander';
import { ChangeBrandSettingsFlow } from '../../flows/change-brand-settings/change-brand-settings.flow';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import type { Invocation } from '../shell/house-command';
import { showPushChannel } from './shown-push-channel';

interface SetOptions extends BrandedOptions {
  readonly stdin?: boolean;
}

@SubCommand({
  name: 'set',
  arguments: '[file]',
  argsDescription: { file: "the service account's JSON file" },
  description: "the brand's service account; Google is asked before anything is kept",
})
export class PushChannelSetCommand extends BrandedCommand<SetOptions> {
  protected readonly examples = [
    'brandgate push-channel set --brand acme service-account.json',
    'brandgate push-channel set --brand acme --stdin < service-account.json',
  ];

  protected async execute({ args: [file], options, out }: Invocation<SetOptions>): Promise<void> {
    const firebaseCredential = parsed(await this.text(file, options));
    const { installation, brand, actor, caller, now } = await this.acting(options);
    const command = { given: { firebaseCredential }, at: now };
    await installation.get(ChangeBrandSettingsFlow).run(actor, caller, command);
    await showPushChannel(out, installation, brand);
  }

  @Option({ flags: '--stdin', description: 'read the JSON from standard input' })
  parseStdin(): boolean {
    return true;
  }

  private async text(file: string | undefined, { stdin }: SetOptions): Promise<string> {
    if ((file !== undefined) === (stdin === true)) {
      throw new CommandError(
        EXIT.usage,
        'input.unclear',
        'Where is the JSON?',
        'Name its file, or give it on --stdin.',
      );
    }
    if (file === undefined) return this.shell.terminal.everything();
    try {
      return await readFile(file, 'utf8');
    } catch {
      throw new CommandError(EXIT.usage, 'file.unreadable', `${file} cannot be read.`, 'Name the JSON file.');
    }
  }
}

/** What the parser says of a text may hold parts of it. */
function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below.
  }
  const advice = "Give the file as Google's console made it.";
  throw new CommandError(EXIT.usage, 'input.invalid', 'That is no JSON object.', advice);
}
