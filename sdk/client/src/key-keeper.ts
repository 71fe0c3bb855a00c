import { ClientError } from './client-error.ts';
import type { ClientEvents, SignedOutReason } from './client-events.ts';
import { KeyPair } from './key-pair.ts';
import type { KeyStorage } from './key-storage.ts';
import { StorageError } from './storage-error.ts';
import type { TypedEmitter } from './typed-emitter.ts';

/**
 * Holds the pair in use, and keeps it equal to what the storage holds. The storage may be another client's too: before
 * anything is written there, what that one has written is looked at, and the newer pair stays.
 */
export class KeyKeeper {
  private current: KeyPair | null = null;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly storage: KeyStorage,
    private readonly events: TypedEmitter<ClientEvents>,
  ) {}

  /** The pair in use, as far as it is known without asking the storage. */
  get held(): KeyPair | null {
    return this.current;
  }

  /** The pair in use, from the storage when none is held yet. @throws StorageError */
  async load(): Promise<KeyPair | null> {
    return this.current ?? this.reload();
  }

  /** Looks into the storage and takes a newer pair over. @throws StorageError */
  reload(): Promise<KeyPair | null> {
    return this.inTurn(() => this.takeOver());
  }

  /**
   * Begins with the pair of a sign-in, whatever was held before.
   * @param pairAt makes the pair, given the least time to be its `signedInAt`
   * @throws StorageError
   */
  begin(pairAt: (notBefore: number) => KeyPair): Promise<void> {
    return this.inTurn(async () => {
      const before = (await this.read()) ?? this.current;
      const pair = pairAt(before === null ? 0 : before.signedInAt + 1);
      await this.write(pair);
      this.become(pair, { source: 'signIn' });
    });
  }

  /**
   * Puts the successor of a pair in its place, saved before it is used.
   * @returns the pair now in use: another one when the storage was changed meanwhile, null when it was emptied
   * @throws StorageError nothing has changed
   */
  replace(parent: KeyPair, next: KeyPair): Promise<KeyPair | null> {
    return this.inTurn(async () => {
      const kept = await this.takeOver();
      if (!parent.isSame(kept)) return kept;
      await this.write(next);
      this.become(next);
      return next;
    });
  }

  /** Wipes the pair that the gateway refused, unless there is a newer one. @returns that one */
  drop(refused: KeyPair, reason: SignedOutReason): Promise<KeyPair | null> {
    return this.wipe((kept) => kept.isSame(refused), reason);
  }

  /** Wipes the pairs of a session that has ended, but not those of a later sign-in. @returns those */
  endSession(ended: KeyPair, reason: SignedOutReason): Promise<KeyPair | null> {
    return this.wipe((kept) => kept.isOfSession(ended), reason);
  }

  /** Wipes whatever is there. @throws StorageError */
  forget(): Promise<void> {
    return this.inTurn(async () => {
      await this.clear();
      this.become(null, { reason: 'KeysForgotten' });
    });
  }

  /** Does the work while no other client on this storage does any, as far as the storage can see to that. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.storage.lock === undefined) return work();
    try {
      return await this.storage.lock(work);
    } catch (error) {
      throw error instanceof ClientError ? error : new StorageError('lock', error);
    }
  }

  private wipe(isMeant: (kept: KeyPair) => boolean, reason: SignedOutReason): Promise<KeyPair | null> {
    return this.inTurn(async () => {
      const kept = await this.takeOver();
      if (kept === null || !isMeant(kept)) return kept;
      await this.clear();
      this.become(null, { reason });
      return null;
    });
  }

  private async takeOver(): Promise<KeyPair | null> {
    const stored = await this.read();
    if (stored === null) this.become(null, { reason: 'StorageCleared' });
    else if (this.current === null || stored.isNewerThan(this.current)) this.become(stored, { source: 'storage' });
    // Another client wrote late what had been replaced: put it right, or it would use a key that is used up.
    else if (this.current.isNewerThan(stored)) await this.write(this.current);
    return this.current;
  }

  private become(
    next: KeyPair | null,
    how: { readonly source?: 'signIn' | 'storage'; readonly reason?: SignedOutReason } = {},
  ): void {
    const { source = 'storage', reason = 'OtherUser' } = how;
    const previous = this.current;
    this.current = next;
    const isNewUser = previous?.userId !== next?.userId;
    if (previous !== null && isNewUser) this.events.emit('signedOut', { userId: previous.userId, reason });
    if (next === null) return;
    const { userId, expiresIn } = next;
    if (isNewUser || source === 'signIn') this.events.emit('signedIn', { userId, source });
    else this.events.emit('refreshed', { userId, expiresIn });
  }

  private async read(): Promise<KeyPair | null> {
    const text = await this.guard('load', () => this.storage.load());
    return text === null ? null : KeyPair.parse(text);
  }

  private write(pair: KeyPair): Promise<void> {
    return this.guard('save', () => this.storage.save(pair.toText()));
  }

  private clear(): Promise<void> {
    return this.guard('clear', () => this.storage.clear());
  }

  private async guard<T>(operation: 'load' | 'save' | 'clear', work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw new StorageError(operation, error);
    }
  }

  /** One after the other: what is read is still so when it is written. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }
}
