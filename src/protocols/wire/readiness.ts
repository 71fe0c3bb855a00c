import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import { Database } from '../../storage/database';

export interface ReadyState {
  readonly isReady: boolean;
  readonly checks: { readonly database: 'up' | 'down'; readonly draining: boolean };
}

const CACHED_MS = 1_000;
const PATIENCE_MS = 2_000;

/** Whether requests should be sent here. The database is really asked, but at most once a second, by whoever asks. */
@Injectable()
export class Readiness {
  private isDraining = false;
  private asked: { readonly at: number; readonly answer: Promise<boolean> } | null = null;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** From now on "not ready": balancers stop sending before the gateway stops accepting. */
  drain(): void {
    this.isDraining = true;
  }

  async check(): Promise<ReadyState> {
    const isUp = await this.isDatabaseUp();
    return {
      isReady: isUp && !this.isDraining,
      checks: { database: isUp ? 'up' : 'down', draining: this.isDraining },
    };
  }

  private isDatabaseUp(): Promise<boolean> {
    const now = this.clock.monotonic();
    if (this.asked && now - this.asked.at < CACHED_MS) return this.asked.answer;
    const answer = Promise.race([this.ping(), timeout(PATIENCE_MS)]);
    this.asked = { at: now, answer };
    return answer;
  }

  private async ping(): Promise<boolean> {
    try {
      await this.database.ping();
      return true;
    } catch {
      return false;
    }
  }
}

function timeout(ms: number): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), ms).unref();
  });
}
