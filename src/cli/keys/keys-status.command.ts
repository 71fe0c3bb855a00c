import { SubCommand } from 'nest-commander';
import { RingUsage } from '../../core/key-ring/ring-usage';
import { Clock } from '../../kernel/clock';
import { EXIT, type ExitCode } from '../shell/exit-code';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';
import { ringAdvice, showRing } from './ring-report';

@SubCommand({ name: 'status', description: 'what still needs each entry of the key ring, and which may be taken out' })
export class KeysStatusCommand extends HouseCommand {
  protected readonly examples = ['brandgate keys status', 'brandgate keys status --json'];

  protected async execute({ out }: Invocation<CommonOptions>): Promise<ExitCode> {
    const installation = await this.shell.installation.open();
    const entries = await installation.get(RingUsage).list(installation.get(Clock).now());
    showRing(out, entries);
    out.note(ringAdvice(entries));
    return entries.some(({ state }) => state === 'missing') ? EXIT.failed : EXIT.ok;
  }
}
