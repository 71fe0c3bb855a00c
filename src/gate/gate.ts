import type { Passage } from './passage';

/** One check. It returns nothing, or a promise when it has to ask the store; a refusal is thrown. */
export interface Step {
  readonly name: string;
  run(passage: Passage): void | Promise<void>;
  /** What it found in a request that it let pass, in words for an operator; null when there is nothing to tell. */
  finding?(passage: Passage): string | null;
}

/**
 * An ordered list of steps. While no step has to ask the store the whole of it runs without a promise, which is what a
 * warm request costs. It may stop after a named step and be continued later.
 */
export class Gate {
  constructor(readonly steps: readonly Step[]) {}

  /** Runs the steps that are left, up to and including `until`. @throws BrandgateError the first refusal */
  advance(passage: Passage, until?: string): void | Promise<void> {
    for (let step = this.steps[passage.next]; step !== undefined; step = this.steps[passage.next]) {
      const pending = step.run(passage);
      if (pending) return this.resume(pending, passage, step, until);
      passage.next += 1;
      if (step.name === until) return;
    }
  }

  private async resume(pending: Promise<void>, passage: Passage, step: Step, until?: string): Promise<void> {
    await pending;
    passage.next += 1;
    if (step.name !== until) await this.advance(passage, until);
  }
}
