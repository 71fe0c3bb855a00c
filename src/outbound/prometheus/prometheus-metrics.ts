import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { Metrics } from '../../ports/metrics.port';

/**
 * Counts in plain numbers on the hot path; the library sees them when somebody asks, since a labelled increment there
 * costs more than the rest of a warm request's bookkeeping.
 */
@Injectable()
export class PrometheusMetrics extends Metrics {
  private readonly registry = new Registry();
  private readonly answers = new Map<string, Map<number, number>>();
  private readonly dropped: Counter<'buffer'>;
  private readonly outboxTries: Counter<'kind' | 'outcome'>;
  private readonly outboxRows: Gauge<'state'>;
  private readonly appVersionEvents: Counter<'os' | 'figure'>;
  private readonly pushes: Counter<'outcome'>;

  constructor() {
    super();
    collectDefaultMetrics({ register: this.registry });
    const { answers } = this;
    new Counter({
      name: 'brandgate_answers_total',
      help: 'Answers given, by dialect and HTTP status.',
      labelNames: ['dialect', 'status'],
      registers: [this.registry],
      collect(): void {
        this.reset();
        for (const [dialect, byStatus] of answers) {
          for (const [status, count] of byStatus) this.inc({ dialect, status }, count);
        }
      },
    });
    const dropped =
      'Lines of the audit trail, refusals and active devices that their buffer in memory had no room for.';
    this.dropped = this.counter('dropped_lines_total', dropped, ['buffer']);
    const tries = 'Things of the outbox that this process tried, by what became of them.';
    this.outboxTries = this.counter('outbox_tries_total', tries, ['kind', 'outcome']);
    const events = 'Sign-ins, failed ones and refusals of the version gate, by operating system of the app.';
    this.appVersionEvents = this.counter('app_version_events_total', events, ['os', 'figure']);
    const pushes = 'Push messages to devices, by what became of them; queued: tried, and to be tried again.';
    this.pushes = this.counter('pushes_total', pushes, ['outcome']);
    this.outboxRows = new Gauge({
      name: 'brandgate_outbox_rows',
      help: 'Rows of the outbox that wait, and that were given up.',
      labelNames: ['state'],
      registers: [this.registry],
    });
  }

  private counter<L extends string>(name: string, help: string, labelNames: L[]): Counter<L> {
    return new Counter({ name: `brandgate_${name}`, help, labelNames, registers: [this.registry] });
  }

  override countAnswer(dialect: string, status: number): void {
    let byStatus = this.answers.get(dialect);
    if (byStatus === undefined) {
      byStatus = new Map<number, number>();
      this.answers.set(dialect, byStatus);
    }
    byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
  }

  override countDropped(buffer: 'audit' | 'refusals' | 'releases', count: number): void {
    this.dropped.inc({ buffer }, count);
  }

  override countOutbox(kind: 'mail' | 'push' | 'job', outcome: string): void {
    this.outboxTries.inc({ kind, outcome });
  }

  override setOutboxRows(state: 'queued' | 'dead', count: number): void {
    this.outboxRows.set({ state }, count);
  }

  override countPushes(outcome: string, count: number): void {
    this.pushes.inc({ outcome }, count);
  }

  override countAppVersionEvents(os: string, figure: string, count: number): void {
    this.appVersionEvents.inc({ os, figure }, count);
  }

  override async render(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }
}
