import { Option, SubCommand } from 'nest-commander';
import { ChangeMailChannelFlow } from '../../flows/change-mail-channel/change-mail-channel.flow';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { MailChannelDto } from '../../protocols/jfw/dto/mail-channel.dto';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import { checkedBody } from '../shell/checked-body';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import type { Invocation } from '../shell/house-command';
import { showChannel } from './shown-channel';

interface SetOptions extends BrandedOptions {
  readonly from?: string;
  readonly name?: string;
  readonly urlStdin?: boolean;
}

@SubCommand({
  name: 'set',
  description: "the brand's own mail server; it is tried before anything is kept",
})
export class MailChannelSetCommand extends BrandedCommand<SetOptions> {
  protected readonly examples = [
    'brandgate mail-channel set --brand acme --from no-reply@acme.example',
    'brandgate mail-channel set --brand acme --from no-reply@acme.example --name Acme --url-stdin < url',
  ];

  protected async execute({ options, out }: Invocation<SetOptions>): Promise<void> {
    const given = { url: await this.url(options), fromAddress: options.from, fromName: options.name };
    const { url, fromAddress, fromName = null } = await checkedBody(MailChannelDto, given);
    const { installation, brand, actor, caller, now } = await this.acting(options);
    const draft = { url, fromAddress, fromName };
    await installation.get(ChangeMailChannelFlow).save(actor, caller, brand, draft, now).catch(explained);
    await showChannel(out, installation, brand);
  }

  @Option({ flags: '--from <address>', description: 'from whom mails come', required: true })
  parseFrom(value: string): string {
    return value;
  }

  @Option({ flags: '--name <name>', description: "shown with it; the brand's name when absent" })
  parseName(value: string): string {
    return value;
  }

  @Option({ flags: '--url-stdin', description: 'read smtp(s)://user:password@host:port from standard input' })
  parseUrlStdin(): boolean {
    return true;
  }

  /** Never an argument: everybody on the machine could read it. */
  private async url({ urlStdin }: SetOptions): Promise<string> {
    const { terminal } = this.shell;
    if (urlStdin === true) return (await terminal.everything()).trim();
    if (terminal.isInteractive) return (await terminal.secret('smtp(s)://user:password@host:port: ')).trim();
    const message = 'There is no terminal to ask for the address of the mail server.';
    throw new CommandError(EXIT.usage, 'terminal.required', message, 'Give it on standard input: --url-stdin');
  }
}

/** Whoever has the command line may know what the brand is not told (SEC-EGR-02). */
function explained(error: unknown): never {
  const isFailure = error instanceof BrandgateError && error.code === 'mail.channel-failed';
  if (!isFailure || !(error.cause instanceof Error)) throw error;
  throw new CommandError(EXIT.failed, error.code, error.message, error.cause.message);
}
