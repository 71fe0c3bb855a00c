import { AbortedError } from './aborted-error.ts';
import { BrandgateError } from './brandgate-error.ts';
import type { KeyKeeper } from './key-keeper.ts';
import type { KeyPair } from './key-pair.ts';
import type { Refresher } from './refresher.ts';
import type { AuthKeyOptions, WireCall } from './request-options.ts';
import type { Answer, Transport } from './transport.ts';
import { UserChangedError } from './user-changed-error.ts';
import { untilAborted } from './within-time.ts';

/** First, after another client's keys were taken over, after a refresh. */
const SENDS = 3;

/** Sends calls with the Auth Key of whoever is signed in, and keeps that key good. */
export class KeyedCalls {
  constructor(
    private readonly transport: Transport,
    private readonly keeper: KeyKeeper,
    private readonly refresher: Refresher,
  ) {}

  /** Without Auth Key when nobody is signed in. @throws ClientError */
  async send(call: WireCall): Promise<Answer> {
    const pair = await this.freshPair({ signal: call.signal });
    return pair === null ? this.transport.send(call, null) : this.sendAs(pair, call);
  }

  /**
   * Sends the call with this pair's key even if it may have run out. When the gateway says so, the call is repeated, at
   * most once after a refresh: it was refused before anything was done.
   */
  async sendAs(first: KeyPair, call: WireCall): Promise<Answer> {
    let renewal = { pair: first, wasRefreshed: false };
    for (let sends = 1; ; sends += 1) {
      try {
        return await this.transport.send(call, renewal.pair.authKey);
      } catch (error) {
        if (!isStaleKey(error) || renewal.wasRefreshed || sends === SENDS) throw error;
        const { pair, wasRefreshed } = await untilAborted(
          this.refresher.renew(renewal.pair, call.isVersionless),
          call.signal,
        );
        if (pair === null || pair.isSame(renewal.pair)) throw error;
        requireSameUser(first, pair);
        renewal = { pair, wasRefreshed };
      }
    }
  }

  /**
   * The pair in use, renewed when it is due or somebody refused its Auth Key; the old one while that fails and its time
   * is not over.
   * @throws ClientError
   */
  async freshPair({ signal, refused }: AuthKeyOptions): Promise<KeyPair | null> {
    const held = await this.keeper.load();
    const isRefused = held?.authKey === refused;
    if (held === null || !(isRefused || this.refresher.isDue(held))) return held;
    try {
      const { pair } = await untilAborted(this.refresher.renew(held), signal);
      if (pair !== null) requireSameUser(held, pair);
      return pair;
    } catch (error) {
      if (isRefused || error instanceof AbortedError || !this.isStillGood(held)) throw error;
      return held;
    }
  }

  private isStillGood(pair: KeyPair): boolean {
    return pair.isSame(this.keeper.held) && !this.refresher.hasExpired(pair);
  }
}

function isStaleKey(error: unknown): boolean {
  return error instanceof BrandgateError && (error.is('AuthKeyExpired') || error.is('AuthKeyInvalid'));
}

function requireSameUser(before: KeyPair, now: KeyPair): void {
  if (before.userId !== now.userId) throw new UserChangedError();
}
