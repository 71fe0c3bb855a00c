/** Figures for operators. Labels come from closed sets, so their number is bounded (SEC-LOG-01). */
export abstract class Metrics {
  abstract countAnswer(dialect: string, status: number): void;
  /** Lines, and devices to be counted as active, that a buffer had no room for. */
  abstract countDropped(buffer: 'audit' | 'refusals' | 'releases', count: number): void;
  /** Something of the outbox was tried; what became of it. */
  abstract countOutbox(
    kind: 'mail' | 'push' | 'job',
    outcome: 'done' | 'again' | 'later' | 'waiting' | 'never' | 'expired',
  ): void;
  /** What became of push messages to devices. */
  abstract countPushes(outcome: 'accepted' | 'failed' | 'unreached' | 'queued' | 'confirmed', count: number): void;
  /** How many rows lie in the outbox. */
  abstract setOutboxRows(state: 'queued' | 'dead', count: number): void;
  /** Sign-ins of apps and refusals of the version gate. @param os `iOS`, `Android` or `Other` @param figure from a closed set */
  abstract countAppVersionEvents(os: string, figure: string, count: number): void;
  /** The Prometheus text form, with its content type. */
  abstract render(): Promise<{ readonly contentType: string; readonly text: string }>;
}
