import type { EventLog } from '../ports/event-log.port';

/** Runs a task again and again, never twice at once; a failure is logged when it begins, and when it is over. */
export class Loop {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();
  private isFailing = false;

  constructor(
    private readonly name: string,
    private readonly intervalMs: number,
    private readonly task: () => Promise<void>,
    private readonly log: EventLog,
  ) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.running = this.once().finally(() => {
        if (this.timer !== null) this.start();
      });
    }, this.intervalMs);
    this.timer.unref();
  }

  /** Resolves when a run that was under way has ended. */
  async stop(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    await this.running;
  }

  private async once(): Promise<void> {
    try {
      await this.task();
      if (this.isFailing) this.log.info('worker.recovered', { worker: this.name });
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) this.log.error('worker.failed', error, { worker: this.name });
      this.isFailing = true;
    }
  }
}
