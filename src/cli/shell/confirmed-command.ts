import { Injectable } from '@nestjs/common';
import { Option } from 'nest-commander';
import { BrandedCommand, type BrandedOptions } from './branded-command';

export interface ConfirmedOptions extends BrandedOptions {
  readonly yes?: boolean;
}

/** A command within a brand that asks before it takes something away. */
@Injectable()
export abstract class ConfirmedCommand<O extends ConfirmedOptions = ConfirmedOptions> extends BrandedCommand<O> {
  @Option({ flags: '--yes', description: 'do not ask' })
  parseYes(): boolean {
    return true;
  }

  /** @param warning what will happen @throws CommandError when nobody wants it */
  protected confirm(warning: string, { yes }: O): Promise<void> {
    return this.shell.terminal.confirm(warning, yes === true);
  }
}
