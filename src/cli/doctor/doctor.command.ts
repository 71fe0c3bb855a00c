import { Command, Option } from 'nest-commander';
import { AfterRestoreFlow } from '../../flows/after-restore/after-restore.flow';
import { Clock } from '../../kernel/clock';
import { COMMAND_LINE } from '../shell/audit-actor';
import { EXIT, type ExitCode } from '../shell/exit-code';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';
import { Examination } from './examination';
import { reportFindings } from './findings-report';
import { everything } from './plans';

interface DoctorOptions extends CommonOptions {
  readonly isolation?: boolean;
  readonly strict?: boolean;
  readonly afterRestore?: boolean;
  readonly yes?: boolean;
}

@Command({ name: 'doctor', description: 'looks for what is broken, open or weak; exit code 1 on errors' })
export class DoctorCommand extends HouseCommand<DoctorOptions> {
  protected readonly examples = [
    'brandgate doctor',
    'brandgate doctor --isolation --strict --json',
    'brandgate doctor --after-restore --yes',
  ];

  protected async execute(invocation: Invocation<DoctorOptions>): Promise<ExitCode> {
    const { options, out } = invocation;
    if (options.afterRestore === true) return this.afterRestore(invocation);
    const plan = everything({ isIsolationTested: options.isolation === true });
    return reportFindings(out, await new Examination(this.shell).run(plan), options.strict === true);
  }

  @Option({ flags: '--isolation', description: 'test as well that no brand reaches another; writes nothing' })
  parseIsolation(): boolean {
    return true;
  }

  @Option({ flags: '--strict', description: 'exit code 1 on warnings, too' })
  parseStrict(): boolean {
    return true;
  }

  @Option({ flags: '--after-restore', description: 'instead: end all sessions of all brands, for a restored database' })
  parseAfterRestore(): boolean {
    return true;
  }

  @Option({ flags: '--yes', description: 'with --after-restore: do not ask' })
  parseYes(): boolean {
    return true;
  }

  /** What was revoked after the backup must not come back with it (REL-15). */
  private async afterRestore({ options, out }: Invocation<DoctorOptions>): Promise<ExitCode> {
    const installation = await this.shell.installation.open();
    const warning = 'Everybody in every brand is signed out.';
    await this.shell.terminal.confirm(warning, options.yes === true);
    const now = installation.get(Clock).now();
    const outcome = await installation.get(AfterRestoreFlow).run(COMMAND_LINE, now);
    out.show(outcome, () => `${outcome.sessionsEnded} sessions ended in ${outcome.brands} brands`);
    out.note(STILL_OLD);
    return EXIT.ok;
  }
}

const STILL_OLD =
  'Passwords and API keys are those of the backup: whoever changed theirs since, because it had leaked, has to again.';
