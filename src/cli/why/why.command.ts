import { Command } from 'nest-commander';
import { type Explanation, ExplainRefusalFlow } from '../../flows/explain-refusal/explain-refusal.flow';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { refusalView } from '../../protocols/jfw/views/refusal.view';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';
import { explanationText } from './explanation-text';

@Command({
  name: 'why',
  arguments: '<correlation-id>',
  argsDescription: { 'correlation-id': 'X-Correlation-ID of the answer; also errors[].correlationId' },
  description: 'why a request was refused, step by step',
})
export class WhyCommand extends HouseCommand {
  protected readonly examples = ['brandgate why 01993b5e-8a51-7c3f-9a3e-2f5f0d9f1c11'];

  protected async execute({ args: [id = ''], out }: Invocation<CommonOptions>): Promise<void> {
    const refusals = (await this.explain(id)).map(refusalView);
    out.show({ refusals }, () => refusals.map((refusal) => explanationText(out, refusal)).join('\n\n'));
    if (refusals.length > 1) out.note(`${refusals.length} requests had this id; the newest stands first.`);
  }

  /** @throws CommandError when nothing is known */
  private async explain(id: string): Promise<Explanation[]> {
    const flow = await this.shell.installation.get(ExplainRefusalFlow);
    try {
      return await flow.run(id, 'everybody', true);
    } catch (error) {
      if (!(error instanceof BrandgateError && error.code === 'refusal.not-found')) throw error;
      const advice = 'Refusals are written about a second later, and kept for refusalRetentionHours.';
      throw new CommandError(EXIT.notFound, error.code, `No refusal is known by ${id}.`, advice);
    }
  }
}
