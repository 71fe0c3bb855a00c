import { Option, SubCommand } from 'nest-commander';
import { requireAllowedLink } from '../../core/brands/link-policy';
import { BrandPages } from '../../core/mail/brand-pages';
import { type MailChannel, MailChannels } from '../../core/mail/mail-channels';
import { userTypeOfName } from '../../core/roles/type-grant';
import { InviteUserFlow } from '../../flows/invite-user/invite-user.flow';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { shownUser } from './shown-user';

interface UserInviteOptions extends BrandedOptions {
  readonly username?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly type?: string;
  readonly language?: string;
  readonly link?: string;
}

@SubCommand({
  name: 'invite',
  arguments: '<email>',
  argsDescription: { email: 'e-mail address of somebody who has no account yet, or has not used it' },
  description: 'asks somebody in: an account, and a mail with a link to choose its password; again for a new link',
})
export class UserInviteCommand extends BrandedCommand<UserInviteOptions> {
  protected readonly examples = [
    'brandgate user invite --brand acme ann@acme.example --type Admin --first-name Ann',
    'brandgate user invite --brand acme bob@acme.example --language vi',
  ];

  protected async execute({ args, options, out }: Invocation<UserInviteOptions>): Promise<void> {
    const { brand, actor, caller, now, get } = await this.acting(options);
    const { username, firstName, lastName, type = 'EndUser', language, link } = options;
    const emailAddress = args[0] ?? '';
    const person = { emailAddress, username, firstName, lastName, languageCode: language, type: userTypeOfName(type) };
    const page = get(BrandPages).urlOf(brand, 'accept-invitation');
    const place = requireAllowedLink(brand, link ?? page, page);
    const command = { ...person, link: place, kind: 'link' as const, at: now };
    const invited = shownUser(await get(InviteUserFlow).run(actor, caller, brand, command), now);
    const channel = await get(MailChannels).find(brand);
    const mail = { to: invited.emailAddress, through: hostOf(channel) };
    out.record({ ...invited, mail }, { id: invited.id, username: invited.username, type: invited.type });
    out.note(mailNote(emailAddress, mail.through));
  }

  @Option({ flags: '--username <name>', description: 'user name; the e-mail address where none is given' })
  parseUsername(value: string): string {
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

  @Option({
    flags: '--language <code>',
    description: "what the person reads; the brand's language where none is given",
  })
  parseLanguage(value: string): string {
    return value;
  }

  @Option({ flags: '--link <url>', description: "where the mail leads; the brand's own page where none is given" })
  parseLink(value: string): string {
    return value;
  }
}

/** Never more of the address than its host: it may hold a password. */
function hostOf(channel: MailChannel | null): string | null {
  return channel === null ? null : new URL(channel.url).host;
}

function mailNote(address: string, through: string | null): string {
  return through === null
    ? `The mail to ${address} waits in the outbox: neither the brand nor the installation has a mail channel yet.`
    : `The mail to ${address} is in the outbox; the gateway sends it through ${through}.`;
}
