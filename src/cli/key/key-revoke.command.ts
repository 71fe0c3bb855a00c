import { Option, SubCommand } from 'nest-commander';
import { SessionRepository } from '../../core/auth-keys/session.repository';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { EndSessionsFlow } from '../../flows/end-sessions/end-sessions.flow';
import { Clock } from '../../kernel/clock';
import { Database } from '../../storage/database';
import { commandLineActor } from '../shell/audit-actor';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import type { Invocation } from '../shell/house-command';

interface KeyRevokeOptions extends BrandedOptions {
  readonly user?: string;
  readonly all?: boolean;
  readonly yes?: boolean;
}

@SubCommand({
  name: 'revoke',
  arguments: '[session]',
  argsDescription: { session: 'id of a session, as "key list" shows it' },
  description: 'ends a session, or all of a user; every gateway refuses its keys within a second',
})
export class KeyRevokeCommand extends BrandedCommand<KeyRevokeOptions> {
  protected readonly examples = [
    'brandgate key revoke --brand acme 01993b5e-8a51-7c3f-9a3e-2f5f0d9f1c11',
    'brandgate key revoke --brand acme --user ann@acme.example --all --yes',
  ];

  protected async execute({ args, options, out }: Invocation<KeyRevokeOptions>): Promise<void> {
    const [session] = args;
    const isOfUser = options.user !== undefined && options.all === true;
    if ((session === undefined) !== isOfUser || (!isOfUser && (options.user ?? options.all) !== undefined)) {
      const message = 'Name a session, or all of a user with --user and --all.';
      throw new CommandError(EXIT.usage, 'usage.wrong', message, 'See: brandgate key revoke --help');
    }
    const brand = await this.brandOf(options);
    const revoked = session === undefined ? await this.revokeAll(brand, options) : await this.revokeOne(brand, session);
    out.show({ revoked }, () => `${revoked} session${revoked === 1 ? '' : 's'} ended`);
  }

  @Option({ flags: '--user <user>', description: 'with --all: whose sessions' })
  parseUser(value: string): string {
    return value;
  }

  @Option({ flags: '--all', description: 'with --user: all of their sessions' })
  parseAll(): boolean {
    return true;
  }

  @Option({ flags: '--yes', description: 'do not ask' })
  parseYes(): boolean {
    return true;
  }

  private async revokeOne(brand: BrandSnapshot, uid: string): Promise<number> {
    const installation = await this.shell.installation.open();
    const sessions = installation.get(SessionRepository);
    const session = await sessions.findByUid(installation.get(Database).store, brand.id, uid);
    const now = installation.get(Clock).now();
    if (session === null || session.revokedAt !== null) {
      const message = `There is no living session ${uid} in the brand ${brand.code}.`;
      const advice = `See: brandgate key list --brand ${brand.code} --user …`;
      throw new CommandError(EXIT.notFound, 'session.not-found', message, advice);
    }
    const owner = { brandId: brand.id, userId: session.userId };
    await installation.get(EndSessionsFlow).one(commandLineActor(brand.id), owner, uid, now);
    return 1;
  }

  private async revokeAll(brand: BrandSnapshot, { user: name = '', yes }: KeyRevokeOptions): Promise<number> {
    const installation = await this.shell.installation.open();
    const user = await this.userOf(brand, name);
    await this.shell.terminal.confirm(`All sessions of ${name} in ${brand.code} end.`, yes === true);
    const owner = { brandId: brand.id, userId: user.id };
    const flow = installation.get(EndSessionsFlow);
    return flow.all(commandLineActor(brand.id), owner, null, installation.get(Clock).now());
  }
}
