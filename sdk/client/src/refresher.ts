import type { BackOff } from './back-off.ts';
import { BrandgateError } from './brandgate-error.ts';
import type { KeyKeeper } from './key-keeper.ts';
import type { KeyPair } from './key-pair.ts';
import type { Platform } from './platform.ts';
import type { Transport } from './transport.ts';
import { UnreadableAnswerError } from './unreadable-answer-error.ts';

/** After a refresh before its time has failed, the key that is still good is used for so long without another try. */
const QUIET_MS = 10_000;

/** What became of a stale pair. */
export interface Renewal {
  /** Null when nobody is signed in any more. */
  readonly pair: KeyPair | null;
  /** False when the storage held a newer pair already. */
  readonly wasRefreshed: boolean;
}

/**
 * Renews the keys, in one flight however many calls ask for it. A refresh key works once, but the gateway gives the same
 * successor to whoever repeats it from the same device without having used that (JFW-REF-04 rows 5, 6): so a lost answer
 * is asked for again. Before each try the storage is looked at: a key that another client has used up must not be sent.
 */
export class Refresher {
  private flight: Promise<Renewal> | null = null;
  private quietUntil = 0;
  /** Not when a key came that was old by it: then the gateway alone says when one has run out. */
  private isClockUsable = true;

  constructor(
    private readonly transport: Transport,
    private readonly keeper: KeyKeeper,
    private readonly platform: Platform,
    private readonly backOff: BackOff,
    private readonly aheadMs: number,
  ) {}

  /** Whether the Auth Key has run out by this clock, or will shortly. */
  isDue(pair: KeyPair): boolean {
    const now = this.platform.now();
    const isNear = now >= pair.expiresAt - this.aheadMs && now >= this.quietUntil;
    return this.isClockUsable && (isNear || this.hasExpired(pair));
  }

  hasExpired(pair: KeyPair): boolean {
    return this.platform.now() >= pair.expiresAt;
  }

  /** @param stale the pair whose Auth Key is due or was refused @param isVersionless as in `WireCall` */
  async renew(stale: KeyPair, isVersionless = false): Promise<Renewal> {
    const joined = this.flight;
    if (joined === null) return this.takeOff(stale, isVersionless);
    try {
      return await joined;
    } catch (error) {
      // The one that was under way had named the version.
      if (isVersionless && isRefusedVersion(error)) return this.renew(stale, isVersionless);
      throw error;
    }
  }

  private takeOff(stale: KeyPair, isVersionless: boolean): Promise<Renewal> {
    this.flight = this.keeper
      .alone(() => this.fly(stale, isVersionless))
      .finally(() => {
        this.flight = null;
      });
    return this.flight;
  }

  private async fly(stale: KeyPair, isVersionless: boolean): Promise<Renewal> {
    try {
      const parent = await this.keeper.reload();
      const isStale = parent !== null && (parent.isSame(stale) || this.isDue(parent));
      return isStale ? await this.refresh(parent, isVersionless) : { pair: parent, wasRefreshed: false };
    } catch (error) {
      this.quietUntil = this.platform.now() + QUIET_MS;
      throw error;
    }
  }

  private async refresh(parent: KeyPair, isVersionless: boolean): Promise<Renewal> {
    for (let tries = 1; ; tries += 1) {
      try {
        return { pair: await this.exchange(parent, isVersionless), wasRefreshed: true };
      } catch (error) {
        const kept = await this.afterFailure(parent, tries, error);
        if (!parent.isSame(kept)) return { pair: kept, wasRefreshed: false };
      }
    }
  }

  /** @returns the same pair: try again; another one, or null: another client was quicker @throws what has failed */
  private async afterFailure(parent: KeyPair, tries: number, error: unknown): Promise<KeyPair | null> {
    if (isFinal(error)) {
      const newer = await this.keeper.drop(parent, error.code);
      if (newer === null) throw error;
      return newer;
    }
    const delay = this.backOff.delayAfter(tries, error);
    if (delay !== null) await this.platform.wait(delay);
    const kept = await this.keeper.reload();
    if (delay === null && parent.isSame(kept)) throw error;
    return kept;
  }

  private async exchange(parent: KeyPair, isVersionless: boolean): Promise<KeyPair | null> {
    const { refreshAuthKey } = parent;
    const call = { method: 'POST', path: 'users/auth/refresh-auth-key', body: { refreshAuthKey } } as const;
    const { data, headers } = await this.transport.send({ ...call, isVersionless }, null);
    const next = parent.successor(data);
    if (next === null) throw new UnreadableAnswerError(200);
    const kept = await this.keeper.replace(parent, next);
    if (!next.isSame(kept)) return kept;
    const isReplayed = headers.get('X-Refresh-Outcome') === 'replayed';
    // An answer lost long ago comes as it was, with an Auth Key that has run out meanwhile (JFW-REF-05).
    if (isReplayed && this.hasExpired(next)) return this.exchange(next, isVersionless);
    this.isClockUsable &&= isReplayed || this.platform.now() < next.expiresAt - this.aheadMs;
    return kept;
  }
}

/** The gateway will never take this refresh key again. Nothing else ends a session: a state of the user passes (JFW-KEY-09). */
function isFinal(
  error: unknown,
): error is BrandgateError & { readonly code: 'RefreshAuthKeyInvalid' | 'RefreshAuthKeyReused' } {
  return error instanceof BrandgateError && (error.is('RefreshAuthKeyInvalid') || error.is('RefreshAuthKeyReused'));
}

function isRefusedVersion(error: unknown): boolean {
  return error instanceof BrandgateError && error.is('AppVersionUnsupported');
}
