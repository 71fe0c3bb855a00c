import { Option, SubCommand } from 'nest-commander';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { GrantAccessFlow } from '../../flows/grant-access/grant-access.flow';
import { RoleAccessDto } from '../../protocols/jfw/dto/role-access.dto';
import { accessDraftsOf } from '../../protocols/jfw/role-body';
import { findService } from '../service/find-service';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import { checkedBody } from '../shell/checked-body';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import type { Invocation } from '../shell/house-command';
import { type GivenRow, rowFrom, rowsFrom } from './access-rows';
import { findRole } from './find-role';
import { shownAccess, textOfAccess } from './shown-access';

interface RoleServiceSetOptions extends BrandedOptions {
  readonly allow?: readonly GivenRow[];
  readonly stdin?: boolean;
  readonly none?: boolean;
}

@SubCommand({
  name: 'set',
  arguments: '<role>',
  argsDescription: { role: 'code or id' },
  description: 'says all that a role may do with services; what is left out is taken away',
})
export class RoleServiceSetCommand extends BrandedCommand<RoleServiceSetOptions> {
  protected readonly examples = [
    "brandgate role service set --brand acme support --allow orders=GET --allow 'orders/notes/*=all'",
    'brandgate role service set --brand acme support --stdin < rows.json',
    'brandgate role service set --brand acme support --none',
  ];

  protected async execute({ args: [name = ''], options, out }: Invocation<RoleServiceSetOptions>): Promise<void> {
    const given = await this.rowsOf(options);
    const { installation, brand, actor, caller, now } = await this.acting(options);
    const role = await findRole(installation, brand, name);
    const services = await Promise.all(given.map((row) => this.withId(brand, row)));
    const drafts = accessDraftsOf(await checkedBody(RoleAccessDto, { services }));
    await installation.get(GrantAccessFlow).run(actor, caller, role.uid, drafts, now);
    const rows = await shownAccess(installation, role);
    const texts = () => rows.map(textOfAccess).join('\n');
    out.show({ role: { id: role.uid, code: role.code }, services: rows }, texts);
    if (rows.length === 0) out.note(`${role.code} reaches no service.`);
  }

  @Option({ flags: '--allow <row>', description: 'service[/path]=verbs, "*" for every service; may be given again' })
  parseAllow(value: string, before: readonly GivenRow[] = []): readonly GivenRow[] {
    return [...before, rowFrom(value)];
  }

  @Option({ flags: '--stdin', description: 'instead: rows as "role service list --json" prints them' })
  parseStdin(): boolean {
    return true;
  }

  @Option({ flags: '--none', description: 'instead: nothing' })
  parseNone(): boolean {
    return true;
  }

  private async rowsOf({ allow, stdin, none }: RoleServiceSetOptions): Promise<readonly GivenRow[]> {
    if ([allow, stdin, none].filter((option) => option !== undefined).length !== 1) {
      const message = 'Say what is allowed by --allow, --stdin or --none: one of them.';
      throw new CommandError(EXIT.usage, 'usage.wrong', message, 'See: brandgate role service set --help');
    }
    return allow ?? (stdin === true ? rowsFrom(await this.shell.terminal.everything()) : []);
  }

  private async withId(brand: BrandSnapshot, { service, ...row }: GivenRow): Promise<object> {
    if (service === null) return { ...row, serviceId: null };
    const installation = await this.shell.installation.open();
    return { ...row, serviceId: (await findService(installation, brand, service)).uid };
  }
}
