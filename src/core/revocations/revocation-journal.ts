import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import { Clock } from '../../kernel/clock';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { Database } from '../../storage/database';
import type { RevocationScope } from './revocation.entity';
import { RevocationRepository } from './revocation.repository';

/** Whose snapshots became unusable. */
export interface Revoked {
  readonly scope: RevocationScope;
  readonly brandId: BrandId;
  readonly targetId: number;
}

/** A snapshot may be used while a read of the journal that began this long ago named none of its owners (SEC-REV-09). */
const BOUND_MS = 1_000;
/** Versions may commit out of order; each read looks back this far. */
const OVERLAP_MS = 5_000;
/** Past this a reader cannot know what it missed, and starts anew. */
const FALLEN_BEHIND_MS = 10 * 60_000;
const RETENTION_MS = 2 * FALLEN_BEHIND_MS;
const BATCH = 5_000;

/**
 * What every process reads to learn of rights that another one took away: a second gateway, the command line. Own
 * changes are applied at once, before the answer; the journal is for the others.
 */
@Injectable()
export class RevocationJournal {
  private readonly listeners: ((revoked: Revoked) => void)[] = [];
  private readonly flushListeners: (() => void)[] = [];
  /** Versions already applied, with the monotonic time of their first sight. */
  private readonly seen = new Map<number, number>();
  private floor: number | null = null;
  /** Monotonic start of the last read that succeeded. */
  private freshSince = Number.NEGATIVE_INFINITY;
  private flight: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    private readonly revocations: RevocationRepository,
    private readonly clock: Clock,
  ) {}

  onRevoked(listener: (revoked: Revoked) => void): void {
    this.listeners.push(listener);
  }

  onFlush(listener: () => void): void {
    this.flushListeners.push(listener);
  }

  /** Whether what is kept in memory may be used without a look at the database. */
  isFresh(): boolean {
    return this.clock.monotonic() - this.freshSince <= BOUND_MS;
  }

  /** Applies changes of this process; called after their commit and before the answer. */
  apply(changes: readonly Revoked[]): void {
    for (const change of changes) for (const listener of this.listeners) listener(change);
  }

  /**
   * One read, shared by all who ask while it runs.
   * @throws BrandgateError server.unavailable when the journal cannot be read: nobody vouches for what is in memory
   */
  read(): Promise<void> {
    this.flight ??= this.readOnce().finally(() => {
      this.flight = null;
    });
    return this.flight;
  }

  /** Lets go of lines that every reader has seen or has to start anew without. */
  async prune(): Promise<void> {
    await this.revocations.deleteBefore(this.database.store, this.clock.now() - RETENTION_MS);
  }

  private async readOnce(): Promise<void> {
    const began = this.clock.monotonic();
    try {
      if (this.floor === null || began - this.freshSince > FALLEN_BEHIND_MS) await this.startAnew();
      const lines = await this.revocations.readAfter(this.database.store, this.floor ?? 0, BATCH);
      if (lines.length === BATCH) await this.startAnew();
      else for (const line of lines) this.see(line.id, line, began);
    } catch (cause) {
      throw new BrandgateError('server.unavailable', { cause, retryAfter: 1 });
    }
    this.forgetOld(began);
    this.freshSince = began;
  }

  private async startAnew(): Promise<void> {
    this.floor = await this.revocations.latestVersion(this.database.store);
    this.seen.clear();
    for (const listener of this.flushListeners) listener();
  }

  private see(version: number, revoked: Revoked, now: number): void {
    if (this.seen.has(version)) return;
    this.seen.set(version, now);
    this.apply([revoked]);
  }

  /** Raises the floor to the newest version that has been in sight for the whole overlap. */
  private forgetOld(now: number): void {
    for (const [version, at] of this.seen) {
      if (now - at < OVERLAP_MS) break;
      this.seen.delete(version);
      this.floor = Math.max(this.floor ?? 0, version);
    }
  }
}
