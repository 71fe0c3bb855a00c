import { Command } from 'nest-commander';
import type { ExitCode } from '../shell/exit-code';
import { HouseCommand } from '../shell/house-command';

@Command({ name: 'serve', description: 'runs the gateway until it is told to stop' })
export class ServeCommand extends HouseCommand {
  protected readonly examples = ['brandgate serve', 'PORT=8080 brandgate serve'];

  protected async execute(): Promise<ExitCode> {
    const { serve } = await import('../serve.js');
    return serve();
  }
}
