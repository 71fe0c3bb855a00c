import { Option, SubCommand } from 'nest-commander';
import { SessionRepository } from '../../core/auth-keys/session.repository';
import { EndSessionsFlow } from '../../flows/end-sessions/end-sessions.flow';
import { Database } from '../../storage/database';
import type { Acting } from '../shell/acting';
import { CommandError } from '../shell/command-error';
import { ConfirmedCommand, type ConfirmedOptions } from '../shell/confirmed-command';
import { EXIT } from '../shell/exit-code';
import type { Invocation } from '../shell/house-command';

interface KeyRevokeOptions extends ConfirmedOptions {
  readonly user?: string;
  readonly all?: boolean;
}

@SubCommand({
  name: 'revoke',
  arguments: '[session]',
  argsDescription: { session: 'id of a session, as "key list" shows it' },
  description: 'ends a session, or all of a user; every gateway refuses its keys within a second',
})
export class KeyRevokeCommand extends ConfirmedCommand<KeyRevokeOptions> {
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
    const acting = await this.acting(options);
    const revoked = session === undefined ? await this.revokeAll(acting, options) : await revokeOne(acting, session);
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

  private async revokeAll(acting: Acting, options: KeyRevokeOptions): Promise<number> {
    const { brand, actor, now } = acting;
    const user = await acting.user(options.user ?? '');
    await this.confirm(`All sessions of ${options.user} in ${brand.code} end.`, options);
    return acting.get(EndSessionsFlow).all(actor, { brandId: brand.id, userId: user.id }, null, now);
  }
}

async function revokeOne({ get, brand, actor, now }: Acting, uid: string): Promise<number> {
  const session = await get(SessionRepository).findByUid(get(Database).store, brand.id, uid);
  if (session === null || session.revokedAt !== null) {
    const message = `There is no living session ${uid} in the brand ${brand.code}.`;
    const advice = `See: brandgate key list --brand ${brand.code} --user …`;
    throw new CommandError(EXIT.notFound, 'session.not-found', message, advice);
  }
  await get(EndSessionsFlow).one(actor, { brandId: brand.id, userId: session.userId }, uid, now);
  return 1;
}
