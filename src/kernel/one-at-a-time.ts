/**
 * Lets one run of a task end before the next begins. Whoever asks while one is under way waits for a run that began after
 * they asked, and so for everything that was there by then.
 */
export class OneAtATime {
  private last: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task, task);
    this.last = result.catch(() => undefined);
    return result;
  }
}
