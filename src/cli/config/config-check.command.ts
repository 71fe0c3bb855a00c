import { SubCommand } from 'nest-commander';
import { Examination } from '../doctor/examination';
import { reportFindings } from '../doctor/findings-report';
import { START } from '../doctor/plans';
import type { ExitCode } from '../shell/exit-code';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';

@SubCommand({
  name: 'check',
  description: 'whether a gateway would start: environment, key ring, database, schema, collation; exit code 1 if not',
})
export class ConfigCheckCommand extends HouseCommand {
  protected readonly examples = ['brandgate config check', 'brandgate config check --quiet && brandgate serve'];

  protected async execute({ out }: Invocation<CommonOptions>): Promise<ExitCode> {
    return reportFindings(out, await new Examination(this.shell).run(START), false);
  }
}
